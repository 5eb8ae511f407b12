package org.equipoise.trainer.registry;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.evaluation.JudgedAnswers;
import org.equipoise.trainer.evaluation.OperatingPoint;
import org.equipoise.trainer.modelcard.AnswerChoice;
import org.equipoise.trainer.modelcard.Calibration;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.reference.HealthyShares;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.jspecify.annotations.Nullable;

/** From a trained model to the words of the registry: its event, its card. */
public final class Registration {

    private Registration() {}

    /** The card of a model that was not judged yet. */
    static ModelCard card(TrainedModel model, Instant trainedAt) {
        DatasetFrozen dataset = model.dataset();
        return new ModelCard(
                trained(model, trainedAt),
                dataset.modality(),
                dataset.classCounts(),
                dataset.findings(),
                model.recipe().name(),
                model.recipe().choices(),
                model.request().seed(),
                model.telemetry(),
                model.bestEpoch(),
                model.device(),
                HealthyShares.of(expected(model), unseen(model)),
                calibration(model),
                answers(model),
                List.of(),
                null,
                null);
    }

    private static @Nullable AnswerChoice answers(TrainedModel model) {
        var validation = model.validation().labelled();
        ClassDistribution train = model.dataset().classCounts().get(Split.TRAIN);
        if (validation.isEmpty() || train == null || train.counts().contains(0L)) {
            return null;
        }
        return AnswerChoice.of(
                model.recipe().recipe().answers(),
                model.correction(),
                model.validation(),
                train.counts(),
                model.test()
                        .labelled()
                        .map(test -> OperatingPoint.of(validation.get(), test))
                        .orElse(List.of()));
    }

    private static @Nullable Calibration calibration(TrainedModel model) {
        var validation = model.validation().labelled();
        var uncalibrated = model.uncalibratedTest().labelled();
        var test = model.test().labelled();
        return validation.isEmpty() || uncalibrated.isEmpty() || test.isEmpty()
                ? null
                : Calibration.of(model.correction(), validation.get(), uncalibrated.get(), test.get());
    }

    /** Whether the probabilities can be believed; null without images in both splits. */
    public static @Nullable Calibration calibration(SplitPredictions validation, SplitPredictions test) {
        return validation
                .labelled()
                .flatMap(held -> test.labelled().map(answers -> Calibration.of(held, answers)))
                .orElse(null);
    }

    private static ModelTrained trained(TrainedModel model, Instant trainedAt) {
        String name = model.request().model();
        String version = ModelVersion.of(model);
        DatasetFrozen dataset = model.dataset();
        Map<String, String> recipe = new HashMap<>(model.recipe().recipe().settings());
        recipe.put("recipe", model.recipe().name());
        return new ModelTrained(
                name,
                version,
                model.request().runId(),
                dataset.dataset(),
                dataset.version(),
                recipe,
                dataset.labelSet(),
                dataset.shape(),
                ObjectKeys.modelVersion(name, version),
                evaluate(model.validation(), dataset.labelSet()),
                evaluate(model.test(), dataset.labelSet()),
                model.epochs(),
                model.seconds(),
                trainedAt,
                dataset.window(),
                dataset.fit());
    }

    /** Answers on a split, judged; see {@link #nothing} for one without images. */
    public static Evaluation evaluate(SplitPredictions predictions, LabelSet labelSet) {
        if (predictions.size() == 0) {
            return nothing(labelSet);
        }
        return predictions
                .labelled()
                .map(answers -> JudgedAnswers.evaluate(answers, labelSet))
                .orElseGet(() -> Evaluation.of(predictions.confusion(), labelSet));
    }

    /** A split without images: the gate refuses it, and the card says so. */
    public static Evaluation nothing(LabelSet labelSet) {
        var classes = labelSet.classes().stream()
                .map(name -> new Evaluation.PerClass(name, 0, 0, null, null, 0, 0, 1))
                .toList();
        return new Evaluation(0, 0, 0, 0, 0, null, null, classes, new ConfusionMatrix(labelSet.size()).rows());
    }

    /**
     * The classes as the model will meet them: at the prevalence it was told, else at the dataset's. A class that is
     * told to be rare counts at least one image, however rare: without one it would not exist.
     */
    private static ClassDistribution expected(TrainedModel model) {
        ClassDistribution whole = wholeDataset(model.dataset());
        List<Double> prevalence = model.recipe().recipe().answers().prevalence();
        return prevalence.isEmpty()
                ? whole
                : new ClassDistribution(prevalence.stream()
                        .map(share -> Math.max(1, Math.round(share * whole.total())))
                        .toList());
    }

    private static ClassDistribution wholeDataset(DatasetFrozen dataset) {
        return new ClassDistribution(IntStream.range(0, dataset.labelSet().size())
                .mapToObj(k -> dataset.classCounts().values().stream()
                        .mapToLong(counts -> counts.counts().get(k))
                        .sum())
                .toList());
    }

    private static ConfusionMatrix unseen(TrainedModel model) {
        var confusion = new ConfusionMatrix(model.dataset().labelSet().size());
        for (SplitPredictions split : new SplitPredictions[] {model.validation(), model.test()}) {
            for (int i = 0; i < split.size(); i++) {
                confusion.add(split.label(i), split.predictedClass(i));
            }
        }
        return confusion;
    }
}
