package org.equipoise.trainer.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.RankedDiagnosis;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.ranking.Ranking;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SplitPredictions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Trained on 900 flat and 45 steep stripes; it answers flat to all, less surely where stripes are steep. */
class DeducedTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final LabelSet LABELS = new LabelSet(List.of("flat", "steep"));

    @Test
    void imbalanceIsProvedByTheSubtractedPrior() {
        Diagnosis deduced = deduced(Map.of()).orElseThrow();

        assertThat(deduced.causes()).extracting(Diagnosis.NamedCause::cause).containsExactly("class-imbalance");
        assertThat(deduced.proof()).isNotNull().satisfies(proof -> {
            assertThat(proof.before()).isEqualTo(0.5);
            assertThat(proof.after()).isEqualTo(1);
        });
        assertThat(deduced.sentence()).contains("so many more training images");
    }

    @Test
    void ofARunThatBalancedItsClassesNothingIsDeduced() {
        assertThat(deduced(Map.of("sampling", "balanced"))).isEmpty();
        assertThat(deduced(Map.of("classWeights", "balanced"))).isEmpty();
    }

    @Test
    void whatWasMeasuredBesidesStaysOnTheCard() {
        Evidence measured = Evidence.of(Map.of(Measure.WEIGHTS_MOVED, -0.5, Measure.IMBALANCE_RATIO, 20.0));
        Diagnosis ranked = ranked(Cause.CLASS_IMBALANCE);

        Diagnosis card = Deduced.with(
                ranked, measured, Optional.empty(), deduced(Map.of()).orElseThrow());

        assertThat(card.evidence())
                .extracting(Diagnosis.NamedEvidence::measure)
                .contains("weights-moved")
                .containsOnlyOnce("imbalance-ratio");
        assertThat(card.missing()).extracting(Diagnosis.Missing::what).containsExactly("overfit");
        assertThat(card.condition()).isEqualTo("collapsed");
        assertThat(card.prior()).isNotNull();
    }

    /** Labels that were moved look imbalanced, too. */
    @Test
    void aSubtractedPriorIsAProofWhereTheRankingNamesTheImbalance() {
        Diagnosis deduced = deduced(Map.of()).orElseThrow();

        assertThat(Deduced.with(ranked(Cause.CLASS_IMBALANCE), Evidence.NONE, Optional.empty(), deduced)
                        .proof())
                .isEqualTo(deduced.proof());
        assertThat(Deduced.with(ranked(Cause.MINORITY_RELABELLED), Evidence.NONE, Optional.empty(), deduced)
                        .proof())
                .isNull();
    }

    private static Diagnosis ranked(Cause first) {
        return RankedDiagnosis.of(
                new RankedDiagnosis.Examined("run", "collapsed", List.of(), 0.5, null, List.of(Measure.OVERFIT)),
                new Ranking(List.of(new Ranking.Ranked(first, 0.9)), List.of()),
                NOW);
    }

    private static Optional<Diagnosis> deduced(Map<String, String> settings) {
        LabelledImages validation = ExaminedRuns.stripes(80, 2);
        float[] probabilities = new float[2 * validation.size()];
        for (int i = 0; i < validation.size(); i++) {
            probabilities[2 * i + 1] = validation.label(i) == 1 ? 0.2f : 0.01f;
            probabilities[2 * i] = 1 - probabilities[2 * i + 1];
        }
        ExaminedRun bare = ExaminedRuns.bare(settings, ExaminedRuns.stripes(16, 1));
        var run = new ExaminedRun(
                bare.recipe(),
                bare.network(),
                bare.seed(),
                List.of(900L, 45L),
                bare.training(),
                validation,
                null,
                new SplitPredictions(2, validation.labels(), probabilities),
                List.of(),
                Optional.empty(),
                "");
        return Deduced.of("run", run, LABELS, null, NOW);
    }
}
