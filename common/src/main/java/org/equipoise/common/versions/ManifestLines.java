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
        var in = new BufferedInputStream(stream, 1 << 16);
        byte[] line = new byte[MOST_BYTES];
        while (true) {
            int length = 0;
            int b = in.read();
            if (b < 0) {
                manifest.requireWhole();
                return manifest;
            }
            for (; b >= 0 && b != '\n'; b = in.read()) {
                if (length == MOST_BYTES) {
                    throw new UnreadableManifestException(
                            "has more than " + MOST_BYTES + " bytes in line " + (manifest.size() + 1));
                }
                line[length] = (byte) b;
                length++;
            }
            ManifestEntry entry = entry(Arrays.copyOf(line, length), manifest.size() + 1);
            manifest.add(entry);
            each.accept(entry);
        }
    }

    private static ManifestEntry entry(byte[] line, int number) {
        try {
            return EventCodec.read(line, ManifestEntry.class);
        } catch (MalformedEventException e) {
            throw new UnreadableManifestException("cannot be read in line " + number + ": " + e.getMessage());
        }
    }
}
