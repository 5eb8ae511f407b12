package org.equipoise.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.ReadingRequested;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What several readers are asked, and other names for classes, on their way through the topology. */
class CheckingReadingsTest extends CheckingFixture {

    CheckingReadingsTest(@TempDir Path state) {
        super(state, value -> "0".repeat(64), 1);
    }

    @Test
    void readersWhoWereAskedSettleTheImageOnceAllHaveRead() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("none", "source:s1"));
        send(Topics.READINGS_REQUESTED, new ReadingRequested("chest", IMAGE, 2, NOW, "ops", null));
        send(Topics.LABELS_SUBMITTED, reading("a"));
        send(Topics.LABELS_SUBMITTED, reading("b"));

        List<LabelChecked> said = checked();

        assertThat(said).extracting(LabelChecked::label).containsExactly("none", "none", "none", "benign");
        assertThat(said).extracting(LabelChecked::awaitsReaders).containsExactly(false, true, true, false);
    }

    @Test
    void anAssignmentThatComesBeforeItsImageIsKept() {
        declare("none", "benign");
        send(Topics.READINGS_REQUESTED, new ReadingRequested("chest", IMAGE, 2, NOW, "ops", null));
        assertThat(checked()).isEmpty();
        send(Topics.IMAGES_INGESTED, arrival("s1"));

        assertThat(checked()).singleElement().matches(LabelChecked::awaitsReaders);
    }

    @Test
    void whatIsNoAssignmentBecomesADeadLetter() {
        send(Topics.READINGS_REQUESTED, label("none", "a"));

        assertThat(output(Topics.deadLetters(Topics.READINGS_REQUESTED)).readValuesToList())
                .hasSize(1);
        assertThat(heard.dead).containsExactly(Topics.READINGS_REQUESTED);
    }

    @Test
    void otherSynonymsCheckTheDatasetAgainAndTheSameOnesDoNot() {
        declare("none", "benign");
        send(Topics.IMAGES_INGESTED, arrival("s1"));
        send(Topics.LABELS_SUBMITTED, label("NORMAL", "source:s1"));
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.label()).isNull());

        declare(Map.of("NORMAL", "none"));
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked()).singleElement().satisfies(event -> {
            assertThat(event.label()).isEqualTo("none");
            assertThat(event.votes()).containsEntry("source:s1", "NORMAL");
        });

        declare(Map.of("NORMAL", "none"));
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked()).isEmpty();

        declare(Map.of());
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(checked())
                .singleElement()
                .satisfies(event -> assertThat(event.label()).isNull());
    }

    private void declare(Map<String, String> synonyms) {
        var labelSet = new LabelSet(List.of("none", "benign"));
        input(Topics.DATASETS_DECLARED)
                .pipeInput(
                        "chest".getBytes(StandardCharsets.UTF_8),
                        EventCodec.write(new DatasetDeclared("chest", labelSet, NOW, synonyms)));
    }

    private static LabelSubmitted reading(String reader) {
        return new LabelSubmitted("chest", IMAGE, "benign", reader, NOW, Role.READER, null, null);
    }
}
