package org.equipoise.dicom.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;

/** Keeps what it is given in memory, once it has seen that it can be read, and says how associations ended. */
final class Keeping implements StorageHandler {

    /** An object with what its file was. */
    record Kept(ReceivedObject object, TransferSyntax readAs, String metaSopClass, List<Byte> file) {

        /** The data set as it lies in the file: the last bytes. */
        byte[] dataSet() {
            int length = Math.toIntExact(object.dataSetBytes());
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = file.get(file.size() - length + i);
            }
            return bytes;
        }
    }

    private final List<Kept> kept = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<AssociationEnd> ends = new LinkedBlockingQueue<>();

    @Override
    public StoreStatus store(ReceivedObject object) throws Exception {
        var dataSet = Dicom.read(object.file(), Limits.DEFAULT);
        String sopClass = dataSet.text(Tag.MEDIA_STORAGE_SOP_CLASS_UID).orElse("");
        kept.add(new Kept(object, dataSet.transferSyntax(), sopClass, bytes(object.file())));
        return StoreStatus.success();
    }

    private static List<Byte> bytes(Path file) throws IOException {
        List<Byte> bytes = new ArrayList<>();
        for (byte b : Files.readAllBytes(file)) {
            bytes.add(b);
        }
        return bytes;
    }

    @Override
    public void ended(AssociationEnd end) {
        ends.add(end);
    }

    List<Kept> kept() {
        return List.copyOf(kept);
    }

    /** The end of the association that ends next. */
    AssociationEnd end() throws InterruptedException {
        AssociationEnd end = ends.poll(15, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("no association ended in 15 s");
        }
        return end;
    }
}
