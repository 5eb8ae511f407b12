package org.equipoise.trainer.modelcard;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.jspecify.annotations.Nullable;

/**
 * Everything the registry knows about a version, in the spirit of Mitchell et al., "Model cards for model reporting"
 * (2019).
 *
 * @param trained the version, its recipe and its evaluations
 * @param classCounts images of each class in each split of the dataset
 * @param findings what was odd in the dataset, as sentences
 * @param recipeName {@code naive}, {@code auto} or {@code custom}
 * @param choices every setting with its reason
 * @param seed of everything random in the run
 * @param telemetry one entry per epoch
 * @param bestEpoch epoch whose weights were kept, from 1
 * @param device what computed
 * @param reference how often each class is answered while the model is healthy
 * @param calibration whether the probabilities can be believed; absent without images in both held-out splits
 * @param answers what the answers are for and might be for instead; absent where the network's own are not known, and
 *     in cards written before it was
 * @param mistakes test images answered wrongly with the highest probability, the worst first; empty when there are none
 *     or their pixels are gone
 * @param survival whether labels survived the augmentation, asked before the training; absent where it was not asked
 * @param decision the gate's decision; absent until it fell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelCard(
        ModelTrained trained,
        String modality,
        Map<Split, ClassDistribution> classCounts,
        List<String> findings,
        String recipeName,
        List<RecipeChoice> choices,
        long seed,
        List<EpochTelemetry> telemetry,
        int bestEpoch,
        String device,
        HealthyReference reference,
        @Nullable Calibration calibration,
        @Nullable AnswerChoice answers,
        List<Mistake> mistakes,
        @Nullable LabelSurvival survival,
        @Nullable ModelDecided decision) {

    /** The recipe of a model trained elsewhere: its dataset is the one that it was judged on. */
    public static final String ELSEWHERE = "elsewhere";

    public ModelCard {
        var bySplit = new EnumMap<Split, ClassDistribution>(Split.class);
        bySplit.putAll(classCounts);
        classCounts = Collections.unmodifiableMap(bySplit);
        findings = List.copyOf(findings);
        choices = List.copyOf(choices);
        telemetry = List.copyOf(telemetry);
        mistakes = List.copyOf(mistakes);
    }

    /** Whether it is known to have learned from other images than a dataset's. */
    public boolean isUnacquaintedWith(String dataset) {
        return !recipeName.equals(ELSEWHERE) && !trained.dataset().equals(dataset);
    }

    /** The same card with pictures of these mistakes. */
    public ModelCard withMistakes(List<Mistake> pictured) {
        return with(pictured, survival, decision);
    }

    /** The same card with what was found about its augmentation. */
    public ModelCard withSurvival(@Nullable LabelSurvival found) {
        return with(mistakes, found, decision);
    }

    /** The same card with the gate's decision. */
    public ModelCard withDecision(ModelDecided decided) {
        return with(mistakes, survival, decided);
    }

    private ModelCard with(List<Mistake> pictured, @Nullable LabelSurvival found, @Nullable ModelDecided decided) {
        return new ModelCard(
                trained,
                modality,
                classCounts,
                findings,
                recipeName,
                choices,
                seed,
                telemetry,
                bestEpoch,
                device,
                reference,
                calibration,
                answers,
                pictured,
                found,
                decided);
    }
}
