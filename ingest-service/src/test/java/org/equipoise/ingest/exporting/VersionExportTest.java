package org.equipoise.ingest.exporting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.versions.Manifests;
import org.equipoise.common.versions.UnreadableManifestException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.equipoise.common.labels.Split.TEST;
import static org.equipoise.common.labels.Split.TRAIN;
import static org.equipoise.common.versions.Manifests.entry;
import static org.equipoise.common.versions.Manifests.id;

class VersionExportTest {

    private final InMemoryObjectStore store = new InMemoryObjectStore();

    private DatasetFrozen frozen(List<ManifestEntry> entries, long images) {
        String key = ObjectKeys.manifest("chest", "v1");
        store.put(Bucket.DATASETS, key, Manifests.text(entries).getBytes(StandardCharsets.UTF_8), "text/plain");
        for (ManifestEntry entry : entries) {
            store.put(Bucket.IMAGES, ObjectKeys.image("chest", entry.imageId()), png(entry), "image/png");
        }
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        counts.put(TRAIN, new ClassDistribution(List.of(images, 0L)));
        return new DatasetFrozen(
                "chest",
                "v1",
                "c0ffee",
                key,
                Manifests.LABELS,
                "DX",
                new InputShape(8, 8, 1),
                counts,
                List.of(),
                List.of(),
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    private static byte[] png(ManifestEntry entry) {
        return ("pixels of " + entry.imageId()).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] write(DatasetFrozen frozen) throws IOException {
        var out = new ByteArrayOutputStream();
        new VersionExport(store, dataset -> List.of(frozen), Runnable::run).write(frozen, out);
        return out.toByteArray();
    }

    private static Map<String, String> unzipped(byte[] zip) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry file = in.getNextEntry(); file != null; file = in.getNextEntry()) {
                files.put(file.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void imagesLieInTheFolderOfTheirClassAndTheTableNamesThem() throws IOException {
        List<ManifestEntry> entries = List.of(
                entry(3, "none", TRAIN), entry(1, "benign", TEST), new ManifestEntry(id(2), "benign", 1, TRAIN));

        Map<String, String> files = unzipped(write(frozen(entries, 3)));

        assertThat(files.get("manifest.csv"))
                .isEqualTo("path,label,split,patient\n"
                        + "train/benign/" + id(2) + ".png,benign,train,\n"
                        + "train/none/" + id(3) + ".png,none,train,5d41402abc4b2a76\n"
                        + "test/benign/" + id(1) + ".png,benign,test,5d41402abc4b2a76\n");
        assertThat(files.get("train/none/" + id(3) + ".png")).isEqualTo("pixels of " + id(3));
        assertThat(files).hasSize(4);
    }

    @Test
    void theSameVersionGivesTheSameBytes() throws IOException {
        DatasetFrozen frozen = frozen(List.of(entry(1, "none", TRAIN), entry(2, "benign", TRAIN)), 2);

        assertThat(write(frozen)).isEqualTo(write(frozen));
    }

    @Test
    void anImageThatIsGoneBreaksOff() {
        DatasetFrozen frozen = frozen(List.of(entry(1, "none", TRAIN), entry(2, "benign", TRAIN)), 2);
        store.delete(Bucket.IMAGES, ObjectKeys.image("chest", id(2)));

        assertThatThrownBy(() -> write(frozen)).isInstanceOf(MissingObjectException.class);
    }

    @Test
    void aManifestThatIsNotWholeBreaksOff() {
        DatasetFrozen frozen = frozen(List.of(entry(1, "none", TRAIN)), 2);

        assertThatThrownBy(() -> write(frozen)).isInstanceOf(UnreadableManifestException.class);
    }

    @Test
    void aVersionIsFoundByItsName() {
        DatasetFrozen frozen = frozen(List.of(), 0);
        var export = new VersionExport(store, dataset -> List.of(frozen), Runnable::run);

        assertThat(export.version("chest", "v1")).contains(frozen);
        assertThat(export.version("chest", "v2")).isEmpty();
        assertThat(export.isStored(frozen)).isTrue();
        store.delete(Bucket.DATASETS, frozen.manifestKey());
        assertThat(export.isStored(frozen)).isFalse();
    }
}
