package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.labels.Split;
import org.equipoise.monitor.console.AuditRow.Origin;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuditTrailTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");
    private static final String IMAGE = "ab".repeat(32);

    @Test
    void aRowSaysWhoAnsweredWhatWhereThatComesFromAndWhatAReaderDecided() {
        var trail = new AuditTrail(made -> true, 10);
        trail.predicted(prediction(IMAGE, 0));
        trail.checked(reading(IMAGE, "none", 10));
        trail.checked(reading(IMAGE, "benign", 20));

        List<AuditRow> rows =
                trail.rows((model, version) -> new Origin("lung/v1", "hash-of-" + model + version), Blinding.NONE);

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.answer()).isEqualTo("benign, probably");
            assertThat(row.datasetHash()).isEqualTo("hash-of-lungm1");
            assertThat(row.standing()).isEqualTo("accepted");
            assertThat(row.readerLabel()).as("the last decision counts").isEqualTo("benign");
            assertThat(row.votes()).containsExactly(Map.entry("ada", "benign"));
            assertThat(row.settledBy()).isEmpty();
        });
    }

    @Test
    void aRowNamesWhoSettledTheLabelAndWhoseVotesWereOverruled() {
        var trail = new AuditTrail(made -> true, 10);
        trail.predicted(prediction(IMAGE, 0));
        trail.checked(settled());

        List<AuditRow> rows = trail.rows((model, version) -> new Origin(null, null), Blinding.NONE);

        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.readerLabel()).isEqualTo("benign");
            assertThat(row.votes()).isEqualTo(Map.of("ada", "benign", "source:s1", "none", "source:s2", "x"));
            assertThat(row.settledBy()).containsExactly("ada");
            assertThat(row.overruled()).containsExactly("source:s1", "source:s2");
        });
        assertThat(AuditCsv.of(rows))
                .startsWith(AuditCsv.HEADER)
                .contains("ada=benign;source:s1=none;source:s2=x,")
                .endsWith(",ada,source:s1;source:s2\r\n");
    }

    @Test
    void aStoryTellsWhoSettledALabelAndThatOneWasTakenBack() {
        var story = new ImageStory(StoryQuery.ofImage("abab"));
        story.submitted(new LabelSubmitted("lung", IMAGE, "benign", "ada", START, Role.READER, "r1", null));
        story.checked(settled());
        story.submitted(
                new LabelSubmitted("lung", IMAGE, "benign", "ada", START.plusSeconds(9), Role.READER, null, true));

        assertThat(story.steps(Blinding.NONE))
                .extracting(ImageStory.Step::what)
                .containsExactly(
                        "labelled \"benign\" by ada (reader) in dataset lung",
                        "accepted as \"benign\" for split train in dataset lung (ada says \"benign\", source:s1 says \"none\","
                                + " source:s2 says \"x\"), settled by ada (reader), overruling source:s1, source:s2,"
                                + " seen in 2 studies",
                        "label \"benign\" taken back by ada (reader) in dataset lung");
    }

    @Test
    void whatAModelAnswersIsKeptFromReadersWhoAreAsked() {
        var trail = new AuditTrail(made -> true, 10);
        trail.predicted(prediction(IMAGE, 0));
        trail.predicted(prediction("cd".repeat(32), 1));
        trail.predicted(withoutDataset());
        trail.checked(asked(1));
        trail.checked(reading("cd".repeat(32), "none", 1));

        assertThat(trail.rows((model, version) -> new Origin(null, null), new Blinding(false)))
                .extracting(AuditRow::image)
                .containsExactly("cd".repeat(32));
        assertThat(trail.rows((model, version) -> new Origin(null, null), new Blinding(true)))
                .hasSize(3);
        trail.checked(asked(2));
        assertThat(trail.rows((model, version) -> new Origin(null, null), new Blinding(false)))
                .hasSize(3);
    }

    @Test
    void anAnswerThatComesTwiceIsOneRow() {
        var trail = new AuditTrail(made -> true, 10);
        trail.predicted(prediction(IMAGE, 0));
        trail.predicted(prediction(IMAGE, 0));

        assertThat(trail.rows((model, version) -> new Origin(null, null), Blinding.NONE))
                .hasSize(1);
        assertThat(trail.isCut()).isFalse();
    }

    @Test
    void whatIsTooMuchIsLeftOutAndSaidSo() {
        var trail = new AuditTrail(made -> true, 1);
        trail.predicted(prediction(IMAGE, 0));
        trail.predicted(prediction("cd".repeat(32), 1));

        assertThat(trail.rows((model, version) -> new Origin(null, null), Blinding.NONE))
                .hasSize(1);
        assertThat(trail.isCut()).isTrue();
    }

    @Test
    void theTableQuotesWhatCommasWouldTearApart() {
        var trail = new AuditTrail(made -> true, 10);
        trail.predicted(prediction(IMAGE, 0));

        String csv = AuditCsv.of(trail.rows((model, version) -> new Origin(null, null), Blinding.NONE));

        assertThat(csv)
                .isEqualTo(
                        AuditCsv.HEADER
                                + "\r\n"
                                + IMAGE
                                + ",lung,s1,lung,m1,,,2026-11-23T08:00:00Z,\"benign, probably\",\"none=0.1;benign, probably=0.9\",,,,,,\r\n");
    }

    /** Class names and readers' names are chosen by others; a spreadsheet must not run them. */
    @Test
    void noCellOfTheTableIsAFormula() {
        String formula = "=HYPERLINK(1)";
        AuditRow row = new AuditRow(
                IMAGE,
                formula,
                formula,
                formula,
                formula,
                formula,
                formula,
                START,
                formula,
                List.of(formula, "@b"),
                List.of(.1, .9),
                formula,
                formula,
                Map.of(formula, formula),
                START,
                List.of(formula, "@b"),
                List.of(formula, "@b"));

        String line = AuditCsv.of(List.of(row)).lines().skip(1).findFirst().orElseThrow();

        assertThat(line.split("[,;]")).noneMatch(cell -> cell.matches("\"?[=@].*"));
    }

    private static PredictionMade prediction(String image, int second) {
        return new PredictionMade(
                "lung",
                "m1",
                "s1",
                image,
                "lung",
                1,
                List.of("none", "benign, probably"),
                List.of(.1, .9),
                null,
                null,
                START.plusSeconds(second));
    }

    private static PredictionMade withoutDataset() {
        return new PredictionMade(
                "lung", "m2", "s1", IMAGE, null, 1, List.of("none", "benign"), List.of(.9, .1), null, null, START);
    }

    /** Two readers are asked, and so many have answered. */
    private static LabelChecked asked(int answered) {
        return new LabelChecked(
                "lung",
                IMAGE,
                Standing.ACCEPTED,
                List.of(),
                "benign",
                1,
                Split.TRAIN,
                null,
                Map.of("ada", "benign", "ben", "benign"),
                1,
                START,
                null,
                new Readings(2, START, List.of("ada", "ben").subList(0, answered)));
    }

    private static LabelChecked settled() {
        return new LabelChecked(
                "lung",
                IMAGE,
                Standing.ACCEPTED,
                List.of(),
                "benign",
                1,
                Split.TRAIN,
                null,
                Map.of("ada", "benign", "source:s1", "none", "source:s2", "x"),
                2,
                START.plusSeconds(5),
                new Settlement(List.of("ada"), Role.READER, "r1", List.of("source:s1", "source:s2"), START));
    }

    private static LabelChecked reading(String image, String label, int second) {
        return new LabelChecked(
                "lung",
                image,
                Standing.ACCEPTED,
                List.of(),
                label,
                0,
                Split.TEST,
                "0123",
                Map.of("ada", label),
                1,
                START.plusSeconds(second));
    }
}
