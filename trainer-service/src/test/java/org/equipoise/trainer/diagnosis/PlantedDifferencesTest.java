package org.equipoise.trainer.diagnosis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.diagnosis.preprocessing.Catalogue;
import org.equipoise.diagnosis.preprocessing.ChannelOrder;
import org.equipoise.diagnosis.preprocessing.Geometry;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.PreprocessingSearch;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.Values;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.equipoise.trainer.tensorflow.TensorFlowNetworks;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.Shard;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Networks of our own, trained on colour images that reach them otherwise: the search must name what undoes that. Three
 * of them, because what one learned differs in its last bits from processor to processor.
 */
class PlantedDifferencesTest {

    private static final InputShape SHAPE = ColouredDiscs.SHAPE;
    private static final int BATCH = 32;
    private static final int STEPS = 400;
    private static final int SHOWN = 160;

    @TempDir
    Path scratch;

    /** What is done to the images on their way, and what undoes it. */
    private record Planted(Preprocessing done, Preprocessing undone) {

        String words() {
            return "images " + done.words() + " are right where they are " + undone.words();
        }
    }

    /** Eighteen of the twenty of each, on the average. */
    @Test
    void nineOfTenAreFound() {
        Shard training = ColouredDiscs.shard(960, 1);
        List<Planted> all = planted();
        assertThat(all).hasSize(20);
        List<String> missed = new ArrayList<>();
        for (long seed = 7; seed < 10; seed++) {
            missed.addAll(missed(training, all, seed));
        }
        assertThat(missed).hasSizeLessThanOrEqualTo(6);
    }

    private List<String> missed(Shard training, List<Planted> all, long seed) {
        List<String> missed = new ArrayList<>();
        try (TrainableNetwork network = new TensorFlowNetworks(TensorFlowConfigs.defaults(), scratch)
                .open(
                        NetworkDescription.articleCnn(SHAPE, ColouredDiscs.CLASSES, 0),
                        TrainingMethods.plain(ColouredDiscs.CLASSES),
                        seed)) {
            int batches = training.size() / BATCH;
            for (int step = 0; step < STEPS; step++) {
                network.trainBatch(training, step % batches * BATCH, BATCH, TrainingMethods.step(step, 2e-3));
            }
            List<LabelledPixels> images = InBytes.pixels(ColouredDiscs.shard(SHOWN, 2));

            assertThat(searched(network, images).verdict())
                    .as("of images as they should be")
                    .isEqualTo(SearchResult.Verdict.NOTHING_BETTER);

            for (Planted one : all) {
                SearchResult result = searched(network, spoilt(images, one.done()));
                Preprocessing found =
                        result.found().map(trial -> trial.preprocessing()).orElse(null);
                if (!one.undone().equals(found)) {
                    missed.add(one.words() + "; found: " + (found == null ? result.verdict() : found.words()));
                }
            }
        }
        return missed;
    }

    private static SearchResult searched(TrainableNetwork network, List<LabelledPixels> images) {
        return new PreprocessingSearch(
                        (samples, count) -> network.probabilities(InBytes.of(samples, count, SHAPE), 0, count),
                        SHAPE,
                        ColouredDiscs.CLASSES)
                .search(images, Preprocessing.NONE, Catalogue.changes(SHAPE), () -> false);
    }

    /** As bytes: what left 0..255 is cut off, as it would be on the way. */
    private static List<LabelledPixels> spoilt(List<LabelledPixels> images, Preprocessing done) {
        List<LabelledPixels> spoilt = new ArrayList<>();
        for (LabelledPixels image : images) {
            LabelledImages bytes = InBytes.of(done.of(image.pixels(), SHAPE), 1, SHAPE);
            spoilt.add(new LabelledPixels(
                    new Pixels(SHAPE.width(), SHAPE.height(), SHAPE.channels(), bytes.pixels()), image.label()));
        }
        return spoilt;
    }

    /** Scale, offset, order, inversion and crop, four of each; each does harm. */
    private static List<Planted> planted() {
        Preprocessing none = Preprocessing.NONE;
        Preprocessing bgr = of(false, ChannelOrder.BGR, Geometry.STRETCHED);
        Preprocessing inverted = of(true, ChannelOrder.RGB, Geometry.STRETCHED);
        Preprocessing padded = of(false, ChannelOrder.RGB, Geometry.PADDED_BY_A_SIXTH);
        Preprocessing cropped = of(false, ChannelOrder.RGB, Geometry.MIDDLE_THREE_QUARTERS);
        Preprocessing bgrAndInverted = of(true, ChannelOrder.BGR, Geometry.STRETCHED);
        Preprocessing bgrAndPadded = of(false, ChannelOrder.BGR, Geometry.PADDED_BY_A_SIXTH);
        Preprocessing bgrAndCropped = of(false, ChannelOrder.BGR, Geometry.MIDDLE_THREE_QUARTERS);
        return List.of(
                with(none, "*1/2", none, "*2"),
                with(none, "*1/4", none, "*4"),
                with(none, "/2+128", none, "-128*2"),
                with(padded, "*1/2", cropped, "*2"),
                with(none, "+64", none, "-64"),
                with(none, "-64", none, "+64"),
                with(bgr, "+64", bgr, "-64"),
                with(bgr, "-64", bgr, "+64"),
                new Planted(bgr, bgr),
                with(bgr, "*1/4", bgr, "*4"),
                with(bgr, "/2+128", bgr, "-128*2"),
                new Planted(bgrAndPadded, bgrAndCropped),
                new Planted(inverted, inverted),
                with(inverted, "-64", inverted, "-64"),
                with(inverted, "+64", inverted, "+64"),
                new Planted(bgrAndInverted, bgrAndInverted),
                new Planted(cropped, padded),
                new Planted(padded, cropped),
                with(padded, "*1/4", cropped, "*4"),
                with(padded, "+64", cropped, "-64"));
    }

    private static Preprocessing of(boolean inverted, ChannelOrder order, Geometry geometry) {
        return new Preprocessing(geometry, inverted, order, Values.RAW);
    }

    private static Values values(String name) {
        return Catalogue.changes(SHAPE).named(name).orElseThrow();
    }

    private static Planted with(Preprocessing done, String values, Preprocessing undone, String back) {
        return new Planted(done.with(values(values)), undone.with(values(back)));
    }
}
