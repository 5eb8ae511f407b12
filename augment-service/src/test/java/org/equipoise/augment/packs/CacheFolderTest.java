package org.equipoise.augment.packs;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.StorageException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** The disk, its other users, and patients who are erased. With a byte of memory every split goes into a file. */
class CacheFolderTest {

    private static final int MUCH = 1 << 20;

    @TempDir
    private Path above;

    private Path folder = Path.of("");

    private final AtomicBoolean away = new AtomicBoolean();

    private final InMemoryObjectStore store = new InMemoryObjectStore() {
        @Override
        public Optional<Long> size(Bucket bucket, String key) {
            if (away.get()) {
                throw new StorageException("away", null);
            }
            return super.size(bucket, key);
        }
    };

    @BeforeEach
    void versions() {
        folder = above.resolve("packs");
        for (String version : List.of("v1", "v2", "v3")) {
            PackFixture.write(store, "head", version, 0, 32, 0, 1);
        }
    }

    private SplitReader reader(UsableSpace space) {
        return new SplitReader(store, 1, folder, MUCH, Clock.systemUTC(), space);
    }

    private SplitReader reader() {
        return new SplitReader(store, 1, folder, MUCH, Clock.systemUTC());
    }

    private void erase(String version) {
        store.delete(Bucket.DATASETS, ObjectKeys.pack("head", version, Split.TRAIN, 0));
    }

    @Test
    void aDiskThatIsTooSmallRefusesBeforeAnythingIsFetchedOrDeleted() {
        AtomicInteger usable = new AtomicInteger(MUCH);
        try (var reader = reader(in -> usable.get())) {
            reader.with("head", "v1", TrainingSplit::size);
            PackFixture.write(store, "head", "large", 0, 128, 0, 1);
            usable.set(5000);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.with("head", "large", TrainingSplit::size))
                    .withMessageContaining("the training split of head/large has ")
                    .withMessageContaining("more than the " + (5000 + reader.fileBytes()))
                    .withMessageContaining("equipoise.augment.packs.cache-folder");

            assertThat(files()).containsExactly("head@v1.images");
            assertThat(reader.problem()).isEmpty();
        }
    }

    @Test
    void splitsThatNobodyReadsMakeRoomOnTheDisk() {
        try (var reader = reader(in -> 6000 - sizes())) {
            for (String version : List.of("v1", "v2", "v3")) {
                assertThat(reader.with("head", version, TrainingSplit::size)).isEqualTo(2);
            }

            assertThat(files()).containsExactly("head@v2.images", "head@v3.images");
        }
    }

    @Test
    void aSplitThatIsLargerUnpackedThanTheDiskIsRefused() throws IOException {
        String key = ObjectKeys.pack("head", "v1", Split.TRAIN, 0);
        byte[] deflated = deflated(store.require(Bucket.DATASETS, key));
        store.put(Bucket.DATASETS, key, deflated, "");
        try (var reader = reader(in -> deflated.length)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.with("head", "v1", TrainingSplit::size))
                    .withMessageContaining("unpacked it is more than the " + deflated.length + " bytes that can be")
                    .withMessageContaining("equipoise.augment.packs.cache-folder");

            assertThat(files()).isEmpty();
        }
    }

    private static byte[] deflated(byte[] npz) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var in = new ZipInputStream(new ByteArrayInputStream(npz));
                var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                in.transferTo(out);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void aSecondProcessIsToldToTakeAFolderOfItsOwnAndTakesOverWhenTheFirstEnds() {
        try (var second = reader()) {
            try (var first = reader()) {
                first.with("head", "v1", TrainingSplit::size);

                assertThatExceptionOfType(StorageException.class)
                        .isThrownBy(() -> second.with("head", "v2", TrainingSplit::size))
                        .withMessageContaining("equipoise.instance")
                        .withMessageContaining("equipoise.augment.packs.cache-folder");
                assertThatExceptionOfType(StorageException.class).isThrownBy(second::forget);
                assertThat(second.problem()).isPresent();
                assertThat(second.fileBytes()).isZero();
                assertThat(files()).containsExactly("head@v1.images");
            }

            assertThat(second.with("head", "v1", TrainingSplit::size)).isEqualTo(2);
            assertThat(second.problem()).isEmpty();
            assertThat(second.fileBytes()).isEqualTo(sizes());
        }
    }

    @Test
    void theFolderIsForNobodyElseButOneThatWasThereKeepsItsPermissionsAndStrangersFiles() throws IOException {
        try (var reader = reader()) {
            reader.with("head", "v1", TrainingSplit::size);
        }
        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));

        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String strange : List.of("holiday.images", "film.part", "a@b@c.images", "A@b.images")) {
            Files.createFile(folder.resolve(strange));
        }
        Files.createDirectory(folder.resolve("head@v9.images"));
        try (var reader = reader()) {
            reader.forget();
            reader.with("head", "v2", TrainingSplit::size);
        }
        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(files())
                .containsExactly(
                        "A@b.images",
                        "a@b@c.images",
                        "film.part",
                        "head@v1.images",
                        "head@v2.images",
                        "head@v9.images",
                        "holiday.images");
    }

    @Test
    void whatWasErasedGoesWithoutAnyRequestAsSoonAsTheStoreAnswers() {
        try (var reader = reader()) {
            reader.with("head", "v1", TrainingSplit::size);
            reader.with("head", "v2", TrainingSplit::size);
        }
        erase("v1");
        away.set(true);
        try (var later = reader()) {
            assertThatExceptionOfType(StorageException.class).isThrownBy(later::forget);
            assertThat(files()).containsExactly("head@v1.images", "head@v2.images");

            away.set(false);
            later.forget();
            assertThat(files()).containsExactly("head@v2.images");

            erase("v2");
            later.forget();
            assertThat(files()).isEmpty();
            assertThat(later.fileBytes()).isZero();
        }
    }

    @Test
    void whatWasErasedGoesFromMemoryToo() {
        var reader = new SplitReader(store, MUCH, folder, MUCH, Clock.systemUTC());
        reader.with("head", "v1", TrainingSplit::size);
        reader.with("head", "v2", TrainingSplit::size);
        long both = reader.memoryBytes();
        erase("v1");

        reader.forget();

        assertThat(reader.memoryBytes()).isEqualTo(both / 2);
        assertThat(folder).doesNotExist();
    }

    @Test
    void aSplitThatIsReadStaysUntilTheNextTime() {
        try (var reader = reader()) {
            reader.with("head", "v1", split -> {
                erase("v1");
                reader.forget();
                return split.samples(1);
            });
            assertThat(files()).containsExactly("head@v1.images");

            reader.forget();
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aRefusedSplitEndsWhatReadinessSays() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("head@v1.images/x"));
        try (var reader = reader()) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> reader.with("head", "v1", TrainingSplit::size));
            assertThat(reader.problem()).isPresent();

            reader.with("head", "v2", TrainingSplit::size);
            assertThat(reader.problem()).isEmpty();
            assertThat(inTheWay).exists();
        }
    }

    private List<String> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(ClaimedFolder.LOCK))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private long sizes() {
        return files().stream()
                .map(folder::resolve)
                .filter(file -> !file.toString().endsWith(".part"))
                .mapToLong(file -> file.toFile().length())
                .sum();
    }
}
