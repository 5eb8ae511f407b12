package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Optional;

import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.PriorCorrection;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.repair.Ladder;
import org.equipoise.diagnosis.repair.RunSettings;
import org.equipoise.trainer.recipe.Recipe;

/** What may repair a run, by its diagnosis and its recipe. */
final class Repairs {

    private Repairs() {}

    static Diagnosis propose(
            Diagnosis card, Recipe recipe, RunExamination.Findings findings, Diagnosis.Run run, String modality) {
        List<Cause> causes = card.causes().stream()
                .map(NamedCause::cause)
                .map(Cause::named)
                .flatMap(Optional::stream)
                .toList();
        PriorCorrection prior = card.prior();
        var settings = new RunSettings(run.dataset(), modality, run.recipe(), run.settings(), recipe.settings());
        return card.of(
                run,
                Ladder.of(
                        causes,
                        findings.evidence(),
                        prior != null && prior.repairs(),
                        findings.preprocessing(),
                        settings));
    }
}
