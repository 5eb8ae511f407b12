package org.equipoise.augment.packs;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/** With a byte of memory every split goes into a file. */
class SplitReaderTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private SplitReader last = new SplitReader(store, 1, Path.of("never-made"), 1, CLOCK);

    @BeforeEach
    void aVersion() {
        PackFixture.write(store, "chest", "v1", 0, 8, 0, 1, 0);
        PackFixture.write(store, "chest", "v1", 1, 8);
        PackFixture.write(store, "chest", "v1", 2, 8, 1, 1);
    }

    /** The one before ends, as a process does before the next one starts. */
    private SplitReader reader(long bytes) {
        return after(new SplitReader(store, 1, folder, bytes, CLOCK));
    }

    private SplitReader after(SplitReader next) {
        last.close();
        last = next;
        return next;
    }

    @AfterEach
    void close() {
        last.close();
    }

    @Test
    void aSplitInAFileHasTheSamplesAndClassesOfOneInMemory() {
        TrainingSplit memory = new TrainingSplits(store, 1 << 20).get("chest", "v1");

        reader(1 << 20).with("chest", "v1", file -> {
            assertThat(file.labels()).containsExactly(memory.labels());
            assertThat(file.shape()).isEqualTo(memory.shape());
            assertThat(file.bits()).isEqualTo(8);
            for (int image : new int[] {4, 0, 3, 2, 1}) {
                assertThat(samples(file, image)).isEqualTo(samples(memory, image));
            }
            return "";
        });

        assertThat(files()).containsExactly("chest@v1.images");
    }

    @Test
    void samplesOf16BitsKeepBothBytes() {
        byte[] samples = new byte[2 * 2 * 64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) i;
        }
        PackFixture.write(store, "chest", "deep", 0, NpyArray.ofUnsignedShorts(samples, 2, 8, 8, 1), 0, 1);

        reader(1 << 20).with("chest", "deep", split -> {
            assertThat(split.bits()).isEqualTo(16);
            assertThat(samples(split, 1)).isEqualTo(Arrays.copyOfRange(samples, 128, 256));
            return "";
        });
    }

    @Test
    void whatFitsIntoMemoryMakesNoFile() {
        var reader = new SplitReader(store, 1 << 20, folder, 1 << 20, CLOCK);

        assertThat(reader.with("chest", "v1", TrainingSplit::size)).isEqualTo(5);

        assertThat(files()).isEmpty();
        assertThat(reader.memoryBytes()).isEqualTo(5 * (64 + 4));
        assertThat(reader.fileBytes()).isZero();
    }

    @Test
    void theLeastRecentlyUsedFileGoesWhenRoomIsNeeded() {
        for (String version : List.of("v1", "v2", "v3")) {
            PackFixture.write(store, "head", version, 0, 32, 0, 1);
        }
        var reader = reader(6000);

        for (String version : List.of("v1", "v2", "v1", "v3")) {
            reader.with("head", version, TrainingSplit::size);
        }

        assertThat(files()).containsExactly("head@v1.images", "head@v3.images");
        assertThat(reader.fileBytes()).isEqualTo(sizes()).isLessThanOrEqualTo(6000);
    }

    @Test
    void aFileThatIsReadIsNotTakenAway() throws Exception {
        PackFixture.write(store, "chest", "v2", 0, 32, 0, 1);
        PackFixture.write(store, "chest", "v3", 0, 32, 1, 0);
        var reader = reader(4000);
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var first = CompletableFuture.supplyAsync(() -> reader.with("chest", "v2", split -> {
            begun.countDown();
            await(go);
            return samples(split, 1)[5];
        }));
        await(begun);

        var second = CompletableFuture.supplyAsync(() -> reader.with("chest", "v3", split -> split.label(0)));
        assertThat(files()).containsExactly("chest@v2.images");
        assertThat(second).isNotDone();
        go.countDown();

        assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo((byte) 20);
        assertThat(second.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(files()).containsExactly("chest@v3.images");
    }

    @Test
    void whatAnEarlierProcessWroteIsReadAndWhatItLeftUnfinishedIsDeleted() throws IOException {
        reader(1 << 20).with("chest", "v1", TrainingSplit::size);
        Files.write(folder.resolve("chest@v7.images.4711.part"), new byte[10]);
        Files.write(folder.resolve("chest@v7.images.part"), new byte[10]);
        for (int part = 1; part < 3; part++) {
            store.delete(Bucket.DATASETS, ObjectKeys.pack("chest", "v1", Split.TRAIN, part));
        }
        PackFixture.write(store, "chest", "v2", 0, 8, 0, 1);
        SplitReader later = reader(1 << 20);
        later.with("chest", "v2", TrainingSplit::size);

        assertThat(firstSample(later, 3)).isEqualTo((byte) 10);

        assertThat(files()).containsExactly("chest@v1.images", "chest@v2.images");
    }

    @Test
    void whatWasErasedGoesWithTheNextStartAndWithTheNextFetch() {
        SplitReader reader = reader(1 << 20);
        reader.with("chest", "v1", TrainingSplit::size);
        for (String version : List.of("v2", "v3", "v4")) {
            PackFixture.write(store, "chest", version, 0, 8, 0, 1);
        }
        store.delete(Bucket.DATASETS, ObjectKeys.pack("chest", "v1", Split.TRAIN, 0));

        reader.with("chest", "v2", TrainingSplit::size);
        assertThat(files()).containsExactly("chest@v2.images");

        store.delete(Bucket.DATASETS, ObjectKeys.pack("chest", "v2", Split.TRAIN, 0));
        reader(1 << 20).with("chest", "v4", TrainingSplit::size);
        assertThat(files()).containsExactly("chest@v4.images");
        assertThat(last.fileBytes()).isPositive();
    }

    @Test
    void aFileThatWasChangedOrCutOffIsFetchedAgain() throws IOException {
        Path file = folder.resolve("chest@v1.images");
        for (int change = 0; change < 3; change++) {
            reader(1 << 20).with("chest", "v1", TrainingSplit::size);
            byte[] whole = Files.readAllBytes(file);
            byte[] changed = change == 0 ? Arrays.copyOf(whole, whole.length - 1) : whole;
            changed[change == 1 ? SplitFile.HEAD + 70 : 9] ^= (byte) (change == 0 ? 0 : 1);
            Files.write(file, changed);

            assertThat(firstSample(reader(1 << 20), 1)).isEqualTo((byte) 20);
            assertThat(Files.size(file)).isEqualTo(SplitFile.HEAD + 5 * (64 + 4));
        }
    }

    @Test
    void aFileThatEndsWhileItIsReadIsTriedAgain() {
        var reader = reader(1 << 20);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> reader.with("chest", "v1", split -> {
                    cut(folder.resolve("chest@v1.images"));
                    return samples(split, 4);
                }))
                .withMessageContaining("chest@v1.images ended before image 4");
        assertThat(firstSample(reader, 4)).isEqualTo((byte) 20);
    }

    @Test
    void aDamagedPackIsNamedAndLeavesNothingBehind() {
        String key = ObjectKeys.pack("chest", "v1", Split.TRAIN, 2);
        byte[] whole = store.require(Bucket.DATASETS, key);
        List<byte[]> damaged = List.of(
                new byte[100],
                Arrays.copyOf(whole, whole.length / 3),
                Npz.write(Map.of("images", NpyArray.ofBytes(new byte[64], 1, 8, 8, 1))),
                Npz.write(Map.of("labels", NpyArray.ofInts(new int[] {1}, 1))),
                pack(NpyArray.ofBytes(new byte[256], 1, 16, 16, 1), 1),
                pack(NpyArray.ofBytes(new byte[64], 1, 8, 8, 1), 2),
                pack(NpyArray.ofFloats(new float[64], 1, 8, 8, 1), 1));

        for (byte[] npz : damaged) {
            store.put(Bucket.DATASETS, key, npz, "");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader(1 << 20).with("chest", "v1", TrainingSplit::size))
                    .withMessageStartingWith("pack " + key);
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void aSplitThatIsLargerThanTheFolderIsRefusedWithTheSettingToRaise() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader(500).with("chest", "v1", TrainingSplit::size))
                .withMessageContaining("more than the 500 of equipoise.augment.packs.cache-bytes");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsAnOutageThatNamesTheSetting() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var reader = new SplitReader(store, 1, file.resolve("packs"), 1 << 20, CLOCK);

        assertThat(reader.problem()).isEmpty();
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> reader.with("chest", "v1", TrainingSplit::size))
                .withMessageContaining("equipoise.augment.packs.cache-folder cannot be used");
        assertThat(reader.problem())
                .hasValueSatisfying(
                        why -> assertThat(why).contains("equipoise.augment.packs.cache-folder cannot be used"));
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidUntilOneCan() throws IOException {
        Path inTheWay = Files.createDirectories(folder.resolve("chest@v1.images/x"));
        var reader = reader(1 << 20);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> reader.with("chest", "v1", TrainingSplit::size))
                .withMessageContaining("equipoise.augment.packs.cache-folder");
        assertThat(reader.problem()).isPresent();
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());

        assertThat(reader.with("chest", "v1", TrainingSplit::size)).isEqualTo(5);
        assertThat(reader.problem()).isEmpty();
    }

    @Test
    void aStoreThatBreaksOffIsAnOutageAndNoDamage() {
        var broken = new InMemoryObjectStore() {
            @Override
            public <T> Optional<T> read(Bucket bucket, String key, Reading<T> reading) {
                try {
                    byte[] half = Arrays.copyOf(require(bucket, key), 100);
                    return Optional.of(reading.from(new EndingEarly(half)));
                } catch (IOException e) {
                    throw new StorageException("broke off", e);
                }
            }
        };
        PackFixture.write(broken, "chest", "v1", 0, 8, 0, 1);

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() ->
                        new SplitReader(broken, 1, folder, 1 << 20, CLOCK).with("chest", "v1", TrainingSplit::size));
        assertThat(files()).isEmpty();
    }

    private static final class EndingEarly extends InputStream {
        private final byte[] bytes;
        private int at;

        EndingEarly(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            if (at == bytes.length) {
                throw new EOFException("the connection ended");
            }
            return bytes[at++] & 0xff;
        }
    }

    private static byte[] pack(NpyArray images, int labels) {
        return Npz.write(Map.of("images", images, "labels", NpyArray.ofInts(new int[labels], labels)));
    }

    private static byte[] samples(TrainingSplit split, int image) {
        int from = split.offset(image);
        return Arrays.copyOfRange(
                split.samples(image), from, from + split.shape().length() * split.bits() / 8);
    }

    private static byte firstSample(SplitReader reader, int image) {
        return reader.with("chest", "v1", split -> samples(split, image))[0];
    }

    private static void cut(Path file) {
        try {
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
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
                .mapToLong(name -> folder.resolve(name).toFile().length())
                .sum();
    }
}
