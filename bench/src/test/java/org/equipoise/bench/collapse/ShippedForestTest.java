package org.equipoise.bench.collapse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.equipoise.diagnosis.files.ForestFile;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The numbers behind a diagnosis are those that the kept runs teach, and nobody's. */
class ShippedForestTest {

    @Test
    void theShippedForestIsWhatTheKeptRunsTeach() throws IOException {
        List<RunRow> rows = KeptRows.runs(Path.of("..", CollapseBenchmark.RUNS)).rows();

        String learnt = CollapseBenchmark.learnt(new CollapseReport(rows, List.of()));

        try (InputStream shipped = Objects.requireNonNull(ForestFile.class.getResourceAsStream("forest.csv"))) {
            assertThat(new String(shipped.readAllBytes(), StandardCharsets.UTF_8).equals(learnt))
                    .as(
                            "forest.csv is not what bench/collapse/runs.csv teaches: bench/run collapse report=only fit=yes")
                    .isTrue();
        }
    }
}
