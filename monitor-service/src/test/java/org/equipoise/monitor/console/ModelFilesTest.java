package org.equipoise.monitor.console;

import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.monitor.watch.Fixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModelFilesTest {

    private final ModelFiles files = new ModelFiles();

    @Test
    void theLastDecisionSaysWhichVersionServes() {
        files.decided(Fixtures.promotion("v1"));
        files.decided(Fixtures.promotion("v2"));

        ModelFiles.ModelFile file = files.find("nodules").orElseThrow();

        assertThat(file.serving()).isEqualTo("v2");
        assertThat(file.decisions()).extracting(ModelDecided::version).containsExactly("v2", "v1");
    }

    @Test
    void whatIsToldTwiceIsKeptOnce() {
        ModelTrained trained = EventExamples.modelTrained();
        files.trained(trained);
        files.trained(trained);
        files.decided(Fixtures.promotion("v1"));
        files.decided(Fixtures.promotion("v1"));

        assertThat(files.find(trained.model()).orElseThrow().versions()).containsExactly(trained);
        assertThat(files.find("nodules").orElseThrow().decisions()).hasSize(1);
        assertThat(files.version(trained.model(), trained.version())).contains(trained);
    }

    @Test
    void onlySoManyDecisionsAreKept() {
        for (int n = 0; n < ModelFiles.MOST_DECISIONS + 5; n++) {
            files.decided(Fixtures.promotion("v" + n));
        }

        assertThat(files.find("nodules").orElseThrow().decisions())
                .hasSize(ModelFiles.MOST_DECISIONS)
                .first()
                .extracting(ModelDecided::version)
                .isEqualTo("v" + (ModelFiles.MOST_DECISIONS + 4));
    }
}
