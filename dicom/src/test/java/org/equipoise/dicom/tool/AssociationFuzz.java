package org.equipoise.dicom.tool;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.network.AssociationEnd;
import org.equipoise.dicom.network.AssociationEnd.Ending;
import org.equipoise.dicom.network.AssociationLimits;
import org.equipoise.dicom.network.ReceivedObject;
import org.equipoise.dicom.network.ScpSettings;
import org.equipoise.dicom.network.StorageHandler;
import org.equipoise.dicom.network.StorageScp;
import org.equipoise.dicom.network.StoreStatus;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.Pdus;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;

/**
 * Damages associations at random and sees that each is ended by the SCP in time, and that a healthy one in between is
 * served as ever. The same seed damages the same.
 */
public final class AssociationFuzz {

    /** What is done to an association. */
    public enum Mutation {
        /** Bits of the bytes that are sent. */
        BITS,
        /** A length of a PDU, an item or a fragment, or any other word. */
        LENGTHS,
        /** PDUs swapped, lost, doubled. */
        ORDER,
        /** Cut off, and then silence. */
        SILENCE,
        /** Cut off, and then closed. */
        CLOSED,
        /** Cut off, and then reset. */
        RESET,
        /** A few bytes at a time, and damaged as well. */
        DRIP
    }

    /** What became of the damaged associations. */
    public static final class Tally {

        private final Map<Mutation, Map<Ending, Integer>> endings = new EnumMap<>(Mutation.class);
        private final List<String> failures = new ArrayList<>();
        private int healthy;
        private Duration slowest = Duration.ZERO;

        /** Those that were not ended in time, and healthy ones that were not served. */
        public List<String> failures() {
            return failures;
        }

        /** How often a healthy association was served in between. */
        public int healthy() {
            return healthy;
        }

        /** How associations ended, by what was done to them. */
        public Map<Mutation, Map<Ending, Integer>> endings() {
            return endings;
        }
    }

    /** Takes everything and counts. */
    private static final class Counting implements StorageHandler {

        private final AtomicInteger stored = new AtomicInteger();
        private final Map<Ending, Integer> ended = new EnumMap<>(Ending.class);

        @Override
        public StoreStatus store(ReceivedObject object) throws IOException {
            stored.incrementAndGet();
            return Files.size(object.file()) > object.dataSetBytes()
                    ? StoreStatus.success()
                    : StoreStatus.processingFailure("no file meta information");
        }

        @Override
        public synchronized void ended(AssociationEnd end) {
            ended.merge(end.ending(), 1, Integer::sum);
        }

        synchronized Map<Ending, Integer> takeEnded() {
            Map<Ending, Integer> taken = new EnumMap<>(Ending.class);
            taken.putAll(ended);
            ended.clear();
            return taken;
        }
    }

    private static final String TITLE = "EQUIPOISE";
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Duration most;
    private final int between;

    /** Each may take so long until the SCP has ended it; a healthy one comes after so many. */
    public AssociationFuzz(Duration most, int between) {
        this.most = most;
        this.between = between;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (String argument : arguments) {
            options.put(argument.replaceFirst("=.*", ""), argument.replaceFirst("[^=]*=", ""));
        }
        int count = Integer.parseInt(options.getOrDefault("count", "2000"));
        long seed = Long.parseLong(options.getOrDefault("seed", "1"));
        Duration most = Duration.ofSeconds(Long.parseLong(options.getOrDefault("seconds", "10")));
        int between = Integer.parseInt(options.getOrDefault("healthy", "25"));
        long start = System.nanoTime();
        Tally tally = new AssociationFuzz(most, between).run(count, seed);
        System.out.printf(
                "%d damaged associations (seed %d, heap %d MiB) in %d s, slowest %d ms; %d healthy ones in between;"
                        + " %d failed%n%n",
                count,
                seed,
                Runtime.getRuntime().maxMemory() >> 20,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                tally.slowest.toMillis(),
                tally.healthy,
                tally.failures.size());
        print(tally);
        tally.failures.forEach(failure -> System.out.println("FAILED " + failure));
        System.exit(tally.failures.isEmpty() ? 0 : 1);
    }

    private static void print(Tally tally) {
        System.out.printf("%-10s", "");
        for (Ending ending : Ending.values()) {
            System.out.printf("%14s", ending);
        }
        System.out.println();
        tally.endings.forEach((mutation, endings) -> {
            System.out.printf("%-10s", mutation);
            for (Ending ending : Ending.values()) {
                System.out.printf("%14d", endings.getOrDefault(ending, 0));
            }
            System.out.println();
        });
        System.out.println();
    }

    /** Damages so many associations, in groups of one kind that run at once. */
    public Tally run(int count, long seed) throws Exception {
        Tally tally = new Tally();
        Counting handler = new Counting();
        Path folder = Files.createTempDirectory("association-fuzz");
        ScpSettings settings = ScpSettings.of(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        TITLE,
                        Set.of(ScpSettings.ANY),
                        folder)
                .withLimits(AssociationLimits.DEFAULT
                        .withAssociations(2 * AT_ONCE, 2 * AT_ONCE)
                        .withTimeouts(PATIENCE, PATIENCE, most.dividedBy(2)));
        ExecutorService peers = Executors.newFixedThreadPool(AT_ONCE);
        try (StorageScp scp = StorageScp.start(settings, handler)) {
            healthy(scp, handler, tally, "before the first");
            Mutation[] mutations = Mutation.values();
            for (int start = 0, group = 0; start < count; start += between, group++) {
                int end = Math.min(count, start + between);
                Mutation mutation = mutations[group % mutations.length];
                damagedOnes(scp, peers, mutation, start, end, seed, tally);
                awaitEnd(scp, mutation + " #" + start + " to #" + (end - 1), tally);
                Map<Ending, Integer> endings =
                        tally.endings.computeIfAbsent(mutation, m -> new EnumMap<>(Ending.class));
                handler.takeEnded().forEach((ending, n) -> endings.merge(ending, n, Integer::sum));
                healthy(scp, handler, tally, "after #" + (end - 1));
            }
        } finally {
            peers.shutdownNow();
        }
        left(folder, tally);
        return tally;
    }

    private void damagedOnes(
            StorageScp scp, ExecutorService peers, Mutation mutation, int start, int end, long seed, Tally tally)
            throws Exception {
        List<Future<Duration>> running = new ArrayList<>();
        for (int i = start; i < end; i++) {
            Random random = new Random(seed * 1_000_003L + i);
            running.add(peers.submit(() -> attempt(scp.address(), mutation, random)));
        }
        for (int i = start; i < end; i++) {
            Duration taken = running.get(i - start).get();
            tally.slowest = taken.compareTo(tally.slowest) > 0 ? taken : tally.slowest;
            if (taken.compareTo(most) > 0) {
                tally.failures.add(mutation + " #" + i + ": not ended in " + most);
            }
        }
    }

    /** The threads of the SCP end a little later than its peers see it. */
    private void awaitEnd(StorageScp scp, String name, Tally tally) throws InterruptedException {
        long latest = System.nanoTime() + most.toNanos();
        while (scp.associations() > 0) {
            if (System.nanoTime() - latest > 0) {
                tally.failures.add(name + ": " + scp.associations() + " associations go on");
                return;
            }
            Thread.sleep(5);
        }
    }

    private static void healthy(StorageScp scp, Counting handler, Tally tally, String when) {
        int before = handler.stored.get();
        try (StorageScu scu = new StorageScu(scp.address())) {
            scu.associate(TITLE, "HEALTHY", contexts());
            boolean served = scu.echo(1).status() == 0
                    && scu.store(3, Pdus.SECONDARY_CAPTURE, "1.2.3", dataSet(), 2_000)
                                    .status()
                            == 0
                    && scu.release().type() == 6
                    && handler.stored.get() == before + 1;
            tally.healthy += served ? 1 : 0;
            if (!served) {
                tally.failures.add("healthy " + when + ": not served");
            }
        } catch (IOException | RuntimeException e) {
            tally.failures.add("healthy " + when + ": " + e);
        }
        long latest = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (scp.associations() > 0 && System.nanoTime() - latest < 0) {
            Thread.onSpinWait();
        }
        handler.takeEnded();
    }

    private static void left(Path folder, Tally tally) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".dcm")) {
                    tally.failures.add("a file is left");
                }
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static List<Context> contexts() {
        return List.of(
                Context.of(1, Pdus.VERIFICATION, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
                Context.of(
                        3,
                        Pdus.SECONDARY_CAPTURE,
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        TransferSyntax.JPEG_BASELINE));
    }

    private static byte[] dataSet() {
        Drawing drawing = Drawing.of(64, 48, 1, 8, 1);
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, 8, "MONOCHROME2")
                .pixels("OB", drawing.bytes(8))
                .dataSet();
    }

    /** The PDUs of a peer that knows the answers: request, echoes, objects in fragments, release. */
    private static List<byte[]> conversation(Random random) {
        List<byte[]> pdus = new ArrayList<>();
        pdus.add(Pdus.associate(TITLE, "FUZZ" + random.nextInt(10), contexts(), random.nextInt(3) * 16_384));
        int messages = 1 + random.nextInt(4);
        for (int i = 0; i < messages; i++) {
            if (random.nextInt(3) == 0) {
                pdus.add(Pdus.data(Pdus.fragment(1, Pdus.COMMAND | Pdus.LAST, Pdus.echoRq(i))));
            } else {
                byte[] command = Pdus.storeRq(i, Pdus.SECONDARY_CAPTURE, "1.2." + i);
                pdus.addAll(Pdus.inPieces(3, Pdus.COMMAND, command, random.nextBoolean() ? 5_000 : 50));
                pdus.addAll(Pdus.inPieces(3, 0, dataSet(), 100 + random.nextInt(3_000)));
            }
        }
        pdus.add(Pdus.release());
        return pdus;
    }

    /** How long it took from the last byte that was sent until the SCP closed the connection. */
    private Duration attempt(InetSocketAddress address, Mutation mutation, Random random) throws Exception {
        List<byte[]> pdus = conversation(random);
        if (mutation == Mutation.ORDER) {
            reorder(pdus, random);
        }
        byte[] bytes = concatenated(pdus);
        switch (mutation) {
            case BITS -> flip(bytes, random);
            case LENGTHS -> words(bytes, pdus, random);
            case SILENCE, CLOSED, RESET -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case DRIP -> flip(bytes, random);
            default -> {}
        }
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) most.toMillis());
            long start = System.nanoTime();
            try {
                int step = mutation == Mutation.DRIP ? 1 + random.nextInt(400) : bytes.length;
                for (int at = 0; at < bytes.length; at += step) {
                    socket.getOutputStream().write(bytes, at, Math.min(step, bytes.length - at));
                    if (step < bytes.length) {
                        Thread.sleep(random.nextInt(20));
                    }
                }
                if (mutation == Mutation.RESET) {
                    socket.setSoLinger(true, 0);
                    return Duration.ZERO;
                }
                if (mutation == Mutation.CLOSED) {
                    socket.shutdownOutput();
                }
                start = System.nanoTime();
                readToEnd(socket.getInputStream());
            } catch (SocketTimeoutException e) {
                return most.plusMillis(1);
            } catch (IOException e) {
                // Reset: ended as well.
            }
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private static void readToEnd(InputStream in) throws IOException {
        byte[] buffer = new byte[4_096];
        int n = 0;
        while (n >= 0) {
            n = in.read(buffer);
        }
    }

    private static void reorder(List<byte[]> pdus, Random random) {
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && pdus.size() > 1; i++) {
            int at = random.nextInt(pdus.size());
            switch (random.nextInt(4)) {
                case 0 -> pdus.add(random.nextInt(pdus.size()), pdus.remove(at));
                case 1 -> pdus.remove(at);
                case 2 -> pdus.add(at, pdus.get(at));
                default -> pdus.add(at, Pdus.pdu(random.nextInt(10), new byte[random.nextInt(100)]));
            }
        }
    }

    private static void flip(byte[] bytes, Random random) {
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            // Half of the damage in the request, which is short.
            int end = random.nextBoolean() ? Math.min(400, bytes.length) : bytes.length;
            bytes[random.nextInt(end)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    /** Words, half of them where a PDU has its length or its first fragment has. */
    private static void words(byte[] bytes, List<byte[]> pdus, Random random) {
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length - 4);
            if (random.nextBoolean()) {
                int pdu = random.nextInt(pdus.size());
                at = pdus.subList(0, pdu).stream().mapToInt(p -> p.length).sum() + 2;
                at += random.nextBoolean() && at + 8 < bytes.length ? 4 : 0;
            }
            int[] words = {0, 1, 4, 5, 6, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 262_144, 262_145, random.nextInt()};
            int word = random.nextInt(4) == 0
                    ? ByteBuffer.wrap(bytes).getInt(at) + random.nextInt(9) - 4
                    : words[random.nextInt(words.length)];
            ByteBuffer.wrap(bytes).putInt(at, word);
        }
    }

    private static byte[] concatenated(List<byte[]> pdus) {
        ByteBuffer all =
                ByteBuffer.allocate(pdus.stream().mapToInt(p -> p.length).sum());
        pdus.forEach(all::put);
        return all.array();
    }
}
