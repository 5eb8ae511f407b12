package org.equipoise.ingest.freezing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/** What makes two frozen versions the same. */
final class ContentHash {

    private ContentHash() {}

    /**
     * SHA-256 in hex over lines of text: one {@code class} line per class, the {@code shape}, the {@code window} of
     * samples of 16 bits, the {@code fit} unless images are stretched, then {@code imageId classIndex split} per image
     * in manifest order, with its patient group after it where there is one. Class names are preceded by their length,
     * so that none can imitate a line.
     */
    static String of(
            LabelSet labelSet, InputShape shape, @Nullable ValueWindow window, Fit fit, List<ManifestEntry> entries) {
        MessageDigest sha = Sha256.digest();
        for (String name : labelSet.classes()) {
            line(sha, "class " + name.length() + " " + name);
        }
        line(sha, "shape " + shape.height() + " " + shape.width() + " " + shape.channels());
        if (window != null) {
            line(sha, "window " + window.low() + " " + window.high());
        }
        if (fit != Fit.STRETCH) {
            line(sha, "fit " + fit.word());
        }
        for (ManifestEntry entry : entries) {
            line(
                    sha,
                    entry.imageId() + " " + entry.classIndex() + " "
                            + entry.split().wireName()
                            + (entry.patientGroup() == null ? "" : " " + entry.patientGroup()));
        }
        return Sha256.hex(sha);
    }

    private static void line(MessageDigest sha, String text) {
        sha.update(text.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) '\n');
    }
}
