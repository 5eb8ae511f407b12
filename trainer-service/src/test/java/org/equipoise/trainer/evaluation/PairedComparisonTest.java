package org.equipoise.trainer.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class PairedComparisonTest {

    /**
     * Class a: 10 images, 3 right only by the first, 1 only by the second; class b: 4 images, 1 and 0. Differences .2
     * and .25, so .225 in all. With half an image in each cell they are 2/12 and 1/6; the variances (5/12 - 1/36)/12
     * and (2/6 - 1/36)/6; the error sqrt(.0324 + .0509)/2 = .1443.
     */
    @Test
    void twoClassesByHand() {
        PairedComparison pair = PairedComparison.of(
                answers("aaaaaaaaaabbbb", "++++++++--++++"), answers("aaaaaaaaaabbbb", "+++++---+-+++-"));

        assertThat(pair.images()).isEqualTo(14);
        assertThat(pair.firstRight()).isEqualTo(4);
        assertThat(pair.secondRight()).isEqualTo(1);
        assertThat(pair.first()).isCloseTo(.9, within(1e-12));
        assertThat(pair.second()).isCloseTo(.675, within(1e-12));
        assertThat(pair.difference()).isCloseTo(.225, within(1e-12));
        double error = Math.sqrt((5 / 12.0 - 1 / 36.0) / 12 + (2 / 6.0 - 1 / 36.0) / 6) / 2;
        assertThat((pair.lower() + pair.upper()) / 2).isCloseTo(1 / 6.0, within(1e-12));
        assertThat((pair.upper() - pair.lower()) / 2).isCloseTo(1.6448536269514722 * error, within(1e-12));
        assertThat(pair.imagesToTell()).isEmpty();
    }

    /**
     * Forty images of one class, 6 right only by the first, 3 only by the second: a difference of 3/40, and an error of
     * sqrt((10/42 - 9/1764) / 42).
     */
    @Test
    void howManyImagesWouldTellByHand() {
        PairedComparison pair = PairedComparison.of(
                answers("a".repeat(40), "++++++---" + "+".repeat(31)),
                answers("a".repeat(40), "------+++" + "+".repeat(31)));

        double error = Math.sqrt((10 / 42.0 - 9 / 1764.0) / 42);
        assertThat(pair.imagesToTell()).hasValue((long) Math.ceil(40 * Math.pow(2.4864748604 * error / .075, 2)));
    }

    /** The difference is one image's, or two's, of a rare class, however many there are of the other. */
    @Test
    void aFewImagesOfARareClassForetellNothing() {
        PairedComparison one = PairedComparison.of(
                answers("a" + "b".repeat(100), "+" + "+".repeat(100)),
                answers("a" + "b".repeat(100), "-" + "+".repeat(100)));
        String even = "+".repeat(50) + "-".repeat(50) + "+".repeat(300);
        String odd = "-".repeat(50) + "+".repeat(50) + "+".repeat(300);
        PairedComparison two = PairedComparison.of(
                answers("aaaa" + "b".repeat(400), "++++" + even), answers("aaaa" + "b".repeat(400), "--++" + odd));

        assertThat(one.difference()).isCloseTo(.5, within(1e-12));
        assertThat(one.better()).isFalse();
        assertThat(one.imagesToTell()).isEmpty();
        assertThat(two.difference()).isCloseTo(.25, within(1e-12));
        assertThat(two.better()).isFalse();
        assertThat(two.imagesToTell()).isEmpty();
    }

    /** One image of a common class beside a difference that others make. */
    @Test
    void oneImageThatHardlyCountsDoesNotForbidIt() {
        String b = "b".repeat(40);
        PairedComparison pair = PairedComparison.of(
                answers("a".repeat(200) + b, "+".repeat(200) + "++++++---" + "+".repeat(31)),
                answers("a".repeat(200) + b, "-" + "+".repeat(199) + "------+++" + "+".repeat(31)));

        assertThat(pair.imagesToTell()).isPresent();
    }

    /**
     * The same: images of class a weigh 2, of b 5 (twentieths). Of the 2^5 signs the sum seen, 2*3 + 5*1 = 11 of at
     * most 13, is passed by one (13) and met by four (three of the four a, and b): below are 27, and half of four.
     */
    @Test
    void theConfidenceByHand() {
        PairedComparison pair = PairedComparison.of(
                answers("aaaaaaaaaabbbb", "++++++++--++++"), answers("aaaaaaaaaabbbb", "+++++---+-+++-"));

        assertThat(pair.confidence()).isCloseTo((27 + 4 / 2.0) / 32, within(1e-12));
    }

    /** Fagerland et al. 2013, of the table 1, 1; 7, 12 (AHR before and after): exact one-sided p 9/256, mid-p 5/256. */
    @Test
    void oneClassIsMcNemarsMidP() {
        assertThat(SignFlips.below(List.of(new DiscordantImages(21, 7, 1)))).isCloseTo(1 - 5 / 256.0, within(1e-12));
    }

    @Test
    void withoutAnImageThatDiffersNothingIsKnown() {
        PairedComparison pair = PairedComparison.of(answers("aabb", "++-+"), answers("aabb", "++-+"));

        assertThat(pair.confidence()).isEqualTo(.5);
        assertThat(pair.better()).isFalse();
        assertThat(pair.worse()).isFalse();
        assertThat(pair.imagesToTell()).isEmpty();
        assertThat(pair.lower()).isNegative();
        assertThat(pair.upper()).isPositive();
    }

    @Test
    void otherImagesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(answers("ab", "++"), answers("ba", "++")))
                .withMessageContaining("not the same");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedComparison.of(answers("", ""), answers("", "")))
                .withMessageContaining("no images");
    }

    /** Sizes without a small common multiple, and many images: the weights are rounded, the sums still all counted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void swappedVersionsHaveTheOppositeConfidence(long seed) {
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            List<DiscordantImages> there = new ArrayList<>();
            List<DiscordantImages> back = new ArrayList<>();
            for (int k = random.nextInt(2, 9); k > 0; k--) {
                int images = random.nextInt(1, 3000);
                int first = random.nextInt(images / 3 + 1);
                int second = random.nextInt(images / 3 + 1);
                there.add(new DiscordantImages(images, first, second));
                back.add(new DiscordantImages(images, second, first));
            }

            assertThat(SignFlips.below(there) + SignFlips.below(back))
                    .as("seed %d: %s", seed, there)
                    .isCloseTo(1, within(1e-9));
        }
    }

    /**
     * Two versions that are equally good, on splits as they are: few images, a rare class, skill that differs between
     * the classes. One time in twenty the first looks better; the sets are so many that 0.056 is three deviations.
     */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void equallyGoodVersionsPassOneTimeInTwenty(long seed) {
        var random = new Random(seed);
        int passed = 0;
        int trials = 12_000;
        for (int i = 0; i < trials; i++) {
            passed += simulated(random, new int[] {90, 22, 8}, new double[] {.9, .7, .6}, 0)
                            .better()
                    ? 1
                    : 0;
        }

        assertThat(passed / (double) trials).as("seed %d", seed).isBetween(.03, .056);
    }

    /** A tenth better in every class: seldom seen on 120 images, mostly on ten times as many. */
    @Test
    void aRealDifferenceIsFoundWithEnoughImages() {
        var random = new Random(5);
        int few = 0;
        int many = 0;
        int covered = 0;
        for (int i = 0; i < 400; i++) {
            PairedComparison small = simulated(random, new int[] {90, 22, 8}, new double[] {.8, .6, .5}, .1);
            PairedComparison large = simulated(random, new int[] {900, 220, 80}, new double[] {.8, .6, .5}, .1);
            few += small.better() ? 1 : 0;
            many += large.better() ? 1 : 0;
            covered += small.lower() <= .1 && small.upper() >= .1 ? 1 : 0;
        }

        assertThat(few / 400.0).isBetween(.1, .6);
        assertThat(many / 400.0).isGreaterThan(.95);
        assertThat(covered / 400.0).as("of the 90 % intervals").isBetween(.86, .96);
    }

    /** Versions agree on most images, as versions of one model do: each has its own luck on a third of them. */
    private static PairedComparison simulated(Random random, int[] images, double[] skill, double gain) {
        List<String> classes = new ArrayList<>();
        List<Boolean> first = new ArrayList<>();
        List<Boolean> second = new ArrayList<>();
        for (int k = 0; k < images.length; k++) {
            for (int i = 0; i < images[k]; i++) {
                classes.add("c" + k);
                double shared = random.nextDouble();
                boolean own = random.nextInt(3) == 0;
                first.add((own ? random.nextDouble() : shared) < skill[k] + gain);
                second.add((own ? random.nextDouble() : shared) < skill[k]);
            }
        }
        return PairedComparison.of(new RightAnswers(classes, first), new RightAnswers(classes, second));
    }

    private static RightAnswers answers(String classes, String right) {
        return new RightAnswers(
                classes.chars().mapToObj(Character::toString).toList(),
                right.chars().mapToObj(c -> c == '+').toList());
    }
}
