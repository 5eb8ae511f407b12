package org.equipoise.diagnosis.card;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.proof.ProvedCause;
import org.equipoise.diagnosis.ranking.Ranking;

/**
 * A diagnosis of whose causes experiments proved one: the most probable one, or, where the ranking is not sure, one
 * that it names. An experiment that brings the recalls back under a cause which the whole evidence speaks against
 * proves nothing: balanced batches also help where labels were moved.
 */
public final class ProvedDiagnosis {

    private ProvedDiagnosis() {}

    /** The card with what is proved in front; the same card where nothing is. */
    public static Diagnosis of(Diagnosis card, List<ProvedCause> proved, RankedDiagnosis.Examined examined) {
        return card.causes().stream()
                .limit(sure(card) ? 1 : card.causes().size())
                .flatMap(named -> proved.stream()
                        .filter(one -> one.cause().wireName().equals(named.cause()))
                        .map(one -> of(card, named, one, examined)))
                .findFirst()
                .orElse(card);
    }

    private static boolean sure(Diagnosis card) {
        return card.causes().stream().anyMatch(named -> named.probability() > Ranking.SURE);
    }

    private static Diagnosis of(
            Diagnosis card, NamedCause first, ProvedCause proved, RankedDiagnosis.Examined examined) {
        return new Diagnosis(
                card.subject(),
                card.condition(),
                proved.cause().sentence() + " " + proved.because(),
                Stream.concat(Stream.of(first), card.causes().stream().filter(named -> !named.equals(first)))
                        .toList(),
                card.ruledOut(),
                evidence(card, proved),
                card.missing(),
                card.recalls(),
                card.prior(),
                RankedDiagnosis.proof(proved.by(), proved.gain(), examined),
                card.repair(),
                card.at(),
                card.run(),
                card.proposals());
    }

    /** What proved it comes first. */
    private static List<NamedEvidence> evidence(Diagnosis card, ProvedCause proved) {
        Predicate<NamedEvidence> by = one -> one.measure().equals(proved.by().wireName());
        return Stream.concat(
                        card.evidence().stream().filter(by),
                        card.evidence().stream().filter(by.negate()))
                .toList();
    }
}
