package org.equipoise.trainer.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;

/** Images that a model trained elsewhere tells apart by their mean alone. */
final class Greys {

    private Greys() {}

    /** A dataset of plain greys, its labels in another order than the model's outputs. */
    static String freeze(ObjectStore objects, TestTopics topics) {
        String dataset = ScoringWorld.name("greys").substring(0, 20);
        var manifest = new StringBuilder();
        for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
            for (int i = 0; i < 24; i++) {
                byte[] samples = new byte[20 * 20];
                int grey = split.ordinal() + (i % 2 == 0 ? 180 : 20) + i;
                java.util.Arrays.fill(samples, (byte) grey);
                var pixels = new Pixels(20, 20, 1, samples);
                String imageId = ImageId.of(pixels);
                objects.put(Bucket.IMAGES, ObjectKeys.image(dataset, imageId), PngCodec.encode(pixels), "image/png");
                var entry = new DatasetFrozen.ManifestEntry(imageId, i % 2 == 0 ? "bright" : "dark", i % 2, split);
                manifest.append(new String(EventCodec.write(entry), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        objects.put(
                Bucket.DATASETS,
                ObjectKeys.manifest(dataset, "v1"),
                manifest.toString().getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson");
        var half = new ClassDistribution(List.of(12L, 12L));
        var frozen = new DatasetFrozen(
                dataset,
                "v1",
                "0".repeat(64),
                ObjectKeys.manifest(dataset, "v1"),
                new LabelSet(List.of("bright", "dark")),
                "OT",
                new InputShape(32, 32, 1),
                Map.of(Split.TRAIN, half, Split.VALIDATION, half, Split.TEST, half),
                List.of(),
                List.of(),
                ScoringWorld.NOW);
        topics.send(Topics.DATASETS_FROZEN, frozen.key(), EventCodec.write(frozen));
        return dataset;
    }
}
