package org.equipoise.dicom.tool;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import org.equipoise.dicom.TransferSyntax;
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
        byte[] dataSet = dataSet();
        Path folder = Files.createTempDirectory("store-throughput");
        AtomicLong bytes = new AtomicLong();
        StorageHandler nothing = (ReceivedObject object) -> {
            bytes.addAndGet(object.dataSetBytes());
            return StoreStatus.success();
        };
        ScpSettings settings = ScpSettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "EQUIPOISE", Set.of("SCU"), folder);
        System.out.printf(
                "objects of %d bytes in PDUs of %d, on %d processors%n",
                dataSet.length, PDU, Runtime.getRuntime().availableProcessors());
        System.out.println("| associations | objects | seconds | objects/s | MB/s |");
        System.out.println("|---|---|---|---|---|");
        try (StorageScp scp = StorageScp.start(settings, nothing)) {
            send(scp, dataSet, objects / 4, 1);
            for (int associations : new int[] {1, 4}) {
                bytes.set(0);
                Duration taken = send(scp, dataSet, objects, associations);
                double seconds = taken.toNanos() / 1e9;
                System.out.printf(
                        "| %d | %d | %.1f | %.0f | %.0f |%n",
                        associations, objects, seconds, objects / seconds, bytes.get() / seconds / 1e6);
            }
        } finally {
            Files.deleteIfExists(folder.resolve("in-use"));
            Files.delete(folder);
        }
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

    /** Of 132 KB, as an image of 256 by 256 pixels of 16 bits has. */
    private static byte[] dataSet() {
        Drawing drawing = Drawing.of(SIDE, SIDE, 1, 12, 1);
        return ObjectWriter.image(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, drawing, 16, "MONOCHROME2")
                .pixels("OW", drawing.bytes(16))
                .dataSet();
    }
}
