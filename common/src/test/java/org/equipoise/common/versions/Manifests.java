package org.equipoise.common.versions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;

/** Manifests as freezing writes them. */
public final class Manifests {

    public static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));

    private Manifests() {}

    /** The id of an image whose number it begins with. */
    public static String id(int number) {
        return String.format("%08x", number) + "ab".repeat(28);
    }

    public static ManifestEntry entry(int number, String label, Split split) {
        return entry(number, label, split, LABELS);
    }

    public static ManifestEntry entry(int number, String label, Split split, LabelSet labels) {
        return new ManifestEntry(id(number), label, labels.indexOf(label).orElseThrow(), split, "5d41402abc4b2a76");
    }

    /** In pack order. */
    public static String text(List<ManifestEntry> entries) {
        return lines(entries.stream()
                .sorted(Comparator.comparing(ManifestEntry::split).thenComparing(ManifestEntry::imageId))
                .toList());
    }

    /** In this order. */
    public static String lines(List<ManifestEntry> entries) {
        return entries.stream()
                .map(entry -> new String(EventCodec.write(entry), StandardCharsets.UTF_8) + "\n")
                .collect(Collectors.joining());
    }

    public static Manifest read(String text, LabelSet labels, int images) {
        try {
            return ManifestLines.read(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), labels, images, entry -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Manifest of(LabelSet labels, List<ManifestEntry> entries) {
        return read(text(entries), labels, entries.size());
    }
}
