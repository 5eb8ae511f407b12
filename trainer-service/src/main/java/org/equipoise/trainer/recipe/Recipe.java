package org.equipoise.trainer.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.ShardRequested.Sampling;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.sampling.EpochSampling;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.optimisation.Course;
import org.equipoise.trainer.optimisation.GradientClipping;
import org.equipoise.trainer.optimisation.LearningRateSchedule;
import org.equipoise.trainer.optimisation.Optimiser;
import org.jspecify.annotations.Nullable;

/**
 * Everything a run may be told, each setting within its range.
 *
 * @param augmentation what is done to a training image
 * @param augmentationBound what that may be
 */
public record Recipe(
        NetworkSettings network,
        LossSettings loss,
        BalanceSettings balance,
        AugmentationPolicy augmentation,
        AugmentationBound augmentationBound,
        OptimiserSettings optimiser,
        ScheduleSettings schedule,
        AnswerSettings answers) {

    public Recipe {
        if (schedule.replanned() != null && balance.classifierEpochs() > 0) {
            throw new InvalidRecipeException(
                    "epochsReplanned", schedule.replanned().toString(), "of a run without classifierEpochs");
        }
    }

    /**
     * What is trained.
     *
     * @param depth of a residual network: 8, 10, 14 or 18
     * @param width of a residual network: 2, 4, 8, 16, 32 or 64
     * @param members networks that are trained side by side and answer together, 1 to 16
     * @param side pixels that they see the images at
     * @param dropout fraction of the units before the classifier left out in a training step, in [0, 0.9]
     * @param backbone name of the pretrained network; {@code only} for the only one there is
     * @param backboneSide pixels that its images are resized to, 32 to 320
     * @param companion whether a pretrained network answers, too
     */
    public record NetworkSettings(
            NetworkKind kind,
            int depth,
            int width,
            int members,
            NetworkSide side,
            double dropout,
            String backbone,
            int backboneSide,
            Companion companion) {

        /** A network that is trained, alone. */
        public NetworkSettings(NetworkKind kind, int depth, int width, int members, double dropout) {
            this(
                    kind,
                    depth,
                    width,
                    members,
                    new NetworkSide(NetworkSide.VERSION),
                    dropout,
                    "only",
                    112,
                    Companion.NONE);
        }

        public NetworkSettings {
            RecipeTable.require("backbone", backbone);
            RecipeTable.check("backboneSide", backboneSide);
            RecipeTable.check("networkDepth", depth);
            RecipeTable.check("networkWidth", width);
            RecipeTable.check("ensembleMembers", members);
            RecipeTable.check("dropout", dropout);
        }

        /** The network for these images. */
        public NetworkDescription describe(InputShape input, int classes) {
            InputShape seen = side.of(input);
            return switch (kind) {
                case ARTICLE_CNN -> trained(NetworkDescription.articleCnn(seen, classes, dropout), input);
                case CONV4 -> trained(NetworkDescription.conv4(seen, classes, dropout), input);
                case RESIDUAL -> trained(NetworkDescription.residual(seen, classes, dropout, depth, width), input);
                case BACKBONE -> NetworkDescription.backbone(input, classes, List.of());
            };
        }

        private NetworkDescription trained(NetworkDescription one, InputShape input) {
            return one.fed(input).ensemble(members);
        }
    }

    /** What answers together with the network that is trained. */
    public enum Companion {
        /** Nothing. */
        NONE,
        /** A linear classifier of what a pretrained network sees. */
        BACKBONE,
        /** That, where folds of the training images say that it sees something. */
        AUTO
    }

    /**
     * What is minimised.
     *
     * @param labelSmoothing share of the target that is spread over all classes, in [0, 0.5]
     * @param focalGamma of the focal loss, in [0, 10]
     * @param adjustment tau of the logit-adjusted loss, in [0, 4]
     */
    public record LossSettings(LossName name, double labelSmoothing, double focalGamma, double adjustment) {
        public LossSettings {
            RecipeTable.check("labelSmoothing", labelSmoothing);
            RecipeTable.check("focalGamma", focalGamma);
            RecipeTable.check("lossAdjustment", adjustment);
        }
    }

    /** The losses that can be minimised. */
    public enum LossName {
        /** Softmax cross-entropy, each image with the weight of its class. */
        CROSS_ENTROPY,
        /** Cross-entropy in which what is answered well counts little. */
        FOCAL,
        /** Cross-entropy in which a rare class needs a margin. */
        LOGIT_ADJUSTED
    }

    /**
     * How rare classes are kept.
     *
     * @param classWeights how the classes count in the loss, in training and in validation
     * @param effectiveNumberBeta of the effective-number weights and draws, in [0, 0.99999]
     * @param reweightFrom fraction of the epochs after which the weights begin to count, in [0, 0.99]: deferred
     *     re-weighting, Cao et al., NeurIPS 2019, arXiv:1906.07413
     * @param sampling how an epoch is drawn
     * @param classifierEpochs last epochs, in which only the classifier is trained, anew, on balanced samples; 0 to
     *     1000. Kang et al., ICLR 2020, arXiv:1910.09217 (cRT)
     * @param minorityShare least share of a class, where a quota is drawn, in [0.001, 0.5]
     * @param mostRepeats how often an epoch may draw one image for its sake, 1 to 1000
     */
    public record BalanceSettings(
            ClassWeighting classWeights,
            double effectiveNumberBeta,
            double reweightFrom,
            Sampling sampling,
            int classifierEpochs,
            double minorityShare,
            int mostRepeats) {
        public BalanceSettings {
            RecipeTable.check("effectiveNumberBeta", effectiveNumberBeta);
            RecipeTable.check("reweightFrom", reweightFrom);
            RecipeTable.check("classifierEpochs", classifierEpochs);
            RecipeTable.check("minorityShare", minorityShare);
            RecipeTable.check("mostRepeats", mostRepeats);
        }

        /** How the epochs are drawn that are not the classifier's own. */
        public EpochSampling drawn() {
            return new EpochSampling(sampling, effectiveNumberBeta, minorityShare, mostRepeats);
        }
    }

    /** How far training images may be augmented. */
    public enum AugmentationBound {
        /** As far as images of their modality bear. */
        MODALITY,
        /** As far as somebody asks for, who knows the images or wants to see what comes of it. */
        NONE
    }

    /** How the classes count in the loss. */
    public enum ClassWeighting {
        /** Every image counts the same. */
        NONE,
        /** An image of class k counts {@code N / (K * n_k)}. */
        BALANCED,
        /** By the effective number of images of its class. */
        EFFECTIVE_NUMBER
    }

    /**
     * How a step is taken.
     *
     * @param weightDecay in [0, 1]; not read by Adam
     * @param momentum in [0, 0.999]; read by SGD
     * @param clipNorm greatest length of a step's gradient, in [0, 1000]; 0 for any
     * @param averageDecay of the averaged weights, in [0, 0.9999]; 0 keeps none
     * @param batchSize images in a training step, 1 to 1024
     */
    public record OptimiserSettings(
            Optimiser.Algorithm algorithm,
            double weightDecay,
            double momentum,
            double clipNorm,
            double averageDecay,
            int batchSize) {
        public OptimiserSettings {
            RecipeTable.check("weightDecay", weightDecay);
            RecipeTable.check("momentum", momentum);
            RecipeTable.check("clipNorm", clipNorm);
            RecipeTable.check("averageDecay", averageDecay);
            RecipeTable.check("batchSize", batchSize);
        }

        /** The update rule with what it reads. */
        public Optimiser optimiser() {
            return switch (algorithm) {
                case ADAM -> Optimiser.adam();
                case ADAMW -> Optimiser.adamW(weightDecay);
                case SGD -> Optimiser.sgd(momentum, weightDecay);
            };
        }

        /** The limit of a step's gradient. */
        public GradientClipping clipping() {
            return clipNorm == 0 ? GradientClipping.off() : new GradientClipping(clipNorm);
        }
    }

    /**
     * How long, and how large the steps are on the way.
     *
     * @param learningRate the largest step size, in [1e-6, 1]
     * @param learningRateSearch whether a range test looks for a better one first
     * @param shape how the step size changes over the run
     * @param warmUp fraction of the steps in which the step size grows from 0, in [0, 0.5]; one-cycle has its own
     * @param epochs most epochs, 1 to 1000
     * @param patience epochs without an improvement after which the run stops, 1 to 1000
     * @param minutes the training may take, 0 for any time, at most 10080
     * @param replanned how a run that is repeated planned its epochs anew on the way; absent where it did not
     * @param stopOn what counts as an improvement on the validation split
     * @param crossValidation whether each member leaves out a fold of the training split, and what is chosen is chosen
     *     on its answers to that, too
     */
    public record ScheduleSettings(
            double learningRate,
            boolean learningRateSearch,
            LearningRateSchedule.Shape shape,
            double warmUp,
            int epochs,
            int patience,
            double minutes,
            @Nullable Course replanned,
            StopCriterion stopOn,
            boolean crossValidation) {

        /** Members that leave out a fold each, at least: of two, each would learn from one half of the images. */
        public static final int FEWEST_FOLDS = 3;

        /** Step sizes up to this one. */
        public LearningRateSchedule upTo(double peak) {
            return new LearningRateSchedule(shape, peak, shape == LearningRateSchedule.Shape.ONE_CYCLE ? 0 : warmUp);
        }

        public ScheduleSettings {
            RecipeTable.check("learningRate", learningRate);
            RecipeTable.check("warmUp", warmUp);
            RecipeTable.check("epochs", epochs);
            RecipeTable.check("patience", patience);
            RecipeTable.check("minutes", minutes);
            if (replanned != null && (replanned.epochs() != epochs || minutes > 0)) {
                throw new InvalidRecipeException(
                        "epochsReplanned", replanned.toString(), "of a run without minutes, and end in its epochs");
            }
        }

        /** The epochs as they are planned before the first one. */
        public Course course() {
            return replanned == null ? Course.of(epochs) : replanned;
        }
    }

    /** What must improve. */
    public enum StopCriterion {
        /** Fraction answered right; blind to a lost class. */
        ACCURACY,
        /** Mean of the recalls. */
        BALANCED_ACCURACY,
        /** Area under the ROC curve, mean over the classes; blind to where the line is drawn. */
        AUC,
        /** The validation loss, weighted as in training. */
        LOSS
    }

    /**
     * What is done to the answers of the finished network.
     *
     * @param adjustment tau of the post-hoc logit adjustment, in [0, 4], against the class shares that the network's
     *     answers assume: where training evened them, nothing is left to adjust
     * @param prevalence share of each class where the model will answer, summing to 1; empty where nobody knows. It
     *     takes the place of the adjustment
     * @param aim what the way back to the training prevalence is chosen for; another aim than none takes the place of
     *     the adjustment and the prevalence
     * @param costs of wrong answers, read by {@link AnswerAim#COST}
     * @param sought class that is to be found, read by {@link AnswerAim#SENSITIVITY}; absent of another aim
     * @param symmetry views of an image that an answer is averaged over
     * @param calibration how sure the answers are made
     */
    public record AnswerSettings(
            double adjustment,
            List<Double> prevalence,
            AnswerAim aim,
            CostMatrix costs,
            @Nullable SoughtClass sought,
            Symmetry symmetry,
            Calibration calibration) {
        public AnswerSettings {
            prevalence = List.copyOf(prevalence);
            RecipeTable.check("answerAdjustment", adjustment);
        }

        /** For which nothing is chosen. */
        public AnswerSettings(double adjustment, List<Double> prevalence, Symmetry symmetry, Calibration calibration) {
            this(adjustment, prevalence, AnswerAim.NONE, new CostMatrix(List.of()), null, symmetry, calibration);
        }
    }

    /** How sure the answers are made. */
    public enum Calibration {
        /** As they come. */
        NONE,
        /** One temperature, fitted on the validation split. */
        TEMPERATURE
    }

    /** Every setting by its name, in a fixed order, as a custom recipe is written. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("network", SettingRange.OneOf.wireName(network.kind()));
        settings.put("networkDepth", Integer.toString(network.depth()));
        settings.put("networkWidth", Integer.toString(network.width()));
        settings.put("ensembleMembers", Integer.toString(network.members()));
        settings.put("networkSide", network.side().value());
        settings.put("dropout", Double.toString(network.dropout()));
        settings.put("backbone", network.backbone());
        settings.put("backboneSide", Integer.toString(network.backboneSide()));
        settings.put("companion", SettingRange.OneOf.wireName(network.companion()));
        settings.put("loss", SettingRange.OneOf.wireName(loss.name()));
        settings.put("labelSmoothing", Double.toString(loss.labelSmoothing()));
        settings.put("focalGamma", Double.toString(loss.focalGamma()));
        settings.put("lossAdjustment", Double.toString(loss.adjustment()));
        settings.put("classWeights", SettingRange.OneOf.wireName(balance.classWeights()));
        settings.put("effectiveNumberBeta", Double.toString(balance.effectiveNumberBeta()));
        settings.put("reweightFrom", Double.toString(balance.reweightFrom()));
        settings.put("sampling", SettingRange.OneOf.wireName(balance.sampling()));
        settings.put("minorityShare", Double.toString(balance.minorityShare()));
        settings.put("mostRepeats", Integer.toString(balance.mostRepeats()));
        settings.put("classifierEpochs", Integer.toString(balance.classifierEpochs()));
        for (Transform transform : Transform.values()) {
            double limit = transform.in(augmentation);
            settings.put(
                    transform.setting(), transform.isFlag() ? Boolean.toString(limit != 0) : Double.toString(limit));
        }
        settings.put("mixupPartner", SettingRange.OneOf.wireName(augmentation.partner()));
        settings.put("augmentationLimits", SettingRange.OneOf.wireName(augmentationBound));
        settings.put("optimiser", SettingRange.OneOf.wireName(optimiser.algorithm()));
        settings.put("weightDecay", Double.toString(optimiser.weightDecay()));
        settings.put("momentum", Double.toString(optimiser.momentum()));
        settings.put("clipNorm", Double.toString(optimiser.clipNorm()));
        settings.put("averageDecay", Double.toString(optimiser.averageDecay()));
        settings.put("batchSize", Integer.toString(optimiser.batchSize()));
        settings.put("learningRate", Double.toString(schedule.learningRate()));
        settings.put("learningRateSearch", Boolean.toString(schedule.learningRateSearch()));
        settings.put("schedule", SettingRange.OneOf.wireName(schedule.shape()));
        settings.put("warmUp", Double.toString(schedule.warmUp()));
        settings.put("epochs", Integer.toString(schedule.epochs()));
        settings.put("patience", Integer.toString(schedule.patience()));
        settings.put("minutes", Double.toString(schedule.minutes()));
        settings.put(
                "epochsReplanned",
                schedule.replanned() == null
                        ? SettingRange.Replanned.NONE
                        : schedule.replanned().toString());
        settings.put("stopOn", SettingRange.OneOf.wireName(schedule.stopOn()));
        settings.put("crossValidation", Boolean.toString(schedule.crossValidation()));
        settings.put("answerAdjustment", Double.toString(answers.adjustment()));
        settings.put("prevalence", RecipeSettings.shares(answers.prevalence()));
        settings.put("aim", SettingRange.OneOf.wireName(answers.aim()));
        settings.put("aimCosts", answers.costs().toString());
        SoughtClass sought = answers.sought();
        settings.put("aimFinds", sought == null ? SoughtClass.NONE : sought.toString());
        settings.put("symmetry", SettingRange.OneOf.wireName(answers.symmetry()));
        settings.put("calibration", SettingRange.OneOf.wireName(answers.calibration()));
        return settings;
    }
}
