package org.equipoise.diagnosis.card;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.proof.ProvedCause;
import org.equipoise.diagnosis.ranking.Ranking;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Balanced batches brought the recalls back. */
class ProvedDiagnosisTest {

    private static final RankedDiagnosis.Examined EXAMINED =
            new RankedDiagnosis.Examined("run", "collapsed", List.of(), 0.5, null, List.of());
    private static final List<ProvedCause> BALANCE =
            List.of(new ProvedCause(Cause.CLASS_IMBALANCE, Measure.BALANCED_GAIN, 0.3, "Balanced batches bring 0.3."));

    @Test
    void whatTheRankingNamesAndAnExperimentProvesIsSaidWithItsProof() {
        Diagnosis card = ProvedDiagnosis.of(ranked(new Ranked(Cause.CLASS_IMBALANCE, 0.9)), BALANCE, EXAMINED);

        assertThat(card.sentence()).endsWith("Balanced batches bring 0.3.");
        assertThat(card.causes()).extracting(Diagnosis.NamedCause::probability).containsExactly(0.9);
        assertThat(card.proof())
                .isNotNull()
                .satisfies(proof -> assertThat(proof.after()).isEqualTo(0.8));
    }

    /** They also help where labels were moved to the common class. */
    @Test
    void anExperimentProvesNothingWhereTheRankingIsSureOfAnotherCause() {
        Diagnosis ranked = ranked(new Ranked(Cause.MINORITY_RELABELLED, 0.8), new Ranked(Cause.CLASS_IMBALANCE, 0.2));

        assertThat(ProvedDiagnosis.of(ranked, BALANCE, EXAMINED)).isEqualTo(ranked);
    }

    @Test
    void amongSeveralTheProvedOneComesFirst() {
        Diagnosis card = ProvedDiagnosis.of(
                ranked(new Ranked(Cause.MINORITY_RELABELLED, 0.45), new Ranked(Cause.CLASS_IMBALANCE, 0.4)),
                BALANCE,
                EXAMINED);

        assertThat(card.causes())
                .extracting(Diagnosis.NamedCause::cause)
                .containsExactly("class-imbalance", "minority-relabelled");
    }

    private static Diagnosis ranked(Ranked... causes) {
        return RankedDiagnosis.of(EXAMINED, new Ranking(Arrays.asList(causes), List.of()), Instant.EPOCH);
    }
}
