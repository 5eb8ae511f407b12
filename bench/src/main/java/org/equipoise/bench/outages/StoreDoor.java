package org.equipoise.bench.outages;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;
import org.jspecify.annotations.Nullable;

/** C-STORE: an object a request, on associations that stay open as long as they can. */
final class StoreDoor implements Door {

    static final String CALLING = "OUTAGES";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AGAIN = 0xA700;
    private static final int CONTEXT = 1;
    private static final int FRAGMENT = 16_000;

    private final int port;

    StoreDoor(int port) {
        this.port = port;
    }

    @Override
    public void send(Series series, Tally tally) {
        var associations = new ConcurrentLinkedQueue<StorageScu>();
        Insistence.send(series.size(), 1, tally, image -> {
            StorageScu association = associated(associations.poll());
            boolean answered = false;
            try {
                var response = association.store(
                        CONTEXT,
                        Series.SOP_CLASS,
                        series.instance(image),
                        series.object(image).dataSet(),
                        FRAGMENT);
                answered = true;
                associations.add(association);
                if (response.status() != 0 && response.status() != AGAIN) {
                    throw new IllegalStateException(
                            "answered " + Integer.toHexString(response.status()) + ": " + response.comment());
                }
                return response.status() == 0;
            } finally {
                if (!answered) {
                    association.close();
                }
            }
        });
        associations.forEach(StoreDoor::release);
    }

    private StorageScu associated(@Nullable StorageScu open) throws IOException {
        if (open != null) {
            return open;
        }
        var scu = new StorageScu(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try {
            scu.socket().setSoTimeout((int) PATIENCE.toMillis());
            scu.associate(
                    "EQUIPOISE",
                    CALLING,
                    List.of(Context.of(CONTEXT, Series.SOP_CLASS, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)));
            return scu;
        } catch (IOException | RuntimeException e) {
            scu.close();
            throw new IOException("no association", e);
        }
    }

    private static void release(StorageScu association) {
        try (association) {
            association.release();
        } catch (IOException e) {
            // Everything was acknowledged before.
        }
    }
}
