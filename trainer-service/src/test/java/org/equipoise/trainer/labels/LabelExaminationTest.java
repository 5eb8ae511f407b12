package org.equipoise.trainer.labels;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.features.FeatureTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LabelExaminationTest {

    private static final InputShape SHAPE = new InputShape(16, 16, 1);
    private static final Effort QUICK = new Effort(40, 5, 1);
    private static final int IMAGES = 120;

    @Test
    void labelsThatWereSwappedComeFirst() {
        LabelExamination.Findings found = findings(LabelExamination.with(QUICK, stripes(10), 1));

        List<Integer> first = found.ranked().subList(0, 10).stream()
                .map(LabelSuspicion::image)
                .toList();

        assertThat(first).filteredOn(image -> image < 10).hasSizeGreaterThanOrEqualTo(9);
        assertThat(found.noise().rate()).isBetween(0.04, 0.14);
        assertThat(found.suspects()).hasSize(found.noise().errors(IMAGES));
    }

    @Test
    void everyImageIsRankedOnceFromHighScoresToLow() {
        List<LabelSuspicion> ranked =
                findings(LabelExamination.with(QUICK, stripes(10), 1)).ranked();

        assertThat(ranked)
                .extracting(LabelSuspicion::image)
                .doesNotHaveDuplicates()
                .hasSize(IMAGES);
        assertThat(ranked)
                .extracting(LabelSuspicion::rank)
                .isSorted()
                .startsWith(1)
                .endsWith(IMAGES);
        for (int i = 1; i < IMAGES; i++) {
            assertThat(ranked.get(i).score())
                    .isLessThanOrEqualTo(ranked.get(i - 1).score());
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        assertThat(findings(LabelExamination.with(QUICK, stripes(10), 5)).ranked())
                .isEqualTo(
                        findings(LabelExamination.with(QUICK, stripes(10), 5)).ranked());
    }

    @Test
    void withoutTimeTheLeastEffortIsMadeAndSaid() {
        var slow = new SteppedClock(Duration.ofHours(1));

        LabelExamination.Findings found =
                findings(LabelExamination.within(Duration.ofMinutes(1), slow, stripes(10), 1));

        assertThat(found.effort()).isEqualTo(new Effort(50, 3, 1));
    }

    @Test
    void anEffortIsChosenThatProbablyEndsInTime() {
        Duration second = Duration.ofSeconds(1);

        assertThat(Effort.within(Duration.ofSeconds(700), second, second.multipliedBy(20), Duration.ZERO))
                .isEqualTo(Effort.FULL);
        assertThat(Effort.within(Duration.ofSeconds(300), second, second.multipliedBy(20), Duration.ZERO))
                .isEqualTo(new Effort(200, 5, 1));
        assertThat(Effort.within(Duration.ofSeconds(110), second, second.multipliedBy(20), Duration.ZERO))
                .isEqualTo(new Effort(100, 5, 1));
        assertThat(Effort.within(Duration.ofSeconds(300), second, second.multipliedBy(20), Duration.ofSeconds(40)))
                .as("what is seen takes as long at any effort")
                .isEqualTo(new Effort(100, 5, 1));
    }

    /** One minute; each look at the clock takes a step, and learning looks at it every four images. */
    @ParameterizedTest
    @CsvSource({"5000, 1", "1, 2"})
    void whatWasSeenIsLeftWhereTheTimeIsOverFirst(int stepMillis, int learners) {
        var minute = Duration.ofMinutes(1);
        var clock = new SteppedClock(Duration.ofMillis(stepMillis));

        LabelExamination.Findings found =
                findings(LabelExamination.within(minute, clock, stripes(10), sawTheClasses(), 1));

        assertThat(found.learners()).hasSize(learners);
        // The limit begins with the first look.
        assertThat(clock.gone()).isLessThanOrEqualTo(minute.plusMillis(2L * stepMillis));
        if (learners == 1) {
            assertThat(found.ranked())
                    .isEqualTo(findings(LabelExamination.with(found.effort(), stripes(10), 1))
                            .ranked());
        }
    }

    private static PretrainedFeatures sawTheClasses() {
        var random = new Random(3);
        float[] values = new float[IMAGES * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (i / 2 % 2 + 0.3 * random.nextGaussian());
        }
        return new PretrainedFeatures("what eyes sees", new FeatureTable(2, values));
    }

    @Test
    void aClassOfOnePatientIsRefused() {
        LabelExamination.Images images = stripes(0);
        int[] patients = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            patients[i] = images.labels()[i] == 0 ? -1 : i;
        }

        LabelExamination.Outcome outcome = LabelExamination.with(
                QUICK,
                new LabelExamination.Images(InputFormat.bytes(SHAPE), images.pixels(), images.labels(), patients, 2),
                1);

        assertThat(outcome).isInstanceOf(LabelExamination.Refused.class);
    }

    private static LabelExamination.Findings findings(LabelExamination.Outcome outcome) {
        assertThat(outcome).isInstanceOf(LabelExamination.Findings.class);
        return (LabelExamination.Findings) outcome;
    }

    /** Stripes across or along in mild noise; the labels of the first {@code swapped} images are wrong. */
    private static LabelExamination.Images stripes(int swapped) {
        var random = new Random(11);
        byte[] pixels = new byte[IMAGES * SHAPE.length()];
        int[] labels = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            int truth = i % 2;
            labels[i] = i < swapped ? 1 - truth : truth;
            double phase = random.nextDouble() * 6;
            for (int p = 0; p < SHAPE.length(); p++) {
                double at = truth == 0 ? p / 16 : p % 16;
                pixels[i * SHAPE.length() + p] =
                        (byte) Math.round(128 + 60 * Math.sin(1.3 * at + phase) + 15 * random.nextGaussian());
            }
        }
        return new LabelExamination.Images(
                InputFormat.bytes(SHAPE),
                pixels,
                labels,
                IntStream.range(0, IMAGES).toArray(),
                2);
    }
}
