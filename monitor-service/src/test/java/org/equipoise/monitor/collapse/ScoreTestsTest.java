package org.equipoise.monitor.collapse;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScoreTestsTest {

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(5);

    @Test
    void theMarginIsTheLeadOfTheMostProbableClass() {
        assertThat(StudyScores.margin(List.of(.2, .7, .1))).isCloseTo(.5, within(1e-15));
        assertThat(StudyScores.margin(List.of(.5, .5))).isZero();
        assertThat(StudyScores.bin(0)).isZero();
        assertThat(StudyScores.bin(.051)).isEqualTo(1);
        assertThat(StudyScores.bin(1)).isEqualTo(StudyScores.BINS - 1);
    }

    @Test
    void healthyIsWhatTheFirstStudiesShow() {
        var tests = new ScoreTests();

        for (int n = 0; n < ScoreTests.LEARNED_FROM; n++) {
            // Margins 0, 0.05, ..., 0.95 in turn; one answer in a hundred repeats the one before.
            tests.add(study(n % 20 / 20.0, n % 100 == 0), true, n);
        }

        assertThat(tests.learned()).isEqualTo(500);
        assertThat(tests.smallMargin()).isEqualTo(.1);
        assertThat(tests.constant().bound()).isEqualTo(RateBounds.upper(.01, 500, 1e-3));
        assertThat(requireNonNull(tests.squashed()).bound()).isCloseTo(RateBounds.upper(.1, 500, 1e-3), within(1e-12));
    }

    @Test
    void nothingIsLearnedWhileSomethingIsHeldAgainstTheVersion() {
        var tests = new ScoreTests();

        for (int n = 0; n < 1000; n++) {
            tests.add(study(.5, false), false, n);
        }

        assertThat(tests.learned()).isZero();
        assertThat(tests.squashed()).isNull();
    }

    /**
     * The learned bounds leave a false alarm in no more than a thousandth of the versions: 40 of them, 20,000 studies.
     */
    @Test
    void healthyVersionsStaySilent() {
        double most = 0;
        for (int version = 0; version < 40; version++) {
            var tests = new ScoreTests();
            for (int n = 0; n < 20_000; n++) {
                double margin = Math.sqrt(random.nextDouble());
                tests.add(study(margin, random.nextDouble() < .02), true, n);
                RateTest squashed = tests.squashed();
                most = Math.max(most, tests.constant().evidence());
                most = Math.max(most, squashed == null ? 0 : squashed.evidence());
            }
        }

        assertThat(most).isBetween(1.0, 1e6);
    }

    @Test
    void anUndecidedModelIsLearnedAsSuchAndTestedInItsFirstBin() {
        var tests = new ScoreTests();
        for (int n = 0; n < ScoreTests.LEARNED_FROM; n++) {
            tests.add(study(.1 * random.nextDouble(), false), true, n);
        }

        assertThat(tests.smallMargin()).isEqualTo(.05);
        assertThat(requireNonNull(tests.squashed()).bound()).isBetween(.5, .65);
    }

    @Test
    void aStateThatWasStoredGoesOnBitByBit() throws IOException {
        var kept = new ScoreTests();
        ScoreTests stored = kept;
        for (int n = 0; n < 700; n++) {
            var study = study(random.nextDouble(), random.nextDouble() < .05);
            kept.add(study, true, n);
            if (stored != kept) {
                stored.add(study, true, n);
            }
            stored = ScoreTests.readFrom(new DataInputStream(new ByteArrayInputStream(bytes(stored))));
        }

        assertThat(bytes(stored)).isEqualTo(bytes(kept));
    }

    @Test
    void countsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new StudyScores(2, study(.5, false).margins(), 0))
                .hasMessageContaining("got 2 images");
    }

    private static byte[] bytes(ScoreTests tests) throws IOException {
        var bytes = new ByteArrayOutputStream();
        tests.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static StudyScores study(double margin, boolean repeat) {
        List<Integer> margins = new ArrayList<>(Collections.nCopies(StudyScores.BINS, 0));
        margins.set(StudyScores.bin(margin), 1);
        return new StudyScores(1, margins, repeat ? 1 : 0);
    }
}
