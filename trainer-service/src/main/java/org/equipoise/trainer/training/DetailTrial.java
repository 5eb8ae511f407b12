package org.equipoise.trainer.training;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.features.EvenLoss;
import org.equipoise.trainer.features.FeatureRows;
import org.equipoise.trainer.features.HeldOutAnswers;
import org.equipoise.trainer.network.AreaMean;
import org.equipoise.trainer.network.SideChoice;
import org.equipoise.trainer.recipe.NetworkSide;

/**
 * What is lost of some training images when they are reduced: a pretrained network looks at them as they are and
 * reduced, resized to one side both times, and classifiers of what it sees answer the same held-out images. Sides that
 * a pretrained network resizes to would not tell: it may see more in images that it is shown larger, whatever they
 * show.
 */
final class DetailTrial {

    private final FrozenNetworks networks;
    private final Clock clock;
    private final Backbone backbone;
    private final int side;
    private final int classes;
    private final double seconds;
    private final DatasetFeatures.Progress progress;

    /**
     * @param side pixels that the pretrained network resizes the images to
     * @param seconds that it may take, after which no other side is tried; one that takes twice that is given up
     */
    DetailTrial(
            TrainingPorts ports,
            Backbone backbone,
            int side,
            int classes,
            double seconds,
            DatasetFeatures.Progress progress) {
        networks = ports.backbones();
        clock = ports.clock();
        this.backbone = backbone;
        this.side = side;
        this.classes = classes;
        this.seconds = seconds;
        this.progress = progress;
    }

    /**
     * Of sides from small to large, until one shows as much as the images do; fewer, or none, where the time ends.
     *
     * @param sides below the images' own
     */
    List<SideChoice.Detail> of(LabelledImages sample, List<Integer> sides) {
        Instant begin = clock.instant();
        List<SideChoice.Detail> details = new ArrayList<>();
        Optional<EvenLoss> whole = loss(sample, begin);
        for (int smaller : sides) {
            if (whole.isEmpty() || since(begin) > seconds) {
                break;
            }
            Optional<EvenLoss> reduced = loss(reduced(sample, smaller), begin);
            if (reduced.isEmpty()) {
                break;
            }
            EvenLoss more = reduced.get().minus(whole.get(), sample.labels(), classes);
            var detail = new SideChoice.Detail(smaller, more.mean(), more.error());
            details.add(detail);
            if (detail.enough()) {
                break;
            }
        }
        return details;
    }

    private static LabelledImages reduced(LabelledImages images, int side) {
        InputFormat from = images.format();
        var to = new InputFormat(NetworkSide.reduced(from.shape(), side), from.window(), from.fit());
        byte[] pixels = AreaMean.of(from.shape(), to.shape()).applied(images.pixels(), from, to);
        return new LabelledImages(to, pixels, images.labels());
    }

    /** Of held-out images; empty where looking at them takes far too long. */
    private Optional<EvenLoss> loss(LabelledImages images, Instant begin) {
        int features = backbone.kind().features();
        float[] values = new float[images.size() * features];
        try (FrozenNetwork network = networks.open(backbone, images.format(), side)) {
            for (int from = 0; from < images.size(); from += network.batch()) {
                int count = Math.min(network.batch(), images.size() - from);
                float[] seen = network.features(images, from, count, false);
                FrozenNetwork.checkFinite(seen);
                System.arraycopy(seen, 0, values, from * features, seen.length);
                progress.looked(Split.TRAIN, from + count, images.size());
                if (tooLong(begin)) {
                    return Optional.empty();
                }
            }
        }
        var rows = new FeatureRows(features, values, images.labels());
        int[] folds = HeldOutAnswers.folds(images.labels(), classes);
        try {
            double[][] answers = new HeldOutAnswers(rows, 1, classes, folds, () -> goOn(images.size(), begin))
                    .of(List.of(rows))
                    .get(0);
            return Optional.of(EvenLoss.of(images.labels(), answers, classes));
        } catch (TooLongException e) {
            return Optional.empty();
        }
    }

    /** After each step of a fit, which may take longer than the looking did. */
    private void goOn(int images, Instant begin) {
        progress.looked(Split.TRAIN, images, images);
        if (tooLong(begin)) {
            throw new TooLongException();
        }
    }

    private boolean tooLong(Instant begin) {
        return since(begin) > 2 * seconds;
    }

    /** Ends a fit. */
    private static final class TooLongException extends RuntimeException {

        private static final long serialVersionUID = 1;

        TooLongException() {
            super(null, null, false, false);
        }
    }

    private double since(Instant begin) {
        return Duration.between(begin, clock.instant()).toNanos() / 1e9;
    }
}
