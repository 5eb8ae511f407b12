package org.equipoise.trainer.diagnosis;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.training.DatasetManifest;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Two versions of a dataset, of which the second one's training labels were corrected. */
class TestImagesTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final Map<String, DatasetFrozen> frozen = new HashMap<>();
    private final TestImages images =
            new TestImages((name, version) -> Optional.ofNullable(frozen.get(version)), new DatasetManifest(objects));

    @Test
    void correctedTrainingLabelsLeaveTheTestImagesTheSame() {
        freeze("v1", entry(1, "flat", Split.TRAIN), entry(2, "flat", Split.TEST), entry(3, "steep", Split.TEST));
        freeze("v2", entry(1, "steep", Split.TRAIN), entry(3, "steep", Split.TEST), entry(2, "flat", Split.TEST));

        assertThat(images.same("stripes", "v1", "v2")).isTrue();
    }

    @Test
    void anotherLabelOrImageToTestOnDoesNot() {
        freeze("v1", entry(2, "flat", Split.TEST));
        freeze("v2", entry(2, "steep", Split.TEST));
        freeze("v3", entry(2, "flat", Split.TEST), entry(4, "flat", Split.TEST));

        assertThat(images.same("stripes", "v1", "v2")).isFalse();
        assertThat(images.same("stripes", "v1", "v3")).isFalse();
    }

    @Test
    void aVersionThatIsGoneIsTheSameAsItselfAlone() {
        freeze("v1", entry(2, "flat", Split.TEST));

        assertThat(images.same("stripes", "v1", "v9")).isFalse();
        assertThat(images.same("stripes", "v9", "v9")).isTrue();
    }

    private void freeze(String version, ManifestEntry... entries) {
        String key = ObjectKeys.manifest("stripes", version);
        var manifest = new StringBuilder();
        for (ManifestEntry entry : entries) {
            manifest.append(new String(EventCodec.write(entry), UTF_8)).append('\n');
        }
        objects.put(Bucket.DATASETS, key, manifest.toString().getBytes(UTF_8), "application/x-ndjson");
        frozen.put(
                version,
                new DatasetFrozen(
                        "stripes",
                        version,
                        "0".repeat(64),
                        key,
                        new LabelSet(List.of("flat", "steep")),
                        "OT",
                        new InputShape(16, 16, 1),
                        Map.of(),
                        List.of(),
                        List.of(),
                        Instant.EPOCH));
    }

    private static ManifestEntry entry(int image, String label, Split split) {
        return new ManifestEntry(Integer.toHexString(image).repeat(64), label, label.equals("flat") ? 0 : 1, split);
    }
}
