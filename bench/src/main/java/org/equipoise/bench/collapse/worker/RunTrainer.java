package org.equipoise.bench.collapse.worker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.bench.collapse.Design;
import org.equipoise.bench.collapse.ImageTable;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.trainer.checkpoint.ObjectStoreCheckpoints;
import org.equipoise.trainer.diagnosis.ExaminedRun;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.RecipeBook;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;
import org.equipoise.trainer.training.TrainingConfig;
import org.equipoise.trainer.training.TrainingPorts;
import org.equipoise.trainer.training.TrainingService;

/** Trains a run with the trainer's own service; everything around it is in memory. */
final class RunTrainer {

    /** The recipe of the runs that a cause is injected into. */
    static final String CUSTOM = "custom";

    /** What is done to images is what is injected: nothing of it is refused. */
    static final String MODALITY = "OT";

    private static final String VERSION = "v1";

    /** No gate follows. */
    private static final long TESTED = 1;

    /**
     * A run at its end, as the trainer examines it.
     *
     * @param seconds wall time of the training
     */
    record Trained(ExaminedRun run, double seconds) {}

    private final NetworkFactory networks;
    private final Clock clock = Clock.systemUTC();

    RunTrainer(NetworkFactory networks) {
        this.networks = networks;
    }

    /** What a recipe comes to with a design's images and settings. */
    Recipe recipe(String dataset, Design design, String name) {
        return RecipeBook.choose(name, design.settings(), DatasetFingerprint.of(frozen(dataset, design)), false)
                .recipe();
    }

    Trained train(String dataset, Design design, String name, long seed) {
        var objects = new MemoryStore();
        DatasetFrozen frozen = frozen(dataset, design);
        put(objects, frozen, Split.TRAIN, design.train());
        put(objects, frozen, Split.VALIDATION, design.validation());
        put(objects, frozen, Split.TEST, design.test());
        Recipe recipe = recipe(dataset, design, name);
        int batch = recipe.optimiser().batchSize();
        long steps =
                (design.train().size() + batch - 1L) / batch * recipe.schedule().epochs();
        var shards = new AugmentedShards(objects, design.order(), batch);
        var spoilt = new SpoiltNetworks(networks, design.spoiling(), steps);
        List<TrainingProgressed> progress = new ArrayList<>();
        List<TrainedModel> models = new ArrayList<>();
        var ports = new TrainingPorts(
                (same, version) -> Optional.of(frozen),
                new DatasetPacks(objects),
                spoilt,
                shards,
                new ObjectStoreCheckpoints(objects),
                progress::add,
                models::add,
                EndedRun.Aftermath.NONE,
                clock,
                TESTED);
        var request =
                new TrainingRequested("run", "bench", dataset, VERSION, name, design.settings(), seed, clock.instant());
        Instant begin = clock.instant();
        new TrainingService(ports, new Whole(), "bench").run(request);
        double seconds = Duration.between(begin, clock.instant()).toMillis() / 1000.0;
        var run = new ExaminedRun(
                recipe,
                Objects.requireNonNull(spoilt.description(), "no network was opened: " + failure(progress)),
                seed,
                DatasetFingerprint.of(frozen).train().counts(),
                images(design.train()),
                images(design.validation()),
                shards.first(),
                models.isEmpty() ? null : read(design, models.get(0).validation()),
                progress.stream()
                        .map(TrainingProgressed::telemetry)
                        .filter(Objects::nonNull)
                        .toList(),
                spoilt.last(),
                models.isEmpty() ? failure(progress) : "");
        return new Trained(run, seconds);
    }

    private static LabelledImages images(ImageTable images) {
        return new LabelledImages(images.shape(), images.pixels(), images.labels());
    }

    /** The answers as the program reads them, which is where some go wrong. */
    private static SplitPredictions read(Design design, SplitPredictions answers) {
        int classes = answers.classes();
        float[] rows = new float[answers.size() * classes];
        int[] labels = new int[answers.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = answers.label(i);
            for (int k = 0; k < classes; k++) {
                rows[i * classes + k] = answers.probability(i, k);
            }
        }
        return new SplitPredictions(classes, labels, design.reading().of(rows, classes));
    }

    private static String failure(List<TrainingProgressed> progress) {
        return progress.stream()
                .filter(p -> p.phase() == TrainingProgressed.Phase.FAILED)
                .map(TrainingProgressed::message)
                .findFirst()
                .orElse("no model");
    }

    private static DatasetFrozen frozen(String dataset, Design design) {
        ImageTable train = design.train();
        var labels = new LabelSet(
                IntStream.range(0, train.classes()).mapToObj(k -> "class-" + k).toList());
        Map<Split, ClassDistribution> counts = new LinkedHashMap<>();
        counts.put(Split.TRAIN, counts(train));
        counts.put(Split.VALIDATION, counts(design.validation()));
        counts.put(Split.TEST, counts(design.test()));
        return new DatasetFrozen(
                dataset,
                VERSION,
                "0".repeat(64),
                ObjectKeys.manifest(dataset, VERSION),
                labels,
                MODALITY,
                train.shape(),
                counts,
                List.of(
                        pack(dataset, Split.TRAIN, train),
                        pack(dataset, Split.VALIDATION, design.validation()),
                        pack(dataset, Split.TEST, design.test())),
                List.of(),
                Instant.EPOCH);
    }

    private static ClassDistribution counts(ImageTable images) {
        return new ClassDistribution(
                Arrays.stream(images.counts()).mapToObj(n -> (long) n).toList());
    }

    private static DatasetFrozen.Pack pack(String dataset, Split split, ImageTable images) {
        return new DatasetFrozen.Pack(split, ObjectKeys.pack(dataset, VERSION, split, 0), images.size());
    }

    private static void put(MemoryStore objects, DatasetFrozen frozen, Split split, ImageTable images) {
        objects.put(Bucket.DATASETS, frozen.packs(split).get(0).objectKey(), images.npz(), "application/octet-stream");
    }

    /** An epoch is one shard, so that an order of its images is one of all images. */
    private static final class Whole implements TrainingConfig {
        @Override
        public int imagesPerShard() {
            return 1 << 14;
        }

        @Override
        public int bytesPerShard() {
            return 1 << 27;
        }

        @Override
        public int mostShardBytes() {
            return 1 << 27;
        }

        @Override
        public Duration reportStepsEvery() {
            return Duration.ofMinutes(10);
        }
    }
}
