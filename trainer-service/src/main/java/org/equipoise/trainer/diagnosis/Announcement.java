package org.equipoise.trainer.diagnosis;

import java.util.List;

import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.diagnosis.card.Diagnosis.Run;
import org.equipoise.diagnosis.card.DiagnosisPage;

/** What is said of a card of a run that was trained here; the same card gives the same event. */
final class Announcement {

    private Announcement() {}

    /** The event of a card that says which run it is of. */
    static DiagnosisMade event(Diagnosis card, Run run) {
        Diagnosis.Proof proof = card.proof();
        Repair repair = card.repair();
        return new DiagnosisMade(
                run.runId(),
                run.model(),
                run.version(),
                run.runId(),
                cut(card.condition()),
                cut(card.sentence()),
                card.causes().stream()
                        .map(cause -> new DiagnosisMade.NamedCause(cause.cause(), cause.probability()))
                        .toList(),
                proof == null
                        ? null
                        : new DiagnosisMade.Proof(
                                proof.experiment(), cut(proof.sentence()), proof.before(), proof.after()),
                ObjectKeys.diagnosis(run.model(), run.runId()),
                card.at(),
                repair == null
                        ? null
                        : new DiagnosisMade.Repair(
                                repair.runId(),
                                cut(repair.sentence()),
                                repair.before(),
                                repair.after(),
                                repair.repaired()));
    }

    /** Its page. */
    static String page(Diagnosis card, Run run) {
        return DiagnosisPage.render(card, List.of(), run.history(), run.priorEntropy(), List.of());
    }

    private static String cut(String words) {
        return words.length() <= DiagnosisMade.MOST_CHARACTERS
                ? words
                : words.substring(0, DiagnosisMade.MOST_CHARACTERS - 3) + "...";
    }
}
