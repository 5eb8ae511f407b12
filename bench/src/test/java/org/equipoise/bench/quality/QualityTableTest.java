package org.equipoise.bench.quality;

import java.util.List;
import java.util.Map;

import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Target;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class QualityTableTest {

    private static final Study BREAST =
            Study.chosen(List.of("breast"), false, false).get(0);

    @Test
    void theTableHasTheTargetsBelowWhatWasReached() {
        List<String> lines =
                QualityTable.of(List.of(new StudyResult(BREAST, "auto"))).markdown();

        assertThat(lines.get(1)).isEqualTo("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        assertThat(lines.get(2)).isEqualTo("| BreastMNIST | auto |  | - | - | - | - | - | 0 of 0 |");
        assertThat(lines.get(3)).isEqualTo("| at least |  |  | 0.890 | 0.855 | 0.790 |  |  |  |");
    }

    @Test
    void rowsSayTheirSeedsAndIfTheyDifferTheirCommits() {
        var result = new StudyResult(BREAST, "auto");
        List.of(3L, 1L, 2L).forEach(seed -> result.add(seed(seed, 0.9, "abc")));

        assertThat(QualityTable.of(List.of(result)).markdown().get(2))
                .isEqualTo("| BreastMNIST | auto | 1-3 | - | 0.900 ± 0.000 | - | - | 2.0 ± 0.0 | 3 of 3 |");

        result.add(seed(7, 0.9, "def"));

        assertThat(QualityTable.of(List.of(result)).markdown().get(2))
                .isEqualTo("| BreastMNIST | auto | 1, 2, 3, 7 | - | 0.900 ± 0.000 | - | - | 2.0 ± 0.0 | 4 of 4 |"
                        + " abc, def |");
    }

    @Test
    void aMeanBelowTheTargetIsSaidToFallShort() {
        var result = new StudyResult(BREAST, "auto");
        result.add(seed(1, 0.84, "abc"));
        result.add(seed(2, 0.86, "abc"));

        List<String> summary = Target.summary(result.targets());

        assertThat(summary.get(0)).isEqualTo("1 of 4 targets reached");
        assertThat(summary).contains("short of BreastMNIST, accuracy: 0.8500, aimed at at least 0.8550");
    }

    @Test
    void aFailedTrainingIsNoModelAndIsNamed() {
        var result = new StudyResult(BREAST, "naive");
        result.add(new SeedResult(4, Map.of(), 1, false, Map.of(), "no image", origin("abc"), null));

        assertThat(result.runs()).isZero();
        assertThat(result.failures()).containsExactly("BreastMNIST, naive, seed 4 failed: no image");
        assertThat(result.targets()).isEmpty();
    }

    @Test
    void whereEverySeedFailedNoMinutesAreReached() {
        var result = new StudyResult(BREAST, "auto");
        result.add(new SeedResult(4, Map.of(), 0, false, Map.of(), "no image", origin("abc"), null));

        assertThat(QualityTable.of(List.of(result)).markdown().get(2))
                .isEqualTo("| BreastMNIST | auto | none of 1 | - | - | - | - | failed | 0 of 0 |");
        assertThat(Target.summary(result.targets()))
                .startsWith("0 of 4 targets reached")
                .contains("short of BreastMNIST, slowest training: nothing was measured, aimed at at most 5.0000 min");
    }

    @Test
    void besideAutoWithABackboneAutoAloneIsThereToCompareAndHasNoTargets() {
        var auto = new StudyResult(BREAST, "auto");
        auto.add(seed(1, 0.80, "abc"));
        var with = new StudyResult(BREAST, "auto with backbone");
        with.add(seed(1, 0.89, "abc"));
        var alone = new StudyResult(BREAST, "backbone alone");
        alone.add(seed(1, 0.86, "abc"));

        List<String> lines = QualityTable.of(List.of(auto, with, alone)).markdown();

        assertThat(lines.subList(2, 6))
                .extracting(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 2) + 1)))
                .containsExactly(
                        "| BreastMNIST | auto ",
                        "| BreastMNIST | auto with backbone ",
                        "| at least |  ",
                        "| BreastMNIST | backbone alone ");
        assertThat(lines.get(4)).isEqualTo("| at least |  |  | 0.930 | 0.890 | 0.840 |  |  |  |");
        assertThat(StudyResult.aimed(List.of(auto, with, alone))).containsExactly(with);
        assertThat(StudyResult.aimed(List.of(auto, alone))).containsExactly(auto);
        assertThat(Target.summary(with.targets()).get(0)).isEqualTo("2 of 4 targets reached");
    }

    @Test
    void theGatesWordsAreSaidOfEachCheckThatRefused() {
        var result = new StudyResult(BREAST, "auto");
        result.add(seed(1, 0.9, "abc"));
        result.add(refused(2, "of benign 0.20 are found, 0.30 are asked for"));
        result.add(refused(3, "of benign 0.10 are found, 0.30 are asked for"));

        assertThat(result.refusals())
                .containsExactly(
                        "BreastMNIST, auto: the gate's minimum-recall refused 2 of 3, of seed 2: of benign 0.20"
                                + " are found, 0.30 are asked for");
        assertThat(QualityTable.of(List.of(result)).markdown().get(2)).endsWith("| 1 of 3 |");
    }

    private static SeedResult refused(long seed, String words) {
        return new SeedResult(seed, Map.of(), 2, false, Map.of("minimum-recall", words), null, origin("abc"), null);
    }

    static SeedResult seed(long seed, double accuracy, String commit) {
        return new SeedResult(seed, Map.of(Metric.ACCURACY, accuracy), 2, true, Map.of(), null, origin(commit), null);
    }

    private static Origin origin(String commit) {
        return new Origin("bench/run quality", "2 cores", commit);
    }
}
