package org.equipoise.local.cli;

import java.util.List;
import java.util.Map;

import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.client.StackStatus.DatasetStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusCommandTest {

    private static final DatasetStatus DATASET = new DatasetStatus(Map.of("a", 3), Map.of(), List.of("v1"));

    private static String next(Map<String, DatasetStatus> datasets, List<ModelDecided> models) {
        return String.join(
                " ", StatusCommand.next(new StackStatus(Map.of(), Map.of(), datasets, models, List.of(), Map.of())));
    }

    @Test
    void whatIsMissingIsWhatToTypeNext() {
        assertThat(next(Map.of(), List.of())).isEqualTo("import SET --dataset NAME");
        assertThat(next(Map.of("chest", DATASET), List.of())).isEqualTo("train --dataset chest");
        assertThat(next(Map.of("chest", DATASET), List.of(EventExamples.modelDecided())))
                .isEqualTo("models " + EventExamples.modelDecided().model());
    }
}
