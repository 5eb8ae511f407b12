package org.equipoise.ingest.exporting;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.csv.CsvLine;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.common.versions.FrozenVersions;
import org.equipoise.common.versions.Manifest;
import org.equipoise.common.versions.StoredManifests;

/**
 * Writes a frozen version as a zip that other tools, and {@code equipoise import}, read: {@code manifest.csv} with the
 * columns path, label, split and patient, then the canonical images as {@code SPLIT/CLASS/IMAGEID.png}. The same
 * version gives the same bytes.
 */
public final class VersionExport {

    /** The table in the archive. */
    public static final String TABLE = "manifest.csv";

    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Images that are fetched before they are written. */
    private static final int AHEAD = 8;

    /** Bytes of an image that is fetched ahead; a larger one is fetched when it is written, alone. */
    private static final long SMALL = 2 << 20;

    private final ObjectStore store;
    private final FrozenVersions versions;
    private final StoredManifests manifests;
    private final Executor executor;

    /** @param executor fetches images side by side; its threads bound how many */
    public VersionExport(ObjectStore store, FrozenVersions versions, Executor executor) {
        this.store = store;
        this.versions = versions;
        manifests = new StoredManifests(store);
        this.executor = executor;
    }

    /** A frozen version; empty when there is none of this name. */
    public Optional<DatasetFrozen> version(String dataset, String version) {
        return FrozenVersions.find(versions.of(dataset), version);
    }

    /** Whether the version is still stored: what is written later can be refused no more, only broken off. */
    public boolean isStored(DatasetFrozen frozen) {
        return ObjectKeys.isPossible(frozen.manifestKey())
                && store.size(Bucket.DATASETS, frozen.manifestKey()).isPresent();
    }

    /**
     * Writes the archive. What throws has written a part that no tool takes for a whole one: the zip's directory comes
     * last.
     *
     * @throws org.equipoise.common.versions.UnreadableManifestException if the manifest is not what freezing writes
     * @throws StorageException if the object store failed, or an image is missing
     */
    public void write(DatasetFrozen frozen, OutputStream out) throws IOException {
        ClassFolders folders = ClassFolders.of(frozen.labelSet());
        var zip = new ZipOutputStream(out);
        Manifest manifest = table(frozen, folders, zip);
        images(frozen, manifest, folders, zip);
        zip.finish();
        out.flush();
    }

    private Manifest table(DatasetFrozen frozen, ClassFolders folders, ZipOutputStream zip) throws IOException {
        var entry = new ZipEntry(TABLE);
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        try {
            line(zip, List.of("path", "label", "split", "patient"));
            Manifest manifest = manifests.of(frozen, image -> {
                try {
                    line(zip, row(image, folders));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            zip.closeEntry();
            return manifest;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<String> row(ManifestEntry image, ClassFolders folders) {
        String patient = image.patientGroup();
        return List.of(
                path(image.split(), folders.folder(image.classIndex()), image.imageId()),
                image.label(),
                image.split().wireName(),
                patient == null ? "" : patient);
    }

    private static void line(ZipOutputStream zip, List<String> cells) throws IOException {
        zip.write((CsvLine.of(cells) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String path(Split split, String folder, String imageId) {
        return split.wireName() + "/" + folder + "/" + imageId + ".png";
    }

    private record Image(String path, String key, CompletableFuture<Optional<byte[]>> small) {}

    private void images(DatasetFrozen frozen, Manifest manifest, ClassFolders folders, ZipOutputStream zip)
            throws IOException {
        List<Image> fetched = new ArrayList<>();
        Manifest.Walk walk = manifest.new Walk();
        while (walk.here()) {
            fetched.clear();
            for (; walk.here() && fetched.size() < AHEAD; walk.advance()) {
                String key = ObjectKeys.image(frozen.dataset(), walk.imageId());
                fetched.add(new Image(
                        path(walk.split(), folders.folder(walk.classIndex()), walk.imageId()),
                        key,
                        CompletableFuture.supplyAsync(() -> store.get(Bucket.IMAGES, key, SMALL), executor)));
            }
            for (Image image : fetched) {
                byte[] png = fetched(image.small()).orElseGet(() -> store.require(Bucket.IMAGES, image.key()));
                stored(zip, image.path(), png);
            }
        }
    }

    private static Optional<byte[]> fetched(CompletableFuture<Optional<byte[]>> small) {
        try {
            return small.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StorageException cause ? cause : e;
        }
    }

    /** A PNG is compressed already. */
    private static void stored(ZipOutputStream zip, String path, byte[] png) throws IOException {
        var crc = new CRC32();
        crc.update(png);
        var entry = new ZipEntry(path);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(png.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(png);
        zip.closeEntry();
    }
}
