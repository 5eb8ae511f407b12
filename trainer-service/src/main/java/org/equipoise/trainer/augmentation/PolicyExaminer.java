package org.equipoise.trainer.augmentation;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.events.Transform;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.features.HeldOutAnswers;
import org.equipoise.trainer.modelcard.LabelSurvival;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.RecipeChoice;
import org.equipoise.trainer.training.AugmentationExamination;
import org.equipoise.trainer.training.FrozenNetworks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.ShardSource;

/**
 * Asks before a run whether its augmentation pays, where the automatic recipe chose it, and whether labels survive it.
 */
public final class PolicyExaminer implements AugmentationExamination {

    /** With fewer images neither question has an answer. */
    static final int FEWEST_IMAGES = 40;

    private static final String AUTO = "auto";
    private static final String LIMITS = "augmentationLimits";
    private static final String SYMMETRY = "symmetry";
    private static final int BATCH = 50;

    private final ShardSource.Factory shards;
    private final FrozenNetworks backbones;
    private final UnacquaintedChampion champions;
    private final ClassifierLoader loader;
    private final SurvivalObjects survivals;
    private final Clock clock;

    public PolicyExaminer(
            ShardSource.Factory shards,
            FrozenNetworks backbones,
            UnacquaintedChampion champions,
            ClassifierLoader loader,
            SurvivalObjects survivals,
            Clock clock) {
        this.shards = shards;
        this.backbones = backbones;
        this.champions = champions;
        this.loader = loader;
        this.survivals = survivals;
        this.clock = clock;
    }

    @Override
    public Examined examine(TrainingRequested request, DatasetFrozen dataset, ChosenRecipe chosen, Progress progress) {
        AugmentationPolicy policy = chosen.recipe().augmentation().unmixed();
        boolean pretrained = chosen.recipe().network().kind() == NetworkKind.BACKBONE;
        if (pretrained || policy.equals(AugmentationPolicy.NONE)) {
            return new Examined(chosen, List.of());
        }
        progress.stopIfSuperseded();
        // What an earlier attempt found may not be what this one finds.
        survivals.drop(request.runId());
        int fitting = AugmentedSample.fitting(dataset);
        if (fitting < FEWEST_IMAGES) {
            return new Examined(
                    chosen,
                    List.of("the augmentation was not examined: " + fitting + " images of "
                            + dataset.format().imageBytes() + " bytes fit into the " + AugmentedSample.MOST_BYTES
                            + " that are looked at, " + FEWEST_IMAGES + " would say something"));
        }
        ExaminationTime time = ExaminationTime.of(chosen.recipe(), clock);
        progress.said("looks at augmented copies of training images before the first step");
        AugmentedSample sample = AugmentedSample.draw(shards, request, dataset, policy, time);
        if (sample.size() < FEWEST_IMAGES) {
            return new Examined(
                    chosen,
                    List.of("the augmentation was not examined: " + sample.size()
                            + " different training images say nothing about it, " + FEWEST_IMAGES + " would"));
        }
        SampleFeatures seen =
                SampleFeatures.of(sample, backbones, chosen.recipe().network().backbone(), request.seed(), time);
        int[] labels = sample.originals().labels();
        int classes = dataset.labelSet().size();
        int[] folds = HeldOutAnswers.folds(labels, classes);
        double[][] alone = new HeldOutAnswers(seen.originals(), 1, classes, folds, time::check)
                .of(List.of(seen.originals()))
                .get(0);
        List<double[][]> beside = new HeldOutAnswers(seen.together(), 2, classes, folds, time::check)
                .of(List.of(seen.originals(), seen.copies()));
        ChosenRecipe tried = chosen;
        List<String> remarks = new ArrayList<>();
        if (isFree(chosen)) {
            AugmentationTrial trial = AugmentationTrial.of(labels, alone, beside.get(0), classes);
            tried = decided(chosen, trial, seen.seenBy());
            if (trial.harms()) {
                return new Examined(tried, List.of("auto trains without augmentation: " + trial.words()));
            }
        }
        LabelSurvival survival = SurvivalCheck.of(
                sample,
                dataset.labelSet(),
                champion(request.model(), dataset, sample, time)
                        .orElseGet(() -> new SurvivalCheck.Answers(seen.seenBy(), alone, beside.get(1))));
        progress.stopIfSuperseded();
        survivals.put(request.runId(), survival);
        if (survival.lost()) {
            remarks.add(survival.words());
        }
        return new Examined(because(tried, survival.words()), remarks);
    }

    /** What a person asked for is not decided again. */
    private static boolean isFree(ChosenRecipe chosen) {
        return chosen.name().equals(AUTO)
                && Arrays.stream(Transform.values()).noneMatch(transform -> chosen.given(transform.setting()));
    }

    private static ChosenRecipe decided(ChosenRecipe chosen, AugmentationTrial trial, String seenBy) {
        String why = seenBy + ": " + trial.words();
        String stays = trial.decides()
                ? "kept, as a network gains more from copies, by "
                : "undecided, as originals tell nothing, by ";
        Map<String, RecipeChoice> decided = new HashMap<>();
        for (Transform transform : Transform.values()) {
            if (transform.in(chosen.recipe().augmentation()) == 0) {
                continue;
            }
            String setting = transform.setting();
            decided.put(
                    setting,
                    trial.harms()
                            ? new RecipeChoice(
                                    setting,
                                    transform.isFlag() ? "false" : "0.0",
                                    "augmentation does not pay by " + why)
                            : chosen.choice(setting).because(stays + why));
        }
        if (trial.harms() && !chosen.given(SYMMETRY)) {
            decided.put(SYMMETRY, new RecipeChoice(SYMMETRY, "none", "images are not mirrored in training either"));
        }
        return chosen.with(decided);
    }

    private static ChosenRecipe because(ChosenRecipe chosen, String words) {
        return chosen.with(Map.of(LIMITS, chosen.choice(LIMITS).because(words)));
    }

    private Optional<SurvivalCheck.Answers> champion(
            String model, DatasetFrozen dataset, AugmentedSample sample, ExaminationTime time) {
        Champion champion = champions.of(model, dataset).orElse(null);
        if (champion == null) {
            return Optional.empty();
        }
        try (Classifier classifier = loader.load(champion)) {
            return Optional.of(new SurvivalCheck.Answers(
                    "the champion " + champion.version(),
                    answers(classifier, sample.originals(), time),
                    answers(classifier, sample.copies(), time)));
        } catch (UnusableModelException e) {
            // Whoever serves it says so; a held-out classifier can judge, too.
            return Optional.empty();
        }
    }

    private static double[][] answers(Classifier classifier, LabelledImages images, ExaminationTime time) {
        double[][] answers = new double[images.size()][];
        for (int from = 0; from < answers.length; from += BATCH) {
            time.check();
            int count = Math.min(BATCH, answers.length - from);
            ClassProbabilities said =
                    classifier.classify(ImageBatch.slice(images.format(), images.pixels(), from, count));
            for (int i = 0; i < count; i++) {
                answers[from + i] =
                        said.row(i).stream().mapToDouble(Double::doubleValue).toArray();
            }
        }
        return answers;
    }
}
