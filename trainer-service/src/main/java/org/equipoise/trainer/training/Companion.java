package org.equipoise.trainer.training;

import java.util.Collections;
import java.util.List;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.network.Symmetry;
import org.equipoise.trainer.recipe.Recipe;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of what a pretrained network sees, which answers together with a network that is trained. It is fitted
 * once, before the first epoch, with even classes; a run that goes on fits it again, from the features that are kept,
 * to the same bits.
 */
final class Companion {

    private final TrainingPorts ports;
    private final DatasetFrozen dataset;
    private final Backbone backbone;
    private final int side;
    private final boolean mirror;
    private final List<Double> even;
    private final List<Double> noOffsets;
    private final BackboneHead head;

    /** Kept only until folds are left out: they are large where they are many. */
    private @Nullable FeatureRows training;

    private final FeatureRows validation;
    private UnseenAnswers unseen;

    /**
     * Looks at the training and the validation split, and learns from the former.
     *
     * @throws RunFailedException if the network cannot be read, or another one has its name by now
     */
    Companion(
            TrainingPorts ports,
            DatasetFrozen dataset,
            Recipe recipe,
            Backbone backbone,
            DatasetFeatures.Progress progress) {
        this.ports = ports;
        this.dataset = dataset;
        this.backbone = backbone;
        side = recipe.network().backboneSide();
        mirror = recipe.answers().symmetry() != Symmetry.NONE;
        int classes = dataset.labelSet().size();
        even = Collections.nCopies(classes, 1.0 / classes);
        noOffsets = Collections.nCopies(classes, 0.0);
        try (FrozenNetwork network = open()) {
            DatasetFeatures features = features(network, progress);
            FeatureRows all = features.of(Split.TRAIN, mirror);
            training = recipe.schedule().crossValidation() ? all : null;
            head = BackboneHead.fit(all, mirror ? 2 : 1, even, noOffsets, Looking::stopIfInterrupted);
            validation = features.of(Split.VALIDATION, mirror);
            unseen = UnseenAnswers.of(head.answers(validation));
        }
    }

    /**
     * Answers the training images, too, each by a classifier that is fitted without its fold. What was seen of them is
     * let go: this is done once.
     *
     * @param folds absent where nothing is left out
     */
    void leaveOut(@Nullable CrossValidation folds) {
        FeatureRows rows = training;
        training = null;
        if (folds == null) {
            return;
        }
        if (rows == null) {
            throw new IllegalStateException("the recipe leaves no folds out, or they were left out before");
        }
        unseen = head.unseen(rows, validation, folds, even, noOffsets, Looking::stopIfInterrupted);
    }

    private FrozenNetwork open() {
        try {
            return ports.backbones().open(backbone, dataset.format(), side);
        } catch (InvalidBackboneException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
    }

    private DatasetFeatures features(FrozenNetwork network, DatasetFeatures.Progress progress) {
        return DatasetFeatures.kept(ports, dataset, backbone, side, network, progress);
    }

    /** The pretrained network. */
    Backbone backbone() {
        return backbone;
    }

    /** How a network answers together with this, by images that neither learnt from. */
    AnswerPool.Fitted pool(UnseenAnswers network, List<Double> assumed) {
        return AnswerPool.fit(network, unseen, assumed);
    }

    /** What both answer to those images, without what their parts would. */
    UnseenAnswers answers(AnswerPool pool, UnseenAnswers network) {
        return new UnseenAnswers(
                pool.applied(network.validation(), unseen.validation()),
                pool.applied(network.outOfFold(), unseen.outOfFold()),
                List.of());
    }

    /** What both answer to the test split. */
    SplitPredictions test(AnswerPool pool, SplitPredictions network, DatasetFeatures.Progress progress) {
        try (FrozenNetwork frozen = open()) {
            return pool.applied(network, head.answers(features(frozen, progress).of(Split.TEST, mirror)));
        }
    }

    /** Both as one model. */
    SavedModel export(TrainableNetwork network, AnswerPool pool, LogitCorrection correction) {
        try (FrozenNetwork frozen = open()) {
            return network.export(
                    correction, new ServedCompanion(frozen, head.standardisation(), head.head(), mirror, pool));
        }
    }

    /** One sentence about how it was fitted. */
    String words() {
        return "the classifier of what " + backbone.name() + " sees at " + side + " pixels: " + head.words();
    }
}
