package org.equipoise.trainer.training;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.MissingObjectException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatasetPacksTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final int IMAGES = 4;
    private static final String KEY = "d/v1/packed/val/part-0.npz";
    private static final NpyArray PIXELS = NpyArray.ofBytes(new byte[IMAGES * 64], IMAGES, 8, 8, 1);
    private static final NpyArray LABELS = NpyArray.ofInts(new int[] {0, 1, 0, 1}, IMAGES);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void aPackIsReadAsItIs() {
        store(pack(PIXELS, LABELS));

        new DatasetPacks(objects)
                .read(
                        dataset(),
                        Split.VALIDATION,
                        images -> assertThat(images.labels()).containsExactly(0, 1, 0, 1));
    }

    @Test
    void aPackOfFloatsIsRefusedWhetherNumbersOrNot() {
        float[] values = new float[IMAGES * 64];
        Arrays.fill(values, Float.NaN);

        store(pack(NpyArray.ofFloats(values, IMAGES, 8, 8, 1), LABELS));

        refuses("expected a |u1 array, got <f4");
    }

    @Test
    void labelsThatAreNoIntegersAreRefused() {
        store(pack(PIXELS, NpyArray.ofFloats(new float[] {0, Float.NaN, 0, 1}, IMAGES)));

        refuses("not an integer array: <f4");
    }

    @Test
    void aTruncatedPackIsRefused() {
        byte[] whole = pack(PIXELS, LABELS);
        for (int length : new int[] {0, 1, 40, whole.length / 4}) {
            store(Arrays.copyOf(whole, length));

            refuses("");
        }
    }

    @Test
    void aPackWithAFlippedBitIsRefused() {
        byte[] pack = pack(PIXELS, LABELS);
        pack[250] ^= 1;
        store(pack);

        refuses("not a readable npz: ");
    }

    @Test
    void aPackWithFewerImagesThanTheVersionSaysIsRefused() {
        store(pack(NpyArray.ofBytes(new byte[3 * 64], 3, 8, 8, 1), NpyArray.ofInts(new int[] {0, 1, 0}, 3)));

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(this::read)
                .withMessage("pack " + KEY + " holds 3 images, the frozen version says 4");
    }

    @Test
    void aPackThatIsNotThereIsNamed() {
        assertThatExceptionOfType(MissingObjectException.class)
                .isThrownBy(this::read)
                .withMessage("no object datasets/" + KEY);
    }

    private void refuses(String why) {
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(this::read)
                .withMessageStartingWith("pack " + KEY + " cannot be used: " + why);
    }

    private void read() {
        new DatasetPacks(objects).read(dataset(), Split.VALIDATION, images -> {});
    }

    private void store(byte[] npz) {
        objects.put(Bucket.DATASETS, KEY, npz, "");
    }

    private static byte[] pack(NpyArray images, NpyArray labels) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", images);
        arrays.put("labels", labels);
        return Npz.write(arrays);
    }

    private static DatasetFrozen dataset() {
        var counts = new ClassDistribution(List.of(2L, 2L));
        return FrozenDatasets.of(
                "d",
                new LabelSet(List.of("a", "b")),
                SHAPE,
                Map.of(Split.TRAIN, counts, Split.VALIDATION, counts, Split.TEST, counts),
                List.of(new DatasetFrozen.Pack(Split.VALIDATION, KEY, IMAGES)),
                Instant.EPOCH);
    }
}
