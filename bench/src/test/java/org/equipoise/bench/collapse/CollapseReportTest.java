package org.equipoise.bench.collapse;

import java.util.List;
import java.util.Objects;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Origin;
import org.equipoise.bench.report.Results;
import org.equipoise.bench.report.Target;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Tree;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CollapseReportTest {

    private static final Origin ORIGIN = new Origin("bench/run collapse", "a machine", "abc");

    @Test
    void bothPartsHaveTheDiagnosisAndWhatItIsComparedWith() {
        Results results = new CollapseReport(JudgesTest.rows(), List.of()).results(List.of("more"), ORIGIN);

        List<String> lines = results.table().markdown();
        assertThat(lines).hasSize(2 + 2 * 5);
        assertThat(lines.get(2)).startsWith("| development | Equipoise | 90 |");
        assertThat(lines.get(7)).startsWith("| held out | Equipoise | 30 |");
        assertThat(results.report().notes()).contains("more");
    }

    @Test
    void onlyHeldOutRunsAreHeldAgainstWhatIsAimedAt() {
        Results results = new CollapseReport(JudgesTest.rows(), List.of()).results(List.of(), ORIGIN);

        assertThat(results.report().targets())
                .extracting(Target::what)
                .allMatch(what -> what.startsWith("held out, "))
                .contains("held out, top-1", "held out, false alarms on healthy runs");
        assertThat(results.report().targets()).allMatch(Target::isReached);
    }

    @Test
    void itSaysHowOftenEachInjectionDidHarm() {
        Results results = new CollapseReport(JudgesTest.rows(), List.of()).results(List.of(), ORIGIN);

        assertThat(results.report().measurements())
                .filteredOn(m -> m.what().equals("harmed by dead units, mild"))
                .extracting(Measurement::median)
                .containsExactly(1.0);
        assertThat(results.report().measurements())
                .filteredOn(m -> m.what().equals("harmed by healthy, mild"))
                .extracting(Measurement::median)
                .containsExactly(0.0);
    }

    @Test
    void whatIsLearntComesFromDevelopmentRunsAndNeedsThreePlaces() {
        assertThat(new CollapseReport(JudgesTest.rows(), List.of())
                        .forest().trees().stream()
                                .flatMap(tree -> tree.nodes().stream())
                                .map(Tree.Node::question)
                                .filter(Objects::nonNull)
                                .map(Tree.Question::measure))
                .containsOnly(Measure.IMBALANCE_RATIO, Measure.DEAD_UNITS);

        var few = new CollapseReport(JudgesTest.rows().subList(0, 60), List.of());
        assertThatThrownBy(few::forest).isInstanceOf(UnusableOptionException.class);
        assertThat(few.results(List.of(), ORIGIN).table().markdown()).noneMatch(line -> line.contains("Equipoise"));
    }
}
