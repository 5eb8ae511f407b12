package org.equipoise.diagnosis.card;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.proof.ProvedCause;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;

/** A diagnosis of which experiments proved something: that is surer than any ranking, and stands first. */
public final class ProvedDiagnosis {

    private ProvedDiagnosis() {}

    /**
     * The card with what is proved in front.
     *
     * @param card what is known without these experiments
     * @param proved at least one
     */
    public static Diagnosis of(Diagnosis card, List<ProvedCause> proved, RankedDiagnosis.Examined examined) {
        ProvedCause first = proved.get(0);
        Map<String, NamedCause> causes = new LinkedHashMap<>();
        proved.forEach(one -> causes.put(one.cause().wireName(), NamedCause.of(new Ranked(one.cause(), 1))));
        card.causes().stream()
                .filter(one -> one.probability() == 1)
                .filter(one -> !one.cause().equals(Cause.HEALTHY.wireName()))
                .forEach(one -> causes.putIfAbsent(one.cause(), one));
        return new Diagnosis(
                card.subject(),
                card.condition(),
                proved.stream().map(one -> one.cause().sentence()).collect(Collectors.joining(" ")) + " "
                        + first.because(),
                List.copyOf(causes.values()),
                card.ruledOut().stream()
                        .filter(name -> !causes.containsKey(name))
                        .toList(),
                evidence(card, proved),
                card.missing(),
                card.recalls(),
                card.prior(),
                RankedDiagnosis.proof(first.by(), first.gain(), examined),
                card.repair(),
                card.at(),
                card.run(),
                card.proposals());
    }

    /** What proved it comes first, and speaks for it. */
    private static List<NamedEvidence> evidence(Diagnosis card, List<ProvedCause> proved) {
        List<NamedEvidence> first = new ArrayList<>();
        List<NamedEvidence> others = new ArrayList<>();
        for (NamedEvidence one : card.evidence()) {
            List<String> causes = proved.stream()
                    .filter(cause -> cause.by().wireName().equals(one.measure()))
                    .map(cause -> cause.cause().wireName())
                    .toList();
            if (causes.isEmpty()) {
                others.add(one);
            } else {
                first.add(new NamedEvidence(
                        one.measure(),
                        one.kind(),
                        one.value(),
                        one.unit(),
                        one.meaning(),
                        one.healthy(),
                        causes,
                        List.of()));
            }
        }
        first.addAll(others);
        return first;
    }
}
