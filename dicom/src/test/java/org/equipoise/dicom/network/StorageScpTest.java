package org.equipoise.dicom.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.network.AssociationEnd.Ending;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.Pdus;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;
import org.equipoise.dicom.synthetic.StorageScu.Pdu;
import org.equipoise.dicom.synthetic.StorageScu.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a peer is answered: services, limits, and refusals of objects and associations. */
class StorageScpTest {

    static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    static final String INSTANCE = "1.2.3.4";
    static final List<Context> CONTEXTS = List.of(
            Context.of(1, Pdus.VERIFICATION, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
            Context.of(3, Pdus.SECONDARY_CAPTURE, LITTLE));

    @TempDir
    Path folder;

    private final Keeping handler = new Keeping();

    static ScpSettings settings(Path folder) {
        return ScpSettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "EQUIPOISE", Set.of("CT1"), folder);
    }

    private StorageScp start() throws Exception {
        return StorageScp.start(settings(folder), handler);
    }

    private StorageScp start(AssociationLimits limits) throws Exception {
        return StorageScp.start(settings(folder).withLimits(limits), handler);
    }

    static byte[] dataSet(TransferSyntax syntax) {
        Drawing drawing = Drawing.of(33, 21, 1, 8, 1);
        return ObjectWriter.image(syntax, drawing, 8, "MONOCHROME2")
                .pixels("OB", drawing.bytes(8))
                .dataSet();
    }

    static StorageScu associated(StorageScp scp) throws Exception {
        StorageScu scu = new StorageScu(scp.address());
        assertThat(scu.associate("EQUIPOISE", "CT1", CONTEXTS)).doesNotContainValue("refused 3");
        return scu;
    }

    private List<String> filesLeft() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("in-use"))
                    .toList();
        }
    }

    @Test
    void anEchoIsAnsweredAndTheAssociationReleased() throws Exception {
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            assertThat(scu.echo(1)).isEqualTo(new Response(0x8030, 1, 0, ""));
            assertThat(scu.release().type()).isEqualTo(6);
            assertThat(scu.isClosed()).isTrue();
            scu.close();

            assertThat(handler.end().ending()).isEqualTo(Ending.RELEASED);
        }
    }

    /**
     * Of a compressed syntax any bytes do: the SCP does not look at them, and the handler here reads the head alone.
     */
    @ParameterizedTest
    @EnumSource(
            value = TransferSyntax.class,
            names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_BIG_ENDIAN", "RLE_LOSSLESS"
            })
    void aDataSetArrivesAsItIsInAFileThatSaysWhatItIs(TransferSyntax syntax) throws Exception {
        byte[] sent = dataSet(syntax);
        try (StorageScp scp = start();
                StorageScu scu = new StorageScu(scp.address())) {
            scu.associate("EQUIPOISE", "CT1", List.of(Context.of(5, Pdus.SECONDARY_CAPTURE, syntax)));

            assertThat(scu.store(5, Pdus.SECONDARY_CAPTURE, INSTANCE, sent, 100))
                    .isEqualTo(new Response(0x8001, 1, 0, ""));
        }
        Keeping.Kept kept = handler.kept().get(0);
        assertThat(kept.dataSet()).isEqualTo(sent);
        assertThat(kept.readAs()).isEqualTo(syntax);
        assertThat(kept.metaSopClass()).isEqualTo(Pdus.SECONDARY_CAPTURE);
        assertThat(kept.object().callingAeTitle()).isEqualTo("CT1");
        assertThat(kept.object().calledAeTitle()).isEqualTo("EQUIPOISE");
        assertThat(kept.object().sopInstanceUid()).isEqualTo(INSTANCE);
        assertThat(kept.object().transferSyntax()).isEqualTo(syntax);
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void aDeflatedDataSetStaysDeflated() throws Exception {
        byte[] sent = ObjectWriter.deflated(dataSet(LITTLE));
        try (StorageScp scp = start();
                StorageScu scu = new StorageScu(scp.address())) {
            Context deflated = Context.of(5, Pdus.SECONDARY_CAPTURE, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
            scu.associate("EQUIPOISE", "CT1", List.of(deflated));

            assertThat(scu.store(5, Pdus.SECONDARY_CAPTURE, INSTANCE, sent, 64).status())
                    .isZero();
        }
        assertThat(handler.kept().get(0).dataSet()).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 4_096})
    void fragmentsOfAnySizeAreOneDataSet(int size) throws Exception {
        byte[] sent = dataSet(LITTLE);
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            assertThat(scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, sent, size)
                            .status())
                    .isZero();
        }
        assertThat(handler.kept().get(0).dataSet()).isEqualTo(sent);
    }

    @Test
    void commandAndDataSetComeInOnePduOfManyFragments() throws Exception {
        byte[] sent = dataSet(LITTLE);
        byte[] command = Pdus.storeRq(9, Pdus.SECONDARY_CAPTURE, INSTANCE);
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            scu.send(Pdus.data(
                    Pdus.fragment(3, Pdus.COMMAND, Arrays.copyOf(command, 10)),
                    Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, Arrays.copyOfRange(command, 10, command.length)),
                    Pdus.fragment(3, 0, Arrays.copyOf(sent, 300)),
                    Pdus.fragment(3, Pdus.LAST, Arrays.copyOfRange(sent, 300, sent.length))));

            assertThat(scu.response()).isEqualTo(new Response(0x8001, 9, 0, ""));
        }
        assertThat(handler.kept().get(0).dataSet()).isEqualTo(sent);
    }

    @Test
    void aPeerThatTakesOnlyShortPdusGetsItsAnswerInPieces() throws Exception {
        try (StorageScp scp = start();
                StorageScu scu = new StorageScu(scp.address())) {
            scu.send(Pdus.associate("EQUIPOISE", "CT1", CONTEXTS, 16));
            StorageScu.accepted(scu.receive());
            scu.send(Pdus.data(Pdus.fragment(1, Pdus.COMMAND | Pdus.LAST, Pdus.echoRq(1))));

            Pdu first = scu.receive();

            assertThat(first.body().remaining()).isEqualTo(16);
            assertThat(first.body().get(5)).isEqualTo((byte) Pdus.COMMAND);
        }
    }

    @Test
    void theFirstOfOurTransferSyntaxesIsChosenAndOthersAreRefused() throws Exception {
        List<Context> contexts = List.of(
                Context.of(
                        1,
                        Pdus.SECONDARY_CAPTURE,
                        TransferSyntax.JPEG_BASELINE,
                        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
                        LITTLE),
                Context.of(3, Pdus.SECONDARY_CAPTURE, TransferSyntax.HTJ2K, TransferSyntax.JPEG_2000),
                Context.of(5, Pdus.SECONDARY_CAPTURE, TransferSyntax.MPEG2_MAIN_LEVEL),
                // Patient Root Query/Retrieve, FIND; a storage class of the future; and one that is no UID.
                Context.of(7, "1.2.840.10008.5.1.4.1.2.1.1", LITTLE),
                Context.of(9, "1.2.840.10008.5.1.4.1.1.999", LITTLE),
                Context.of(11, "1.2.840.10008.5.1.4.1.1./../x", LITTLE),
                new Context(13, Pdus.VERIFICATION, List.of()));
        try (StorageScp scp = start();
                StorageScu scu = new StorageScu(scp.address())) {
            assertThat(scu.associate("EQUIPOISE", "CT1", contexts))
                    .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                            1, LITTLE.uid(),
                            3, TransferSyntax.JPEG_2000.uid(),
                            5, "refused 4",
                            7, "refused 3",
                            9, LITTLE.uid(),
                            11, "refused 3",
                            13, "refused 4")));
        }
    }

    @Test
    void transferSyntaxesAreThoseOfTheSettings() throws Exception {
        ScpSettings settings = settings(folder).withTransferSyntaxes(List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        try (StorageScp scp = StorageScp.start(settings, handler);
                StorageScu scu = new StorageScu(scp.address())) {
            assertThat(scu.associate("EQUIPOISE", "CT1", CONTEXTS))
                    .containsEntry(1, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid())
                    .containsEntry(3, "refused 4");
        }
    }

    @Test
    void unknownNegotiationIsSkipped() throws Exception {
        byte[] identity = Pdus.item(0x58, new byte[300]);
        byte[] window = Pdus.item(0x53, new byte[] {0, 9, 0, 9});
        byte[] unknown = Pdus.item(0x77, new byte[5]);
        byte[] more = ByteBuffer.allocate(identity.length + window.length + unknown.length)
                .put(identity)
                .put(window)
                .put(unknown)
                .array();
        try (StorageScp scp = start();
                StorageScu scu = new StorageScu(scp.address())) {
            scu.send(Pdus.associate(1, Pdus.APPLICATION_CONTEXT, "EQUIPOISE", "CT1", CONTEXTS, 0, more));
            StorageScu.accepted(scu.receive());

            assertThat(scu.echo(1).status()).isZero();
        }
    }

    private Pdu answerTo(byte[] request) throws Exception {
        try (StorageScp scp = start();
                StorageScu scu = new StorageScu(scp.address())) {
            Pdu answer = scu.send(request).receive();
            assertThat(scu.isClosed()).isTrue();
            return answer;
        }
    }

    @Test
    void whoIsNotOnTheListIsRejectedWithoutItsNameBeingSaid() throws Exception {
        Pdu answer = answerTo(Pdus.associate("EQUIPOISE", "WINTER ADA", CONTEXTS, 0));

        assertThat(answer.type()).isEqualTo(3);
        assertThat(answer.reason()).containsExactly(1, 1, 3);
        AssociationEnd end = handler.end();
        assertThat(end.ending()).isEqualTo(Ending.REJECTED);
        assertThat(end.toString()).doesNotContain("WINTER").contains("calling AE title");
    }

    @Test
    void whoCallsAnotherAeIsRejected() throws Exception {
        assertThat(answerTo(Pdus.associate("OTHER", "CT1", CONTEXTS, 0)).reason())
                .containsExactly(1, 1, 7);
    }

    @Test
    void anotherApplicationContextOrProtocolVersionIsRejected() throws Exception {
        byte[] none = {};
        assertThat(answerTo(Pdus.associate(1, "1.2.3", "EQUIPOISE", "CT1", CONTEXTS, 0, none))
                        .reason())
                .containsExactly(1, 1, 2);
        assertThat(answerTo(Pdus.associate(2, Pdus.APPLICATION_CONTEXT, "EQUIPOISE", "CT1", CONTEXTS, 0, none))
                        .reason())
                .containsExactly(1, 2, 2);
    }

    @Test
    void anEmptyListPermitsNobodyAndAStarAnybodyWithATitle() throws Exception {
        ScpSettings nobody = ScpSettings.of(settings(folder).address(), "EQUIPOISE", Set.of(), folder);
        try (StorageScp scp = StorageScp.start(nobody, handler);
                StorageScu scu = new StorageScu(scp.address())) {
            scu.send(Pdus.associate("EQUIPOISE", "CT1", CONTEXTS, 0));
            assertThat(scu.receive().reason()).containsExactly(1, 1, 3);
        }
        ScpSettings anybody = ScpSettings.of(settings(folder).address(), "EQUIPOISE", Set.of(ScpSettings.ANY), folder);
        try (StorageScp scp = StorageScp.start(anybody, handler)) {
            for (String title : List.of("", "A\\B", "A\nB", "\u00C4")) {
                try (StorageScu scu = new StorageScu(scp.address())) {
                    scu.send(Pdus.associate("EQUIPOISE", title, CONTEXTS, 0));
                    assertThat(scu.receive().reason()).containsExactly(1, 1, 3);
                }
            }
            try (StorageScu scu = new StorageScu(scp.address())) {
                assertThat(scu.associate("EQUIPOISE", "ANY OF THEM", CONTEXTS)).hasSize(2);
            }
        }
    }

    @Test
    void morePresentationContextsThanPermittedAreRejected() throws Exception {
        try (StorageScp scp = start(AssociationLimits.DEFAULT.withPresentationContexts(1));
                StorageScu scu = new StorageScu(scp.address())) {
            scu.send(Pdus.associate("EQUIPOISE", "CT1", CONTEXTS, 0));
            assertThat(scu.receive().reason()).containsExactly(1, 3, 2);
        }
    }

    @Test
    void operationsThatAreNotOfferedAreAnsweredAsNotRecognizedAndTheAssociationGoesOn() throws Exception {
        byte[] find = new Pdus.Command()
                .us(0x0100, 0x0020)
                .us(0x0110, 5)
                .us(0x0800, 0)
                .toBytes();
        byte[] action = new Pdus.Command()
                .us(0x0100, 0x0130)
                .us(0x0110, 6)
                .us(0x0800, 0x0101)
                .toBytes();
        byte[] cancel = new Pdus.Command()
                .us(0x0100, 0x0FFF)
                .us(0x0120, 5)
                .us(0x0800, 0x0101)
                .toBytes();
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            scu.send(Pdus.data(
                    Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, find), Pdus.fragment(3, Pdus.LAST, new byte[40])));
            assertThat(scu.response()).isEqualTo(new Response(0x8020, 5, 0x0211, ""));
            scu.send(Pdus.data(Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, action)));
            assertThat(scu.response()).isEqualTo(new Response(0x8130, 6, 0x0211, ""));
            scu.send(Pdus.data(Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, cancel)));
            assertThat(scu.echo(3).status()).isEqualTo(0x0211);
            assertThat(scu.echo(1).status()).isZero();
        }
    }

    @Test
    void anObjectOfAnotherClassThanItsContextIsRefused() throws Exception {
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            assertThat(scu.store(3, "1.2.840.10008.5.1.4.1.1.2", INSTANCE, dataSet(LITTLE), 100)
                            .status())
                    .isEqualTo(0x0122);
            assertThat(scu.store(1, Pdus.VERIFICATION, INSTANCE, dataSet(LITTLE), 100)
                            .status())
                    .isEqualTo(0x0122);
            assertThat(handler.kept()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "../../etc/passwd",
                "1.2..3",
                "1.2.3.",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void anInstanceUidThatIsNoneIsRefused(String uid) throws Exception {
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            assertThat(scu.store(3, Pdus.SECONDARY_CAPTURE, uid, dataSet(LITTLE), 100)
                            .status())
                    .isEqualTo(0x0117);
            assertThat(scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, dataSet(LITTLE), 100)
                            .status())
                    .isZero();
        }
    }

    @Test
    void aStoreWithoutADataSetIsRefused() throws Exception {
        byte[] store = new Pdus.Command()
                .uid(0x0002, Pdus.SECONDARY_CAPTURE)
                .us(0x0100, 1)
                .us(0x0110, 7)
                .us(0x0800, 0x0101)
                .uid(0x1000, INSTANCE)
                .toBytes();
        try (StorageScp scp = start();
                StorageScu scu = associated(scp)) {
            scu.send(Pdus.data(Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, store)));
            assertThat(scu.response().status()).isEqualTo(0xC000);
        }
    }

    @Test
    void anObjectThatIsTooLongIsRefusedAndTheNextOneTaken() throws Exception {
        byte[] small = dataSet(LITTLE);
        try (StorageScp scp = start(AssociationLimits.DEFAULT.withBytes(4_096, small.length));
                StorageScu scu = associated(scp)) {
            byte[] large = Arrays.copyOf(small, small.length + 1);
            Response refused = scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, large, 100);
            assertThat(refused.status()).isEqualTo(0xA700);
            assertThat(refused.comment()).contains("longer than " + small.length + " bytes");
            assertThat(filesLeft()).isEmpty();
            assertThat(scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, small, 100)
                            .status())
                    .isZero();
            scu.release();
            scu.close();

            AssociationEnd end = handler.end();
            assertThat(end.stored()).isEqualTo(1);
            assertThat(end.refused()).isEqualTo(1);
        }
    }

    @Test
    void anObjectThatDoesNotEndIsAborted() throws Exception {
        try (StorageScp scp = start(AssociationLimits.DEFAULT.withBytes(4_096, 1_000));
                StorageScu scu = associated(scp)) {
            scu.send(Pdus.data(
                    Pdus.fragment(3, Pdus.COMMAND | Pdus.LAST, Pdus.storeRq(1, Pdus.SECONDARY_CAPTURE, INSTANCE))));
            for (int i = 0; i < 3; i++) {
                scu.send(Pdus.data(Pdus.fragment(3, 0, new byte[1_000])));
            }
            assertThat(scu.receive().type()).isEqualTo(7);
            scu.close();
            assertThat(handler.end().detail()).contains("limit 1000");
        }
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeWrittenIsOutOfResources() throws Exception {
        Path inner = folder.resolve("inner");
        try (StorageScp scp = StorageScp.start(settings(inner), handler);
                StorageScu scu = associated(scp)) {
            Files.delete(inner.resolve("in-use"));
            Files.delete(inner);

            assertThat(scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, dataSet(LITTLE), 100)
                            .status())
                    .isEqualTo(0xA700);
            assertThat(scu.echo(1).status()).isZero();
        }
    }

    @Test
    void aHandlerThatThrowsIsAProcessingFailureAndSaysNothing() throws Exception {
        StorageHandler throwing = object -> {
            throw new IllegalStateException("Winter^Ada in /secret");
        };
        try (StorageScp scp = StorageScp.start(settings(folder), throwing);
                StorageScu scu = associated(scp)) {
            for (int i = 0; i < 2; i++) {
                Response response = scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, dataSet(LITTLE), 100);
                assertThat(response.status()).isEqualTo(0x0110);
                assertThat(response.comment()).doesNotContain("Winter").doesNotContain("secret");
            }
            assertThat(filesLeft()).isEmpty();
        }
    }

    @Test
    void whatTheHandlerAnswersIsTold() throws Exception {
        String comment = "no image\\\u00E9" + "x".repeat(100);
        StorageHandler refusing = object -> StoreStatus.dataSetDoesNotMatch(comment);
        try (StorageScp scp = StorageScp.start(settings(folder), refusing);
                StorageScu scu = associated(scp)) {
            Response response = scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, dataSet(LITTLE), 100);
            assertThat(response.status()).isEqualTo(0xA900);
            assertThat(response.comment()).startsWith("no image??xxx").hasSize(64);
        }
    }

    @Test
    void aFileThatTheHandlerMovesIsItsOwn(@TempDir Path elsewhere) throws Exception {
        StorageHandler moving = object -> {
            Files.move(object.file(), elsewhere.resolve("kept.dcm"));
            return StoreStatus.success();
        };
        try (StorageScp scp = StorageScp.start(settings(folder), moving);
                StorageScu scu = associated(scp)) {
            scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, dataSet(LITTLE), 100);
        }
        assertThat(elsewhere.resolve("kept.dcm")).exists();
    }

    @Test
    void nothingIsAnsweredBeforeTheHandlerReturns() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        StorageHandler slow = object -> {
            entered.countDown();
            leave.await();
            return StoreStatus.success();
        };
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try (StorageScp scp = StorageScp.start(settings(folder), slow);
                StorageScu scu = associated(scp)) {
            var response = sender.submit(() -> scu.store(3, Pdus.SECONDARY_CAPTURE, INSTANCE, dataSet(LITTLE), 100));
            entered.await();
            assertThat(scu.socket().getInputStream().available()).isZero();
            assertThat(response.isDone()).isFalse();
            leave.countDown();
            assertThat(response.get().status()).isZero();
        } finally {
            sender.shutdownNow();
        }
    }

    @Test
    void tenAssociationsAtOnceLoseAndMixNothing() throws Exception {
        AssociationLimits limits = AssociationLimits.DEFAULT.withAssociations(10, 10);
        ExecutorService senders = Executors.newFixedThreadPool(10);
        try (StorageScp scp = start(limits)) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int sender = i;
                work.add(() -> sendTwenty(scp, sender));
            }
            for (var done : senders.invokeAll(work)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            senders.shutdownNow();
        }
        assertThat(handler.kept()).hasSize(200).allSatisfy(kept -> {
            byte[] expected =
                    marked(Integer.parseInt(kept.object().sopInstanceUid().replaceFirst(".*\\.", "")));
            assertThat(kept.dataSet()).isEqualTo(expected);
        });
        assertThat(handler.kept().stream().map(kept -> kept.object().sopInstanceUid()))
                .doesNotHaveDuplicates();
    }

    private static byte[] marked(int number) {
        return new ObjectWriter(LITTLE).us(Tag.ROWS, number).dataSet();
    }

    private static boolean sendTwenty(StorageScp scp, int sender) throws Exception {
        try (StorageScu scu = associated(scp)) {
            for (int i = 0; i < 20; i++) {
                int number = 20 * sender + i;
                Response response = scu.store(3, Pdus.SECONDARY_CAPTURE, "1.2." + number, marked(number), 1 + number);
                if (response.status() != 0) {
                    return false;
                }
            }
            return scu.release().type() == 6;
        }
    }

    @Test
    void leftoversOfOneThatWasKilledGoAndOtherFilesStay() throws Exception {
        Files.writeString(folder.resolve("c-store-1.dcm"), "left");
        Files.writeString(folder.resolve("mine.dcm"), "other");
        start().close();
        assertThat(filesLeft()).containsExactly("mine.dcm");
    }

    @Test
    void aFolderHasOneScp() throws Exception {
        try (StorageScp scp = start()) {
            assertThat(scp.address().getPort()).isPositive();
            assertThatThrownBy(this::start).hasMessageContaining("used by another SCP");
        }
        start().close();
    }

    @Test
    void settingsHaveBounds() {
        AssociationLimits limits = AssociationLimits.DEFAULT;
        assertThat(limits)
                .isEqualTo(new AssociationLimits(
                        262_144,
                        1L << 30,
                        16,
                        8,
                        128,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        Duration.ofHours(1)));
        assertThatThrownBy(() -> limits.withBytes(100, 1)).hasMessage("pduBytes is 100, it must be 4096 to 16777216");
        assertThatThrownBy(() -> limits.withBytes(4_096, 0)).hasMessageContaining("objectBytes");
        assertThatThrownBy(() -> limits.withAssociations(1, 2)).hasMessageContaining("associationsPerAddress");
        assertThatThrownBy(() -> limits.withPresentationContexts(129)).hasMessageContaining("1 to 128");
        assertThatThrownBy(() -> limits.withTimeouts(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessageContaining("artimTimeout");
        assertThatThrownBy(() -> ScpSettings.of(settings(folder).address(), "SEVENTEEN LETTERS", Set.of(), folder))
                .hasMessageContaining("aeTitle");
        assertThatThrownBy(() -> ScpSettings.of(settings(folder).address(), "A", Set.of("B\\C"), folder))
                .hasMessageContaining("callingAeTitles");
        assertThatThrownBy(() -> settings(folder).withTransferSyntaxes(List.of()))
                .hasMessageContaining("empty");
        assertThatThrownBy(() -> new StoreStatus(0xFF00, "")).hasMessageContaining("FF00");
    }

    /** What is accepted is what is decoded: no more, no less. */
    @Test
    void byDefaultWhatIsDecodedIsAccepted() {
        assertThat(ScpSettings.DECODED)
                .containsExactlyInAnyOrderElementsOf(Stream.of(TransferSyntax.values())
                        .filter(syntax -> syntax.coding() != TransferSyntax.Coding.UNSUPPORTED)
                        .toList());
    }
}
