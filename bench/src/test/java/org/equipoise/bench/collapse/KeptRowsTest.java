package org.equipoise.bench.collapse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class KeptRowsTest {

    private static final PlannedRun ONE = PlannedRun.of("retina/conv4/1/dead-units/mild");
    private static final PlannedRun TWO = PlannedRun.of("retina/conv4/1/class-imbalance+preprocessing-differs/severe");
    private static final RunRow ROW = new RunRow(
            "abc",
            TWO,
            "diverged, \"far\" off",
            "no-model",
            0,
            0,
            12.3,
            4.5,
            Evidence.NONE.with(Measure.IMBALANCE_RATIO, 50).with(Measure.WEIGHTS_MOVED, -9));

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void begin() {
        path = folder.resolve("collapse/runs.csv");
    }

    @Test
    void aRowIsReadAsItWasWritten() {
        KeptRows.runs(path).add(List.of(ROW));

        RunRow read = KeptRows.runs(path).rows().get(0);

        assertThat(read.run()).isEqualTo(TWO);
        assertThat(read.failure()).isEqualTo("diverged, \"far\" off");
        assertThat(read.evidence().known()).containsExactly(Measure.IMBALANCE_RATIO, Measure.WEIGHTS_MOVED);
        assertThat(read.evidence().value(Measure.WEIGHTS_MOVED)).hasValue(-9);
        assertThat(read).usingRecursiveComparison().ignoringFields("evidence").isEqualTo(ROW);
    }

    /** Both proposals of a run. */
    @Test
    void repairsAreReadAsTheyWereWritten() {
        List<RepairRow> tried = List.of(
                new RepairRow("abc", ONE, "dead-units", "learning", "custom", "a=1 b=2", "none", 0.5, 0.6, 1.5),
                new RepairRow("abc", ONE, "dead-units", "learning", "auto", "", "no-model", 0, 0, 2.5));

        KeptRows.repairs(path).add(tried);

        assertThat(KeptRows.repairs(path).rows()).isEqualTo(tried);
        assertThat(KeptRows.repairs(path).missing(List.of(ONE, TWO))).containsExactly(TWO);
    }

    @Test
    void theHeadingsAreThoseOfTheRunThenEveryMeasure() throws IOException {
        KeptRows.runs(path).add(List.of(ROW));

        List<String> lines = Files.readAllLines(path);
        assertThat(lines.get(0)).startsWith("commit,dataset,network,seed,causes,severity,failure,fault,macro-f1,");
        assertThat(lines.get(0)).endsWith("," + Measure.values()[Measure.values().length - 1].wireName());
        assertThat(lines.get(1)).startsWith("abc,retina,conv4,1,class-imbalance+preprocessing-differs,severe,");
    }

    @Test
    void aLaterCallGoesOnWhereTheFileEnds() {
        var file = KeptRows.runs(path);
        assertThat(file.missing(List.of(ONE, TWO))).containsExactly(ONE, TWO);

        file.add(List.of(ROW));

        assertThat(file.missing(List.of(ONE, TWO))).containsExactly(ONE);
        assertThat(KeptRows.runs(path).missing(List.of(TWO, ONE))).containsExactly(ONE);
    }

    @Test
    void aRowThatAKillCutShortIsMadeAgain() throws IOException {
        KeptRows.runs(path).add(List.of(ROW));
        Files.writeString(path, "abc,retina,conv4,1,dead-un", StandardOpenOption.APPEND);

        var file = KeptRows.runs(path);
        assertThat(file.missing(List.of(ONE, TWO))).containsExactly(ONE);
        file.add(List.of(new RunRow("abc", ONE, "", "none", 0.9, 0.9, 1, 1, Evidence.NONE)));

        assertThat(KeptRows.runs(path).rows()).hasSize(2);
    }

    @Test
    void aMeasureThatIsNewIsEmptyInOldRows() throws IOException {
        KeptRows.runs(path).add(List.of(ROW));
        List<String> old = Files.readAllLines(path).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
        Files.write(path, old);

        assertThat(KeptRows.runs(path).rows()).hasSize(1);
        assertThat(Files.readAllLines(path).get(0)).isEqualTo(String.join(",", RunRow.FORM.columns()));
    }
}
