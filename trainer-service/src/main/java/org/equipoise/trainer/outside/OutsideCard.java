package org.equipoise.trainer.outside;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.modelcard.Calibration;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.equipoise.trainer.reference.HealthyShares;
import org.equipoise.trainer.registry.Registration;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/** From a model trained elsewhere to the words of the registry. */
record OutsideCard(OutsideModel outside, String version, String artifactKey, InputShape input, ServingFormat format) {

    /** Nothing is known about the healthy answers: every share from 0 to 1 is. */
    HealthyReference unknownReference() {
        int classes = outside.labelSet().size();
        return new HealthyReference(
                Collections.nCopies(classes, 1.0 / classes),
                Collections.nCopies(classes, 0.0),
                Collections.nCopies(classes, 1.0),
                0);
    }

    Champion unjudgedChampion() {
        return new Champion(version, artifactKey, outside.labelSet(), input, unknownReference(), null, outside.fit());
    }

    ModelDecided promoted(String reason, Instant now) {
        var check =
                new GateCheck("not-judged", true, 0, 0, "No dataset was given: an operator answers for this version.");
        return new ModelDecided(
                outside.model(), version, runId(), Outcome.PROMOTED, List.of(check), unjudgedChampion(), now, reason);
    }

    ModelCard judgeable(
            DatasetFrozen dataset, SplitPredictions validation, SplitPredictions test, Instant registeredAt) {
        LabelSet labels = outside.labelSet();
        ConfusionMatrix unseen = validation.confusion();
        for (int i = 0; i < test.size(); i++) {
            unseen.add(test.label(i), test.predictedClass(i));
        }
        ModelTrained trained = trained(
                dataset.dataset(),
                dataset.version(),
                Registration.evaluate(validation, labels),
                Registration.evaluate(test, labels),
                registeredAt);
        var counts = OutsideCounts.reordered(dataset, labels);
        HealthyReference reference = HealthyShares.of(OutsideCounts.sum(counts), unseen);
        return card(
                trained,
                dataset.modality(),
                counts,
                dataset.findings(),
                reference,
                Registration.calibration(validation, test));
    }

    ModelCard unjudged(Instant registeredAt) {
        Evaluation nothing = Registration.nothing(outside.labelSet());
        ModelTrained trained = trained("none", "none", nothing, nothing, registeredAt);
        return card(trained, "OT", Map.of(), List.of("No dataset was given."), unknownReference(), null);
    }

    private ModelCard card(
            ModelTrained trained,
            String modality,
            Map<org.equipoise.common.labels.Split, org.equipoise.common.labels.ClassDistribution> counts,
            List<String> findings,
            HealthyReference reference,
            @Nullable Calibration calibration) {
        return new ModelCard(
                trained,
                modality,
                counts,
                findings,
                ModelCard.ELSEWHERE,
                settings().entrySet().stream()
                        .map(e -> new RecipeChoice(e.getKey(), e.getValue(), "as the operator or the file said"))
                        .toList(),
                0,
                List.of(),
                0,
                ModelCard.ELSEWHERE,
                reference,
                calibration,
                null,
                List.of(),
                null,
                null);
    }

    private ModelTrained trained(
            String dataset, String datasetVersion, Evaluation validation, Evaluation test, Instant registeredAt) {
        Map<String, String> recipe = settings();
        recipe.put("recipe", ModelCard.ELSEWHERE);
        return new ModelTrained(
                outside.model(),
                version,
                runId(),
                dataset,
                datasetVersion,
                recipe,
                outside.labelSet(),
                input,
                artifactKey,
                validation,
                test,
                0,
                0,
                registeredAt,
                null,
                outside.fit());
    }

    private String runId() {
        return "registered-" + version;
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("signature", format.signature());
        settings.put("inputType", format.input() == ServingFormat.Input.UINT8 ? "uint8" : "float32");
        settings.put("scale", Double.toString(format.scale()));
        settings.put("offset", Double.toString(format.offset()));
        settings.put("output", format.output() == ServingFormat.Output.LOGITS ? "logits" : "softmax");
        return settings;
    }
}
