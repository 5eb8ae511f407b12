package org.equipoise.monitor.attribution;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.events.PredictionMade.Source;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceContrastTest {

    private static final List<List<Long>> CONFUSION =
            List.of(List.of(285L, 12L, 3L), List.of(7L, 48L, 5L), List.of(2L, 8L, 30L));

    private final AnswerStatistics healthy = new AnswerStatistics(3);
    private final AnswerStatistics now = new AnswerStatistics(3);

    @Test
    void theOneThatAnswersOtherwiseStandsOutAndTheOthersDoNot() {
        for (String station : List.of("A", "B", "C")) {
            add(healthy, station, 87, 9, 4, 100);
        }
        add(now, "A", 0, 120, 0, 100);
        add(now, "B", 105, 9, 6, 100);
        add(now, "C", 102, 12, 6, 100);

        SourceContrast contrast = contrast();

        assertThat(contrast.outstanding().keySet()).containsExactly("DX at A");
        assertThat(contrast.sentences())
                .containsExactly("DX at A: 100 % of 120 answers are \"benign\", elsewhere 9 % of 240.");
        assertThat(contrast.moved()).isFalse();
        assertThat(contrast.clearest()).isEqualTo("DX at A");
        assertThat(contrast.unexplained(CONFUSION, 1)).startsWith("No mixture of the classes explains the answers for");
    }

    @Test
    void imagesThatMovedAtOneStationAreSeenThoughAllTogetherHardlyMoved() {
        for (String station : List.of("A", "B", "C", "D", "E")) {
            add(healthy, station, 87, 9, 4, 100);
            add(now, station, 87, 9, 4, station.equals("A") ? 124 : 100);
        }

        SourceContrast contrast = contrast();

        assertThat(Movement.of(healthy, now, Fixtures.LABELS).largest()).isLessThan(Attribution.STILL);
        assertThat(contrast.moved()).isTrue();
        assertThat(contrast.sentences()).singleElement().asString().startsWith("The mean grey value");
        assertThat(contrast.sentences().get(0)).contains("\"none\" for DX at A moved: 124, healthy 100");
        assertThat(contrast.outstanding()).isEmpty();
        assertThat(contrast.clearest()).isEqualTo("DX at A");
    }

    @Test
    void aDeviceThatWasNotThereBeforeIsNamed() {
        add(healthy, "A", 87, 9, 4, 100);
        add(now, "A", 20, 2, 1, 100);
        add(now, "B", 60, 6, 3, 100);

        assertThat(contrast().sentences())
                .containsExactly("DX at B was not there in the healthy beginning; 69 of 92 answers since are for it.");
        assertThat(contrast().clearest()).isEqualTo("DX at B");
    }

    @Test
    void oneSourceOrNoneSaysNothing() {
        add(healthy, "A", 87, 9, 4, 100);
        add(now, "A", 0, 60, 0, 160);
        assertThat(contrast().sentences()).isEmpty();
        assertThat(contrast().clearest()).isNull();

        var unnamed = new AnswerStatistics(3);
        add(unnamed, null, 0, 60, 0, 160);
        assertThat(SourceContrast.of(healthy, unnamed, 1, Fixtures.LABELS).sentences())
                .isEmpty();
    }

    @Test
    void answersThatAreNotIndependentCountForLess() {
        add(now, "A", 0, 20, 0, 100);
        add(now, "B", 30, 10, 0, 100);

        assertThat(SourceContrast.of(healthy, now, 1, Fixtures.LABELS).outstanding())
                .isNotEmpty();
        assertThat(SourceContrast.of(healthy, now, .25, Fixtures.LABELS).outstanding())
                .isEmpty();
    }

    @Test
    void moreSourcesThanAreKeptAreOneAndComeBackFromBytes() throws IOException {
        for (int s = 0; s < 20; s++) {
            add(now, "S" + s, 3, 2, 1, 100);
        }
        var bytes = new ByteArrayOutputStream();
        now.writeTo(new DataOutputStream(bytes));

        AnswerStatistics again =
                AnswerStatistics.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), 3);

        assertThat(again.sources()).hasSize(AnswerStatistics.MOST_SOURCES + 1).containsKey(AnswerStatistics.OTHERS);
        assertThat(of(again, AnswerStatistics.OTHERS).answers()).containsExactly(36, 24, 12);
        assertThat(again.predictions()).isEqualTo(120);
        assertThat(of(again, "DX at S0").inputMean(0).mean())
                .isEqualTo(of(now, "DX at S0").inputMean(0).mean());
    }

    private static AnswerStatistics of(AnswerStatistics all, String source) {
        return Objects.requireNonNull(all.sources().get(source), source);
    }

    private SourceContrast contrast() {
        return SourceContrast.of(healthy, now, 1, Fixtures.LABELS);
    }

    private static void add(
            AnswerStatistics to, @Nullable String station, int none, int benign, int malignant, double light) {
        int[] counts = {none, benign, malignant};
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < counts[k]; i++) {
                PredictionMade plain = Fixtures.prediction("v1", "s" + i, "i", 1, k);
                to.add(Fixtures.with(
                        new InputStatistics(light + (i % 2 == 0 ? 12 : -12), 30),
                        station == null ? null : new Source("DX", station),
                        plain));
            }
        }
    }
}
