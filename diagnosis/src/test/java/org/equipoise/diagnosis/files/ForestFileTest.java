package org.equipoise.diagnosis.files;

import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Forest;
import org.equipoise.diagnosis.ranking.Ranking;
import org.equipoise.diagnosis.ranking.Tree;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ForestFileTest {

    private static final String FILE = """
            # made by hand
            tree,node,measure,up-to,higher,runs
            ,,sharpness,2,,
            0,0,dead-units,0.3,2,
            0,1,,,,healthy=9
            0,2,,,,healthy=1 dead-units=4.5
            1,0,,,,healthy=1
            """;

    @Test
    void aFileIsRead() {
        Forest forest = ForestFile.read(FILE);

        assertThat(forest.sharpness()).isEqualTo(2);
        assertThat(forest.trees()).hasSize(2);
        Tree.Node root = forest.trees().get(0).nodes().get(0);
        assertThat(root.question()).isEqualTo(new Tree.Question(Measure.DEAD_UNITS, 0.3, 2));
        assertThat(root.runs()).isEqualTo(Map.of(Cause.HEALTHY, 10.0, Cause.DEAD_UNITS, 4.5));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Forest forest = ForestFile.read(FILE);

        String written = ForestFile.write(forest, List.of("made by hand"));

        assertThat(written).isEqualTo(FILE);
    }

    @Test
    void theShippedForestKnowsEveryCauseThatTrainingCanHave() {
        Ranking ranking = Ranking.of(ForestFile.shipped(), Evidence.NONE);

        assertThat(ranking.causes())
                .extracting(Ranking.Ranked::cause)
                .containsAll(List.of(Cause.values()).stream()
                        .filter(cause -> cause != Cause.PREVALENCE_CHANGED)
                        .toList());
    }

    @Test
    void rowsThatAreNoTreesAreRefused() {
        assertThatThrownBy(() -> ForestFile.read(FILE.replace("healthy", "happy")))
                .hasMessageContaining("no cause is called happy");
        assertThatThrownBy(() -> ForestFile.read(FILE.replace("0,dead-units", "0,luck")))
                .hasMessageContaining("no measure is called luck");
        assertThatThrownBy(() -> ForestFile.read(FILE.replace("0.3,2,", "0.3,7,")))
                .hasMessageContaining("leads to 7");
        assertThatThrownBy(() -> ForestFile.read(FILE.replace("0,0,dead", "0,5,dead")))
                .hasMessageContaining("begins with node 0");
        assertThatThrownBy(() -> ForestFile.read(FILE.replace("healthy=9", "healthy")))
                .hasMessageContaining("above 0");
    }
}
