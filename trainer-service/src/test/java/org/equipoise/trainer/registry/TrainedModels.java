package org.equipoise.trainer.registry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.AnswerCorrection;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.LogitCorrection;
import org.equipoise.trainer.training.SavedModel;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;

/** Finished runs for tests: any answers, without training. */
public final class TrainedModels {

    /** Enough of every class, well told apart. */
    public static final List<List<Long>> GOOD = List.of(List.of(80L, 5L, 2L), List.of(1L, 7L, 1L), List.of(0L, 1L, 3L));

    /** Passes every limit, and is worse than {@link #GOOD}. */
    public static final List<List<Long>> WEAK = List.of(List.of(78L, 6L, 3L), List.of(2L, 6L, 1L), List.of(1L, 1L, 2L));

    /** Everything is answered with the first class. */
    public static final List<List<Long>> COLLAPSED =
            List.of(List.of(87L, 0L, 0L), List.of(9L, 0L, 0L), List.of(4L, 0L, 0L));

    public static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private static final String VALIDATION_PACK = "lung-ct/0123456789ab/packed/val/part-0.npz";
    private static final InputShape SHAPE = new InputShape(16, 16, 1);

    private TrainedModels() {}

    /** Puts the validation split where a run would have found it: images, pack and manifest. */
    public static void storeValidation(ObjectStore objects) {
        SplitPredictions validation = predictions(GOOD);
        byte[] packed = pixels();
        int[] labels = new int[validation.size()];
        var manifest = new StringBuilder();
        for (int i = 0; i < labels.length; i++) {
            labels[i] = validation.label(i);
            var image = new Pixels(16, 16, 1, Arrays.copyOfRange(packed, i * 256, (i + 1) * 256));
            String imageId = ImageId.of(image);
            objects.put(Bucket.IMAGES, ObjectKeys.image("lung-ct", imageId), PngCodec.encode(image), "image/png");
            var entry = new DatasetFrozen.ManifestEntry(imageId, LABELS.name(labels[i]), labels[i], Split.VALIDATION);
            manifest.append(new String(EventCodec.write(entry), StandardCharsets.UTF_8))
                    .append('\n');
        }
        byte[] npz = Npz.write(Map.of(
                "images", NpyArray.ofBytes(packed, labels.length, 16, 16, 1),
                "labels", NpyArray.ofInts(labels, labels.length)));
        objects.put(Bucket.DATASETS, VALIDATION_PACK, npz, "application/zip");
        objects.put(
                Bucket.DATASETS,
                "lung-ct/0123456789ab/manifest.jsonl",
                manifest.toString().getBytes(StandardCharsets.UTF_8),
                "application/x-ndjson");
    }

    /** The validation split as a network is fed. */
    public static LabelledImages validationImages() {
        SplitPredictions validation = predictions(GOOD);
        int[] labels = new int[validation.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = validation.label(i);
        }
        return new LabelledImages(SHAPE, pixels(), labels);
    }

    private static byte[] pixels() {
        byte[] pixels = new byte[100 * SHAPE.length()];
        new Random(3).nextBytes(pixels);
        return pixels;
    }

    /** A run of model {@code lung} with these answers on its test split. */
    public static TrainedModel of(String runId, List<List<Long>> test) {
        return of(runId, test, "c:\\<script>");
    }

    /** The same with a finding about the dataset. */
    public static TrainedModel of(String runId, List<List<Long>> test, String finding) {
        var weights = new SavedModel(("weights of " + runId).getBytes(StandardCharsets.UTF_8));
        return of("lung", runId, test, finding, weights);
    }

    /** The same of any model, with weights that may be real. */
    public static TrainedModel of(
            String model, String runId, List<List<Long>> test, String finding, SavedModel weights) {
        DatasetFrozen dataset = dataset(finding);
        var recall = new EpochTelemetry(
                1.1, 1.0, 0.5, 1e-3, 0.33, 0.87, List.of(1., 0., 0.), List.of(1., 0., 0.), true, 100, 1, 2, null);
        var later = new EpochTelemetry(
                0.4, 0.5, 0.5, 1e-3, 0.8, 0.9, List.of(.9, .8, .7), List.of(.8, .1, .1), false, 100, 1, 2, null);
        return new TrainedModel(
                new TrainingRequested(runId, model, "lung-ct", dataset.version(), "naive", Map.of(), 7, NOW),
                dataset,
                RecipeBook.choose("naive", Map.of(), DatasetFingerprint.of(dataset), false),
                weights,
                predictions(GOOD),
                predictions(test),
                uncorrected(),
                predictions(test),
                List.of(recall, later),
                2,
                12.5,
                "CPU, 2 threads");
    }

    /** The same run, computed on another device. */
    static TrainedModel on(TrainedModel model, String device) {
        return copy(model, model.savedModel(), model.validation(), device);
    }

    /** The same run with a network and what it really answers on the validation split. */
    public static TrainedModel withValidation(TrainedModel model, SavedModel savedModel, float[] probabilities) {
        var validation = new SplitPredictions(3, validationImages().labels(), probabilities);
        return copy(model, savedModel, validation, model.device());
    }

    private static TrainedModel copy(
            TrainedModel model, SavedModel savedModel, SplitPredictions validation, String device) {
        return new TrainedModel(
                model.request(),
                model.dataset(),
                model.recipe(),
                savedModel,
                validation,
                model.test(),
                model.correction(),
                model.uncalibratedTest(),
                model.telemetry(),
                model.bestEpoch(),
                model.seconds(),
                device);
    }

    /** Answers as the network gives them, at the shares of the splits. */
    static AnswerCorrection uncorrected() {
        return new AnswerCorrection(LogitCorrection.none(3), false, List.of(.87, .09, .04));
    }

    private static DatasetFrozen dataset(String finding) {
        return new DatasetFrozen(
                "lung-ct",
                "0123456789ab",
                "0123456789ab".repeat(5) + "0123",
                "lung-ct/0123456789ab/manifest.jsonl",
                LABELS,
                "CT",
                SHAPE,
                Map.of(
                        Split.TRAIN, new ClassDistribution(List.of(700L, 70L, 35L)),
                        Split.VALIDATION, new ClassDistribution(List.of(87L, 9L, 4L)),
                        Split.TEST, new ClassDistribution(List.of(87L, 9L, 4L))),
                List.of(
                        new DatasetFrozen.Pack(Split.VALIDATION, VALIDATION_PACK, 100),
                        new DatasetFrozen.Pack(Split.TEST, "lung-ct/0123456789ab/packed/test/part-0.npz", 100)),
                List.of(finding),
                NOW);
    }

    private static SplitPredictions predictions(List<List<Long>> confusion) {
        List<Integer> labels = new ArrayList<>();
        List<Integer> answers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            for (int p = 0; p < 3; p++) {
                for (long i = 0; i < confusion.get(t).get(p); i++) {
                    labels.add(t);
                    answers.add(p);
                }
            }
        }
        float[] probabilities = new float[3 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            probabilities[3 * i + answers.get(i)] = 1;
        }
        return new SplitPredictions(
                3, labels.stream().mapToInt(Integer::intValue).toArray(), probabilities);
    }
}
