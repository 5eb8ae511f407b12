package org.equipoise.dicom.network;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.network.AssociationEnd.Ending;
import org.equipoise.dicom.synthetic.Pdus;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;
import org.equipoise.dicom.synthetic.StorageScu.Pdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Peers that are wrong, slow, silent or too many: each is told why where it can be, and others do not notice. */
class HostilePeersTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] REQUEST = Pdus.associate("EQUIPOISE", "CT1", StorageScpTest.CONTEXTS, 0);
    private static final byte[] STORE = Pdus.storeRq(1, Pdus.SECONDARY_CAPTURE, StorageScpTest.INSTANCE);

    @TempDir
    Path folder;

    private final Keeping handler = new Keeping();

    private StorageScp start(AssociationLimits limits) throws Exception {
        return StorageScp.start(StorageScpTest.settings(folder).withLimits(limits), handler);
    }

    private static AssociationLimits times(Duration artim, Duration idle, Duration association) {
        return AssociationLimits.DEFAULT.withTimeouts(artim, idle, association);
    }

    private static byte[] with(byte[] bytes, int at, int... values) {
        byte[] changed = bytes.clone();
        for (int i = 0; i < values.length; i++) {
            changed[at + i] = (byte) values[i];
        }
        return changed;
    }

    static Stream<Arguments> wrongRequests() {
        Context even = Context.of(2, Pdus.VERIFICATION, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        Context one = Context.of(1, Pdus.VERIFICATION, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        return Stream.of(
                Arguments.of("PDU type 4 before", 2, Pdus.data(new byte[6])),
                Arguments.of("PDU type 5 before", 2, Pdus.release()),
                Arguments.of("PDU type 71", 1, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("of 4294967295 bytes, limit 131072", 6, with(REQUEST, 2, 0xFF, 0xFF, 0xFF, 0xFF)),
                Arguments.of("of 10 bytes, at least 68", 6, Pdus.pdu(1, new byte[10])),
                Arguments.of("an item of 65535 bytes", 6, with(REQUEST, 6 + 68 + 2, 0xFF, 0xFF)),
                Arguments.of("even or there twice", 6, Pdus.associate("EQUIPOISE", "CT1", List.of(even), 0)),
                Arguments.of("even or there twice", 6, Pdus.associate("EQUIPOISE", "CT1", List.of(one, one), 0)),
                Arguments.of("a maximum length of 3", 6, Pdus.associate("EQUIPOISE", "CT1", List.of(one), 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongRequests")
    void aWrongRequestIsAborted(String detail, int reason, byte[] request) throws Exception {
        try (StorageScp scp = start(AssociationLimits.DEFAULT);
                StorageScu scu = new StorageScu(scp.address())) {
            Pdu answer = scu.send(request).receive();

            assertThat(answer.type()).isEqualTo(7);
            assertThat(answer.reason()).containsExactly(0, 2, reason);
            assertThat(scu.isClosed()).isTrue();
            scu.close();
            AssociationEnd end = handler.end();
            assertThat(end.ending()).isEqualTo(Ending.PROTOCOL);
            assertThat(end.detail()).contains(detail);
        }
    }

    static Stream<Arguments> wrongMessages() {
        int whole = Pdus.COMMAND | Pdus.LAST;
        byte[] echo = Pdus.echoRq(1);
        byte[] echoPdu = Pdus.data(Pdus.fragment(1, whole, echo));
        byte[] response = new Pdus.Command()
                .us(0x0100, 0x8001)
                .us(0x0120, 1)
                .us(0x0800, 0x0101)
                .us(0x0900, 0)
                .toBytes();
        byte[] twice = new Pdus.Command().us(0x0100, 0x30).us(0x0100, 0x30).toBytes();
        byte[] noId = new Pdus.Command().us(0x0100, 0x30).us(0x0800, 0x0101).toBytes();
        return Stream.of(
                Arguments.of("PDU type 1 within", 2, 2, REQUEST),
                Arguments.of("PDU type 6 within", 2, 2, Pdus.pdu(6, new byte[4])),
                Arguments.of("PDU type 9", 2, 1, Pdus.pdu(9, new byte[4])),
                Arguments.of("an A-RELEASE-RQ of 70000", 2, 6, with(Pdus.release(), 2, 0, 1, 0x11, 0x70)),
                Arguments.of("of 4294967295 bytes, limit 262144", 2, 6, with(echoPdu, 2, 0xFF, 0xFF, 0xFF, 0xFF)),
                Arguments.of("of 262145 bytes, limit 262144", 2, 6, with(echoPdu, 2, 0, 4, 0, 1)),
                Arguments.of("a fragment of 0 bytes", 2, 6, Pdus.pdu(4, new byte[0])),
                Arguments.of("a fragment of 0 bytes", 2, 6, Pdus.pdu(4, new byte[5])),
                Arguments.of("a fragment of 1 bytes", 2, 6, with(echoPdu, 6, 0, 0, 0, 1)),
                Arguments.of("a fragment of 4294967295", 2, 6, with(echoPdu, 6, 0xFF, 0xFF, 0xFF, 0xFF)),
                Arguments.of("not accepted", 2, 6, Pdus.data(Pdus.fragment(99, whole, echo))),
                Arguments.of("not accepted", 2, 6, Pdus.data(Pdus.fragment(2, whole, echo))),
                Arguments.of("an empty fragment", 2, 6, Pdus.data(Pdus.fragment(1, Pdus.COMMAND, new byte[0]))),
                Arguments.of("where a command has to follow", 2, 5, Pdus.data(Pdus.fragment(1, 0, new byte[8]))),
                Arguments.of(
                        "where a data set has to follow",
                        2,
                        5,
                        Pdus.data(Pdus.fragment(3, whole, STORE), Pdus.fragment(3, whole, STORE))),
                Arguments.of(
                        "in two presentation contexts",
                        2,
                        5,
                        Pdus.data(Pdus.fragment(3, whole, STORE), Pdus.fragment(1, 0, new byte[8]))),
                Arguments.of(
                        "within a message",
                        2,
                        2,
                        concatenated(Pdus.data(Pdus.fragment(3, whole, STORE)), Pdus.release())),
                Arguments.of(
                        "within a message",
                        2,
                        2,
                        concatenated(
                                Pdus.data(Pdus.fragment(1, Pdus.COMMAND, Arrays.copyOf(echo, 20))), Pdus.release())),
                Arguments.of(
                        "a command set of more than 16384",
                        2,
                        6,
                        Pdus.data(Pdus.fragment(1, Pdus.COMMAND, new byte[16_386]))),
                Arguments.of("a response that nobody", 0, 0, Pdus.data(Pdus.fragment(1, whole, response))),
                Arguments.of("an element twice", 0, 0, Pdus.data(Pdus.fragment(1, whole, twice))),
                Arguments.of("(0000,0110)", 0, 0, Pdus.data(Pdus.fragment(1, whole, noId))),
                Arguments.of("(0000,0100)", 0, 0, Pdus.data(Pdus.fragment(1, whole, new byte[0]))),
                Arguments.of("ends in the header", 0, 0, Pdus.data(Pdus.fragment(1, whole, new byte[6]))),
                Arguments.of(
                        "an element of 4294967295",
                        0,
                        0,
                        Pdus.data(Pdus.fragment(1, whole, with(echo, 4, 0xFF, 0xFF, 0xFF, 0xFF)))),
                Arguments.of("with group 8", 0, 0, Pdus.data(Pdus.fragment(1, whole, with(echo, 12, 8)))));
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongMessages")
    void aWrongMessageIsAborted(String detail, int source, int reason, byte[] bytes) throws Exception {
        try (StorageScp scp = start(AssociationLimits.DEFAULT);
                StorageScu scu = StorageScpTest.associated(scp)) {
            Pdu answer = scu.send(bytes).receive();

            assertThat(answer.type()).isEqualTo(7);
            assertThat(answer.reason()).containsExactly(0, source, reason);
            assertThat(scu.isClosed()).isTrue();
            scu.close();
            AssociationEnd end = handler.end();
            assertThat(end.ending()).isEqualTo(Ending.PROTOCOL);
            assertThat(end.detail()).contains(detail);
        }
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("in-use");
        }
    }

    @Test
    void whoSaysNothingIsEndedByArtim() throws Exception {
        try (StorageScp scp = start(times(SHORT, LONG, LONG));
                StorageScu scu = new StorageScu(scp.address())) {
            assertThat(scu.receive().type()).isEqualTo(7);
            scu.close();
            assertThat(handler.end().detail()).isEqualTo("no A-ASSOCIATE-RQ in PT0.3S");
        }
    }

    @Test
    void whoSendsARequestByteByByteIsEndedByArtim() throws Exception {
        try (StorageScp scp = start(times(SHORT, LONG, LONG));
                StorageScu scu = new StorageScu(scp.address())) {
            assertThat(drip(scu, REQUEST)).isLessThan(REQUEST.length);
            scu.close();
            assertThat(handler.end().ending()).isEqualTo(Ending.TIMED_OUT);
        }
    }

    /** Sends a byte every 20 ms until there is an answer; how many were sent. */
    private static int drip(StorageScu scu, byte[] bytes) throws Exception {
        for (int i = 0; i < bytes.length; i++) {
            try {
                if (scu.socket().getInputStream().available() > 0) {
                    return i;
                }
                scu.send(new byte[] {bytes[i]});
            } catch (SocketException e) {
                return i;
            }
            Thread.sleep(20);
        }
        return bytes.length;
    }

    @Test
    void aPduThatComesByteByByteIsEndedThoughItIsNeverIdle() throws Exception {
        byte[] large = Pdus.data(Pdus.fragment(3, Pdus.COMMAND, new byte[2_000]));
        try (StorageScp scp = start(times(LONG, SHORT, LONG));
                StorageScu scu = StorageScpTest.associated(scp)) {
            assertThat(drip(scu, large)).isLessThan(large.length);
            assertThat(scu.receive().type()).isEqualTo(7);
            scu.close();
            assertThat(handler.end().detail()).contains("or none that is complete, in PT0.3S");
        }
    }

    @Test
    void whoIsIdleIsEnded() throws Exception {
        try (StorageScp scp = start(times(LONG, SHORT, LONG));
                StorageScu scu = StorageScpTest.associated(scp)) {
            assertThat(scu.receive().type()).isEqualTo(7);
            scu.close();
            assertThat(handler.end().ending()).isEqualTo(Ending.TIMED_OUT);
        }
    }

    @Test
    void whoNeverStopsIsEndedToo() throws Exception {
        try (StorageScp scp = start(times(LONG, LONG, SHORT));
                StorageScu scu = StorageScpTest.associated(scp)) {
            assertThat(echoesUntilTheEnd(scu)).isPositive();
            assertThat(handler.end().detail()).isEqualTo("the association took PT0.3S");
        }
    }

    private static int echoesUntilTheEnd(StorageScu scu) throws IOException {
        int echoes = 0;
        while (true) {
            try {
                scu.echo(1);
                echoes++;
            } catch (IllegalStateException | EOFException | SocketException e) {
                return echoes;
            }
        }
    }

    /**
     * Its answers fill the buffers of the network. Then there is nowhere to write, or the network lets nothing through
     * in either direction.
     */
    @Test
    void whoReadsNoAnswersIsEnded() throws Exception {
        byte[] echoes = Pdus.data(Pdus.fragment(1, Pdus.COMMAND | Pdus.LAST, Pdus.echoRq(1)));
        byte[] many = new byte[1_000 * echoes.length];
        for (int i = 0; i < 1_000; i++) {
            System.arraycopy(echoes, 0, many, i * echoes.length, echoes.length);
        }
        try (StorageScp scp = start(times(LONG, SHORT, LONG));
                StorageScu scu = new StorageScu(scp.address())) {
            scu.socket().setReceiveBufferSize(4_096);
            scu.associate("EQUIPOISE", "CT1", StorageScpTest.CONTEXTS);
            Thread flood = new Thread(() -> {
                try {
                    while (true) {
                        scu.send(many);
                    }
                } catch (IOException e) {
                    // It was ended.
                }
            });
            flood.start();

            AssociationEnd end = handler.end();
            scu.close();
            flood.join();

            assertThat(end.ending()).isEqualTo(Ending.TIMED_OUT);
        }
    }

    @Test
    void whoGoesInTheMiddleLeavesNothing() throws Exception {
        try (StorageScp scp = start(AssociationLimits.DEFAULT)) {
            try (StorageScu scu = StorageScpTest.associated(scp)) {
                scu.send(Pdus.data(Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, STORE)));
                scu.send(Pdus.data(Pdus.fragment(3, 0, new byte[100])));
                scu.send(Arrays.copyOf(Pdus.data(Pdus.fragment(3, 0, new byte[100])), 50));
            }
            assertThat(handler.end().ending()).isEqualTo(Ending.DISCONNECTED);
            try (StorageScu scu = StorageScpTest.associated(scp)) {
                scu.send(Pdus.data(Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, STORE)));
                scu.send(Pdus.abort());
                assertThat(handler.end().ending()).isEqualTo(Ending.ABORTED);
            }
            assertNothingIsLeft();
        }
        assertThat(handler.kept()).isEmpty();
    }

    @Test
    void tooManyAreRejectedAndThoseThatAreThereGoOn() throws Exception {
        List<StorageScu> silent = new ArrayList<>();
        try (StorageScp scp = start(AssociationLimits.DEFAULT.withAssociations(3, 2));
                StorageScu first = StorageScpTest.associated(scp);
                StorageScu second = StorageScpTest.associated(scp)) {
            try (StorageScu third = new StorageScu(scp.address())) {
                assertThat(third.send(REQUEST).receive().reason()).containsExactly(2, 3, 2);
            }
            assertThat(handler.end().detail()).contains("from one address");
            InetAddress other = InetAddress.getByName("127.0.0.2");
            try (StorageScu elsewhere = new StorageScu(scp.address(), other)) {
                assertThat(elsewhere.associate("EQUIPOISE", "CT1", StorageScpTest.CONTEXTS))
                        .hasSize(2);
                // One address fills what is left with connections that say nothing: others are not concerned.
                for (int i = 0; i < 8; i++) {
                    silent.add(new StorageScu(scp.address()));
                }
                assertThat(elsewhere.echo(1).status()).isZero();
            }
            assertThat(first.echo(1).status()).isZero();
            assertThat(second.echo(1).status()).isZero();
        } finally {
            for (StorageScu scu : silent) {
                scu.close();
            }
        }
    }

    @Test
    void closingAbortsWhoIsIdleAndAnswersWhatIsHandled() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        StorageHandler slow = object -> {
            entered.countDown();
            leave.await();
            return StoreStatus.success();
        };
        StorageScp scp = StorageScp.start(StorageScpTest.settings(folder), slow);
        try (StorageScu idle = StorageScpTest.associated(scp);
                StorageScu storing = StorageScpTest.associated(scp)) {
            storing.send(Pdus.data(
                    Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, STORE),
                    Pdus.fragment(3, Pdus.LAST, StorageScpTest.dataSet(StorageScpTest.LITTLE))));
            entered.await();
            Thread closing = new Thread(() -> {
                try {
                    scp.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            closing.start();
            assertThat(idle.receive().type()).isEqualTo(7);
            leave.countDown();
            assertThat(storing.response().status()).isZero();
            assertThat(storing.receive().type()).isEqualTo(7);
            closing.join();
            assertThat(scp.associations()).isZero();
        }
        assertNothingIsLeft();
    }

    @Test
    void aHandlerThatDoesNotReturnIsInterruptedWhenClosing() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        StorageHandler stuck = object -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return StoreStatus.success();
        };
        StorageScp scp = StorageScp.start(StorageScpTest.settings(folder), stuck);
        try (StorageScu storing = StorageScpTest.associated(scp)) {
            storing.send(Pdus.data(
                    Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, STORE), Pdus.fragment(3, Pdus.LAST, new byte[8])));
            entered.await();
            scp.close();
            interrupted.await();
            assertThat(scp.associations()).isZero();
        }
        assertNothingIsLeft();
    }

    @Test
    void aConnectionThatCannotBeOpenedEndsNoOther() throws Exception {
        StorageHandler throwing = new StorageHandler() {
            @Override
            public StoreStatus store(ReceivedObject object) {
                return StoreStatus.success();
            }

            @Override
            public void ended(AssociationEnd end) {
                if (Thread.currentThread().getName().equals("dicom-accept")) {
                    throw new OutOfMemoryError("of the test");
                }
            }
        };
        List<StorageScu> silent = new ArrayList<>();
        try (StorageScp scp = StorageScp.start(
                        StorageScpTest.settings(folder).withLimits(AssociationLimits.DEFAULT.withAssociations(1, 1)),
                        throwing);
                StorageScu first = StorageScpTest.associated(scp)) {
            // Four more are told that there are too many, and whoever comes then is closed without a word.
            for (int i = 0; i < 4; i++) {
                silent.add(new StorageScu(scp.address()));
            }
            try (StorageScu closed = new StorageScu(scp.address())) {
                assertThat(closed.isClosed()).isTrue();
            }
            assertThat(first.echo(1).status()).isZero();
            for (StorageScu scu : silent) {
                scu.close();
            }
            while (scp.associations() > 1) {
                Thread.onSpinWait();
            }
            try (StorageScu next = new StorageScu(scp.address())) {
                assertThat(next.send(REQUEST).receive().type()).isEqualTo(3);
            }
        } finally {
            for (StorageScu scu : silent) {
                scu.close();
            }
        }
    }
}
