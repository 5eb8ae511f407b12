package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.diagnosis.evidence.Evidence;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Healthy runs have a macro-F1 of 0.9, harmed ones of 0.5. */
class RepairsTest {

    private static final RunRow TOO_HIGH = row("retina/conv4/1/learning-rate-too-high/severe", "class-lost", 0.5);
    private static final RunRow HELD_OUT = row("breast/conv4/1/learning-rate-too-low/severe", "class-lost", 0.5);
    private static final RunRow FEW_IMAGES = row("retina/conv4/1/class-imbalance/severe", "class-lost", 0.5);
    private static final RunRow UNHARMED = row("retina/conv4/1/learning-rate-too-low/mild", "none", 0.88);
    private static final RunRow BY_A_PERSON = row("retina/conv4/1/labels-shuffled/mild", "class-lost", 0.5);

    private final List<RunRow> rows = new ArrayList<>(JudgesTest.rows());

    @BeforeEach
    void begin() {
        rows.addAll(List.of(TOO_HIGH, FEW_IMAGES, UNHARMED, BY_A_PERSON, HELD_OUT));
    }

    @Test
    void harmedRunsThatATrainingCouldBetterAreTrainedHeldOutOnesFirst() {
        var truth = new Truth(rows);

        List<Job> jobs = new Repairs(truth, List.of())
                .jobs(List.of(FEW_IMAGES, TOO_HIGH, UNHARMED, BY_A_PERSON, HELD_OUT), new Judges(rows, truth));

        assertThat(jobs)
                .extracting(Job::run)
                .containsExactly(
                        HELD_OUT.run().key(),
                        TOO_HIGH.run().key(),
                        FEW_IMAGES.run().key());
        assertThat(jobs.get(0).repair()).isNotNull().satisfies(repair -> {
            assertThat(repair.enough()).isCloseTo(0.88, within(1e-9));
            assertThat(repair.causes()).isNotEmpty();
        });
    }

    /** The second proposal brings 0.39 of the 0.4 that lack. */
    @Test
    void theBestOfWhatWasTrainedCounts() {
        Repairs.Outcome outcome = new Repairs(
                        new Truth(rows), List.of(tried(TOO_HIGH, 0.7, 10), tried(TOO_HIGH, 0.89, 20)))
                .of(List.of(TOO_HIGH, HELD_OUT));

        assertThat(outcome.repairable()).isEqualTo(1);
        assertThat(outcome.repaired()).hasValue(1);
        assertThat(outcome.byTheFirst()).hasValue(0);
        assertThat(outcome.regained()).hasValueCloseTo(0.39 / 0.4, within(1e-9));
        assertThat(outcome.seconds()).hasValue(30);
    }

    /** It may lack images that the healthy runs have. */
    @Test
    void aRunWithFewerImagesOnlyCountsInWhatWasRegained() {
        Repairs.Outcome outcome = new Repairs(new Truth(rows), List.of(tried(FEW_IMAGES, 0.7, 10))).of(rows);

        assertThat(outcome.repairable()).isZero();
        assertThat(outcome.repaired()).isEmpty();
        assertThat(outcome.regained()).hasValueCloseTo(0.5, within(1e-9));
    }

    @Test
    void whatDoesNotComeNearIsNotRepaired() {
        Repairs.Outcome outcome = new Repairs(new Truth(rows), List.of(tried(TOO_HIGH, 0.87, 10))).of(rows);

        assertThat(outcome.repaired()).hasValue(0);
    }

    private static RunRow row(String key, String fault, double macroF1) {
        return new RunRow("abc", PlannedRun.of(key), "", fault, macroF1, macroF1, 1, 1, Evidence.NONE);
    }

    private static RepairRow tried(RunRow row, double macroF1, double seconds) {
        return new RepairRow(
                "abc",
                row.run(),
                "learning-rate-too-high",
                "learning",
                "custom",
                "learningRate=0.001",
                "none",
                macroF1,
                macroF1,
                seconds);
    }
}
