package org.equipoise.monitor.attribution;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.canary.CanaryVerdict.Finding;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers "none" and "benign" with a margin around .6 and grey values around 100 while healthy. */
class AttributionTest {

    private static final CanaryVerdict SOUND = verdict(Finding.SOUND, "as before");

    private static final HealthyReference REFERENCE = new HealthyReference(
            Fixtures.REFERENCE.shares(),
            Fixtures.REFERENCE.lowerBounds(),
            Fixtures.REFERENCE.upperBounds(),
            400,
            null,
            List.of(List.of(285L, 12L, 3L), List.of(7L, 48L, 5L), List.of(2L, 8L, 30L)));

    private final AnswerStatistics healthy = answers(200, 40, 100);

    @Test
    void sickCanariesSayWhatIsSickWhateverTheAnswersAre() {
        AnswerStatistics few = answers(3, 0, 100);

        assertThat(attribution(verdict(Finding.MODEL, "a probability differs by 0.400"), few))
                .isEqualTo(new Attribution(
                        Cause.MODEL, List.of(Cause.MODEL), null, List.of("Canaries: a probability differs by 0.400.")));
        assertThat(attribution(verdict(Finding.PREPROCESSING, "other bytes"), few)
                        .cause())
                .isEqualTo(Cause.PREPROCESSING);
    }

    /**
     * 60 % "none" is .95 p + .12 (1 - p) for p = 58 %. Its standard error is 4.2 points by 200 answers and about 2.5 by
     * the matrix, together 4.9: quantiles at 50 and 66 %. Of a hundred draws they are known to a point: three to either
     * side.
     */
    @Test
    void answersThatOtherPatientsExplainAreThePopulationWithItsPrevalence() {
        Attribution attribution = attribution(SOUND, answers(120, 80, 100));

        assertThat(attribution.cause()).isEqualTo(Cause.POPULATION);
        assertThat(attribution.possible()).containsExactly(Cause.POPULATION, Cause.INPUT);
        assertThat(attribution.evidence())
                .anyMatch(
                        line -> line.matches(
                                "A mixture of the classes explains the answers \\(misfit [0-9.]+, at most"
                                        + " 13\\.8\\): 5[78] % \"none\" \\((4[7-9]|5[0-3]) to 6[3-9] %\\), 4[23] % \"benign\" .*"));
    }

    /** "benign" is never all there is: of a hundred such patients twelve are answered "none". */
    @Test
    void answersThatNoMixtureExplainsAreTheInput() {
        Attribution attribution = attribution(SOUND, answers(3, 147, Double.NaN));

        assertThat(attribution.cause()).isEqualTo(Cause.INPUT);
        assertThat(attribution.possible()).containsExactly(Cause.INPUT);
        assertThat(attribution.evidence()).anyMatch(line -> line.startsWith("No mixture of the classes explains"));
    }

    @Test
    void greyValuesThatMovedAreTheInput() {
        Attribution attribution = attribution(SOUND, answers(120, 80, 130));

        assertThat(attribution.cause()).isEqualTo(Cause.INPUT);
        assertThat(attribution.evidence())
                .anyMatch(line -> line.startsWith("The mean grey value of what is answered \"none\" moved: 130"));
    }

    /** A hundred times "none": patients without a finding, or a model that no longer looks at anybody. */
    @Test
    void aCollapseIsNotTakenForPatientsOfOneClassUnlessGreyValuesSaySo() {
        Attribution unreported = attribution(SOUND, answers(100, 0, Double.NaN));
        Attribution reported = attribution(SOUND, answers(100, 0, 100));

        assertThat(unreported.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(unreported.possible()).containsExactly(Cause.INPUT, Cause.POPULATION);
        assertThat(unreported.evidence())
                .contains("A model that answers \"none\" to everybody explains the answers, too.");
        assertThat(reported.cause()).isEqualTo(Cause.POPULATION);
    }

    @Test
    void aClassThatWasHardlyAnsweredBeforeCannotBeCompared() {
        AnswerStatistics neverMalignant = answers(200, 9, 100);

        Attribution attribution =
                Attribution.of(SOUND, REFERENCE, neverMalignant, answers(90, 110, 100), 200, Fixtures.LABELS);

        assertThat(attribution.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(attribution.evidence())
                .contains("The margin of what is answered \"benign\" cannot be compared: it is known of 9 healthy"
                        + " answers and of 110 since.");
    }

    @Test
    void withoutAReplayTheModelIsNotRuledOut() {
        Attribution population = attribution(null, answers(120, 80, 100));
        Attribution input = attribution(verdict(Finding.UNKNOWN, "no canaries were shown"), answers(3, 147, 100));

        assertThat(population.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(population.possible())
                .containsExactly(Cause.MODEL, Cause.PREPROCESSING, Cause.POPULATION, Cause.INPUT);
        assertThat(population.evidence()).contains("Canaries were not replayed since.");
        assertThat(input.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(input.possible()).containsExactly(Cause.MODEL, Cause.PREPROCESSING, Cause.INPUT);
    }

    @Test
    void fewPredictionsSayNothing() {
        Attribution attribution = attribution(SOUND, answers(12, 7, 100));

        assertThat(attribution.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(attribution.evidence()).contains("Only 19 predictions since.");
    }

    /** Ten images a study: as evidence, 150 answers are 15. */
    @Test
    void imagesOfOneStudyAreOneAnswer() {
        AnswerStatistics suspected = answers(3, 147, 100);

        Attribution attribution = Attribution.of(SOUND, REFERENCE, healthy, suspected, 15, Fixtures.LABELS);

        assertThat(attribution.cause()).isNotEqualTo(Cause.INPUT);
    }

    private Attribution attribution(@Nullable CanaryVerdict canaries, AnswerStatistics suspected) {
        return Attribution.of(canaries, REFERENCE, healthy, suspected, suspected.predictions(), Fixtures.LABELS);
    }

    private static CanaryVerdict verdict(Finding finding, String sentence) {
        return new CanaryVerdict("scorer-1", finding, null, sentence, 1, null);
    }

    /** So many answers of each class, grey values around {@code grey}; NaN where nobody reports them. */
    private static AnswerStatistics answers(int none, int benign, double grey) {
        var statistics = new AnswerStatistics(3);
        for (int n = 0; n < none + benign; n++) {
            int wave = n % 5 - 2;
            double margin = .6 + .1 * wave;
            double rest = (1 - margin) / 3;
            List<Double> probabilities = new ArrayList<>(List.of(rest, rest, rest));
            probabilities.set(n < none ? 0 : 1, 1 - 2 * rest);
            PredictionMade plain = Fixtures.prediction("v1", "s" + n, "i", 1, Fixtures.LABELS, probabilities);
            statistics.add(
                    Double.isNaN(grey)
                            ? plain
                            : Fixtures.with(
                                    new PredictionMade.InputStatistics(grey + 8 * wave, 30 + wave), null, plain));
        }
        return statistics;
    }
}
