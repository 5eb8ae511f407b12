package org.equipoise.trainer.training;

import java.util.LinkedHashMap;
import java.util.Map;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SoftLabelsTest {

    private static final InputFormat FORMAT = InputFormat.bytes(new InputShape(8, 8, 1));

    @Test
    void aMixedShardHasTheSecondClasses() {
        Shard shard = Shard.read(npz(new int[] {2, 0}, new float[] {0.25f, 0}), FORMAT, 3);

        assertThat(shard.soft().mixed()).isTrue();
        assertThat(shard.soft().labels()).containsExactly(2, 0);
        assertThat(shard.soft().shares()).containsExactly(0.25f, 0);
        assertThat(shard.of(new int[] {1, 0, 0}).soft().shares()).containsExactly(0, 0.25f, 0.25f);
    }

    /** As every release before made it. */
    @Test
    void aShardWithoutThemIsNotMixed() {
        Shard shard = Shard.read(Npz.write(arrays()), FORMAT, 3);

        assertThat(shard.soft().mixed()).isFalse();
        assertThat(shard.soft().labels()).containsExactly(shard.labels());
        assertThat(shard.soft().shares()).containsExactly(0, 0);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "-0.01", "1.01", "Infinity"})
    void aShareOutOfItsRangeIsRefused(float share) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shard.read(npz(new int[] {1, 1}, new float[] {0, share}), FORMAT, 3))
                .withMessage("partnerShares of image 1 must be in [0, 1], got " + share);
    }

    @ParameterizedTest
    @CsvSource({"3", "-1"})
    void aSecondClassThatIsNoneIsRefused(int label) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shard.read(npz(new int[] {label, 1}, new float[] {0, 0}), FORMAT, 3))
                .withMessage("partnerLabels of image 0 is class index " + label + " of 3 classes");
    }

    @Test
    void soManyImagesSoManySecondClasses() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shard.read(npz(new int[] {1}, new float[] {0}), FORMAT, 3))
                .withMessage("1 soft labels for 2 images");
        Map<String, NpyArray> half = arrays();
        half.put("partnerShares", NpyArray.ofFloats(new float[] {0, 0}, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Shard.read(Npz.write(half), FORMAT, 3))
                .withMessageStartingWith("no array \"partnerLabels\"");
    }

    private static byte[] npz(int[] labels, float[] shares) {
        Map<String, NpyArray> arrays = arrays();
        arrays.put("partnerLabels", NpyArray.ofInts(labels, labels.length));
        arrays.put("partnerShares", NpyArray.ofFloats(shares, shares.length));
        return Npz.write(arrays);
    }

    private static Map<String, NpyArray> arrays() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(new byte[128], 2, 8, 8, 1));
        arrays.put("labels", NpyArray.ofInts(new int[] {0, 1}, 2));
        arrays.put("weights", NpyArray.ofFloats(new float[] {1, 1}, 2));
        return arrays;
    }
}
