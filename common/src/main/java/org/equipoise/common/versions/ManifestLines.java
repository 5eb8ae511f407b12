package org.equipoise.common.versions;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;

/** Reads a manifest line by line, so that its text is never in memory. */
final class ManifestLines {

    /** An image id, a patient group and a label of 1024 characters, each written as an escape, have fewer. */
    static final int MOST_BYTES = 16_384;

    private ManifestLines() {}

    /**
     * The manifest of a version of so many images.
     *
     * @param each is handed every line that fits
     * @throws UnreadableManifestException if it is not what freezing writes
     */
    static Manifest read(InputStream stream, LabelSet labels, int images, Consumer<ManifestEntry> each)
            throws IOException {
        var manifest = new Manifest(labels, images);
        each(stream, entry -> {
            manifest.add(entry);
            each.accept(entry);
        });
        manifest.requireWhole();
        return manifest;
    }

    /**
     * Hands on every line, and keeps none.
     *
     * @return how many there are
     * @throws UnreadableManifestException if one cannot be read
     */
    static long each(InputStream stream, Consumer<ManifestEntry> each) throws IOException {
        var in = new BufferedInputStream(stream, 1 << 16);
        byte[] line = new byte[MOST_BYTES];
        for (long lines = 0; ; lines++) {
            int length = 0;
            int b = in.read();
            if (b < 0) {
                return lines;
            }
            for (; b >= 0 && b != '\n'; b = in.read()) {
                if (length == MOST_BYTES) {
                    throw new UnreadableManifestException(
                            "has more than " + MOST_BYTES + " bytes in line " + (lines + 1));
                }
                line[length] = (byte) b;
                length++;
            }
            each.accept(entry(Arrays.copyOf(line, length), lines + 1));
        }
    }

    private static ManifestEntry entry(byte[] line, long number) {
        try {
            return EventCodec.read(line, ManifestEntry.class);
        } catch (MalformedEventException e) {
            throw new UnreadableManifestException("cannot be read in line " + number + ": " + e.getMessage());
        }
    }
}
