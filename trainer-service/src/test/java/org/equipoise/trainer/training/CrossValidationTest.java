package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CrossValidationTest {

    private static final InputFormat FORMAT = InputFormat.bytes(new InputShape(8, 8, 1));

    /** 60 images in two classes, each patient with two of them. */
    private static final int[] LABELS = IntStream.range(0, 60).map(i -> i % 2).toArray();

    private static final int[] PATIENTS = IntStream.range(0, 60).map(i -> i / 2).toArray();

    private static CrossValidation folds(int members) {
        return Objects.requireNonNull(
                CrossValidation.of(LABELS, PATIENTS, 2, members).folds());
    }

    private static Shard shard(int[] sources, int... partners) {
        int n = sources.length;
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("images", NpyArray.ofBytes(new byte[n * 64], n, 8, 8, 1));
        arrays.put(
                "labels", NpyArray.ofInts(Arrays.stream(sources).map(i -> i % 2).toArray(), n));
        arrays.put("weights", NpyArray.ofFloats(new float[n], n));
        arrays.put("sources", NpyArray.ofInts(sources, n));
        if (partners.length > 0) {
            arrays.put(
                    "partnerLabels",
                    NpyArray.ofInts(Arrays.stream(partners).map(i -> i % 2).toArray(), n));
            arrays.put("partnerShares", NpyArray.ofFloats(new float[n], n));
            arrays.put("partnerSources", NpyArray.ofInts(partners, n));
        }
        return Shard.read(Npz.write(arrays), FORMAT, 2);
    }

    @Test
    void everyImageIsLeftOutByOneMemberAndPatientsAreNotDivided() {
        CrossValidation folds = folds(4);

        int[] left = IntStream.range(0, 4)
                .flatMap(fold -> Arrays.stream(folds.left(fold, 0, 60)))
                .sorted()
                .toArray();
        assertThat(left).isEqualTo(IntStream.range(0, 60).toArray());
        for (int i = 0; i < 60; i += 2) {
            assertThat(folds.fold(i)).isEqualTo(folds.fold(i + 1));
        }
        for (int fold = 0; fold < 4; fold++) {
            assertThat(folds.left(fold, 0, 60).length).isBetween(14, 16);
        }
    }

    @Test
    void aMemberLearnsFromAllButItsFold() {
        CrossValidation folds = folds(3);

        float[] learners = folds.of(shard(new int[] {7, 20})).learners();

        assertThat(learners).hasSize(6);
        for (int member = 0; member < 3; member++) {
            assertThat(learners[member]).isEqualTo(member == folds.fold(7) ? 0 : 1);
            assertThat(learners[3 + member]).isEqualTo(member == folds.fold(20) ? 0 : 1);
        }
    }

    @Test
    void aMixedImageIsLeftOutForEitherOfItsTwo() {
        CrossValidation folds = folds(3);
        int other = IntStream.range(0, 60)
                .filter(i -> folds.fold(i) != folds.fold(7))
                .findFirst()
                .orElseThrow();

        float[] learners = folds.of(shard(new int[] {7}, other)).learners();

        assertThat(learners[folds.fold(7)]).isZero();
        assertThat(learners[folds.fold(other)]).isZero();
        assertThat(learners).containsOnlyOnce(1f);
    }

    @Test
    void whatIsTakenFromAShardTakesItsLearnersAlong() {
        CrossValidation folds = folds(3);
        Shard shard = folds.of(shard(new int[] {7, 20, 31}));

        assertThat(shard.of(new int[] {2, 0}).learners())
                .containsExactly(folds.of(shard(new int[] {31, 7})).learners());
    }

    @Test
    void aShardThatDoesNotSayWhatItHoldsIsRefused() {
        var unknown = new Shard(FORMAT, new byte[64], new int[1], new float[1]);

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> folds(3).of(unknown))
                .withMessageContaining("does not say which training images it holds")
                .withMessageContaining("crossValidation=false");
    }

    @Test
    void aShardThatSaysAnImageOfAnotherClassIsRefused() {
        Shard shard = shard(new int[] {7});
        CrossValidation others = Objects.requireNonNull(CrossValidation.of(
                        IntStream.range(0, 60).map(i -> 1 - i % 2).toArray(), PATIENTS, 2, 3)
                .folds());

        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> others.of(shard))
                .withMessageContaining("an image of class 1 is image 7 of the 60 training images");
        assertThatExceptionOfType(RunFailedException.class)
                .isThrownBy(() -> folds(3).of(shard(new int[] {60})))
                .withMessageContaining("image 60");
    }

    @Test
    void aShardThatSaysOneOfTheTwoOfAMixedImageIsRefused() {
        NpyArray one = NpyArray.ofInts(new int[] {3}, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShardSources.read(Map.of("sources", one, "partnerLabels", one), 1))
                .withMessage("a shard with sources has one of partnerLabels and partnerSources, and not the other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShardSources.read(Map.of("sources", one, "partnerSources", one), 1))
                .withMessageContaining("not the other");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShardSources.read(Map.of("partnerLabels", one, "partnerSources", one), 1))
                .withMessage("a shard with partnerSources has no sources");
    }

    @Test
    void sourcesAreAsManyAsImages() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShardSources.of(new int[2], new int[3], 3))
                .withMessage("2 sources and 3 of partners for 3 images");
    }

    @Test
    void whereNoFoldsCanBeLeftOutItSaysWhy() {
        assertThat(CrossValidation.of(LABELS, PATIENTS, 2, 2))
                .satisfies(decided -> assertThat(decided.folds()).isNull())
                .satisfies(decided -> assertThat(decided.words())
                        .contains("validation images alone choose", "2 networks, and fewer than 3"));
        assertThat(CrossValidation.of(LABELS, new int[60], 2, 3).words()).contains("class 0 has images of 1 patient");
        assertThat(CrossValidation.of(
                                LABELS, IntStream.range(0, 60).map(i -> i / 20).toArray(), 2, 4)
                        .words())
                .contains("3 patients cannot be divided into 4 folds");
        assertThat(List.of(folds(3), folds(3)))
                .allSatisfy(folds -> assertThat(folds.fold(5)).isEqualTo(folds(3).fold(5)));
    }
}
