package org.equipoise.dicom.tool;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.network.ScpSettings;
import org.equipoise.dicom.network.StorageHandler;
import org.equipoise.dicom.network.StorageScp;
import org.equipoise.dicom.network.StoreStatus;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.Pdus;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;

/** Objects a second, over loopback to a file that is written, handled by nobody, and deleted. */
public final class StoreThroughput {

    private static final int PDU = 16_000;
    private static final int SIDE = 256;

    private StoreThroughput() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (String argument : arguments) {
            options.put(argument.replaceFirst("=.*", ""), argument.replaceFirst("[^=]*=", ""));
        }
        int objects = Integer.parseInt(options.getOrDefault("objects", "2000"));
        byte[] dataSet = dataSet(Integer.parseInt(options.getOrDefault("frames", "1")));
        Path folder = Files.createTempDirectory("store-throughput");
        Path files = Files.createTempDirectory("store-throughput-files");
        AtomicInteger stored = new AtomicInteger();
        StorageHandler nothing = received -> {
            if (stored.incrementAndGet() == 1) {
                Files.copy(received.file(), files.resolve("first.dcm"), StandardCopyOption.REPLACE_EXISTING);
            }
            return StoreStatus.success();
        };
        ScpSettings settings = ScpSettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "EQUIPOISE", Set.of("SCU"), folder);
        System.out.printf(
                "objects of %d bytes, on %d processors, heap %d MiB%n",
                dataSet.length,
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20);
        System.out.println("| sender | associations | objects | seconds | objects/s | MB/s |");
        System.out.println("|---|---|---|---|---|---|");
        try (StorageScp scp = StorageScp.start(settings, nothing)) {
            send(scp, dataSet, objects / 4, 1);
            for (int associations : new int[] {1, 4}) {
                stored.set(0);
                Duration taken = send(scp, dataSet, objects, associations);
                row("this project's", associations, stored.get(), taken, dataSet.length);
            }
            for (int i = 1; i < objects / 4; i++) {
                Files.copy(files.resolve("first.dcm"), files.resolve(i + ".dcm"));
            }
            stored.set(0);
            Duration taken = storescu(scp, files);
            if (stored.get() > 0) {
                row("storescu", 1, stored.get(), taken, dataSet.length);
            }
        } finally {
            delete(folder);
            delete(files);
        }
    }

    private static void row(String sender, int associations, int objects, Duration taken, int bytes) {
        double seconds = taken.toNanos() / 1e9;
        System.out.printf(
                "| %s | %d | %d | %.1f | %.0f | %.0f |%n",
                sender, associations, objects, seconds, objects / seconds, objects / seconds * bytes / 1e6);
    }

    /** With its start. */
    private static Duration storescu(StorageScp scp, Path files) throws InterruptedException {
        long start = System.nanoTime();
        try {
            String port = String.valueOf(scp.address().getPort());
            List<String> command =
                    List.of("storescu", "-R", "-aet", "SCU", "-aec", "EQUIPOISE", "127.0.0.1", port, "+sd");
            List<String> all = new ArrayList<>(command);
            all.add(files.toString());
            int exit = new ProcessBuilder(all).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException("storescu ended with " + exit);
            }
        } catch (IOException e) {
            System.out.println("skipped: storescu, which is not installed");
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static Duration send(StorageScp scp, byte[] dataSet, int objects, int associations) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(associations);
        try {
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < associations; i++) {
                running.add(senders.submit(() -> sendSome(scp, dataSet, objects / associations)));
            }
            for (Future<?> sender : running) {
                sender.get();
            }
            return Duration.ofNanos(System.nanoTime() - start);
        } finally {
            senders.shutdownNow();
        }
    }

    private static Void sendSome(StorageScp scp, byte[] dataSet, int objects) throws Exception {
        try (StorageScu scu = new StorageScu(scp.address())) {
            Context context = Context.of(1, Pdus.SECONDARY_CAPTURE, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
            scu.associate("EQUIPOISE", "SCU", List.of(context));
            for (int i = 0; i < objects; i++) {
                StorageScu.Response response = scu.store(1, Pdus.SECONDARY_CAPTURE, "1.2." + i, dataSet, PDU);
                if (response.status() != 0) {
                    throw new IllegalStateException("refused: " + response);
                }
            }
            scu.release();
        }
        return null;
    }

    /** Of 132 KB a frame, of 256 by 256 pixels of 16 bits. */
    private static byte[] dataSet(int frames) {
        Drawing drawing = Drawing.of(SIDE, SIDE, 1, 12, 1);
        byte[] frame = drawing.bytes(16);
        byte[] pixels = new byte[frames * frame.length];
        for (int i = 0; i < frames; i++) {
            System.arraycopy(frame, 0, pixels, i * frame.length, frame.length);
        }
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, 16, "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, "IS", String.valueOf(frames))
                .pixels("OW", pixels)
                .dataSet();
    }
}
