package org.equipoise.trainer.scoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.LoadedModels;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.registry.DecisionLog;
import org.jspecify.annotations.Nullable;

/** Models that serve, images that are stored, and a scorer between them. */
final class ScorerWorld implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    static final InputShape SHAPE = new InputShape(8, 8, 1);
    static final LabelSet LABELS = new LabelSet(List.of("dark", "bright"));

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final DecisionLog decisions = new DecisionLog();
    private final Loader loader = new Loader();
    private final ExecutorService fetchers = Executors.newFixedThreadPool(2);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final LoadedModels models = new LoadedModels(loader, 2, 3, Duration.ofMinutes(1), clock);

    InMemoryObjectStore objects() {
        return objects;
    }

    DecisionLog decisions() {
        return decisions;
    }

    LoadedModels models() {
        return models;
    }

    /** What was loaded and closed, in order. */
    List<String> events() {
        return loader.events;
    }

    /** Images in each batch that a model answered. */
    List<Integer> batches() {
        return loader.batches;
    }

    /** Takes three images at once. */
    Scorer scorer() {
        return scorer(objects);
    }

    /** The same, with a store that does not answer. */
    Scorer scorerInAnOutage() {
        return scorer(new Outage(objects));
    }

    private Scorer scorer(ObjectStore store) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ScoringConfig.class)
                .withDefaultValue("equipoise.trainer.scoring.max-batch-bytes", "200")
                .build()
                .getConfigMapping(ScoringConfig.class);
        var fetcher = new ImageFetcher(store, fetchers, config.maxImageBytes());
        return new Scorer(decisions, models, fetcher, config, clock);
    }

    void promote(String model, String version) {
        promote(model, version, null);
    }

    /** One that sees samples of 16 bits through a window. */
    void promote(String model, String version, @Nullable ValueWindow window) {
        var reference = new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10);
        var champion = new Champion(version, model + "/" + version, LABELS, SHAPE, reference, window);
        decisions.apply(
                new ModelDecided(model, version, "run", ModelDecided.Outcome.PROMOTED, List.of(), champion, NOW));
    }

    /** An image of one grey that is to be scored. */
    ImageIngested stored(String model, int grey) {
        byte[] samples = new byte[100];
        java.util.Arrays.fill(samples, (byte) grey);
        var pixels = new Pixels(10, 10, 1, samples);
        ImageIngested image = image(model, ImageId.of(pixels));
        objects.put(Bucket.IMAGES, image.objectKey(), PngCodec.encode(pixels), "image/png");
        return image;
    }

    /** An image of 16 bits as large as the input, of one grey, that is to be scored. */
    ImageIngested storedDeep(String model, int grey) {
        short[] samples = new short[64];
        java.util.Arrays.fill(samples, (short) grey);
        var pixels = Pixels.ofShorts(8, 8, samples);
        ImageIngested image = image(model, ImageId.of(pixels));
        objects.put(Bucket.IMAGES, image.objectKey(), PngCodec.encode(pixels), "image/png");
        return image;
    }

    /** The same before its pixels are there. */
    ImageIngested image(String model, String imageId) {
        return new ImageIngested(
                "lung",
                imageId,
                "study-1",
                "lung/" + imageId + ".png",
                "study-1/raw",
                10,
                10,
                1,
                "CT",
                null,
                null,
                3,
                model,
                NOW.minusSeconds(1),
                NOW,
                "CT03");
    }

    /** What was predicted, if everything could be. */
    static List<PredictionMade> predictions(List<ScoringOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.fold(ScoringOutcome.Scored::prediction, unscorable -> {
                    throw new AssertionError(unscorable.reason());
                }))
                .toList();
    }

    /** Why an image was not scored, if it was not. */
    static Optional<String> reason(ScoringOutcome outcome) {
        return outcome.fold(scored -> Optional.empty(), unscorable -> Optional.of(unscorable.reason()));
    }

    @Override
    public void close() {
        models.close();
        fetchers.shutdownNow();
    }

    /**
     * Answers "bright" with the grey of the image, of 16 bits with its place in the window, and NaN where it is 13;
     * "broken" versions cannot be loaded.
     */
    private static final class Loader implements ClassifierLoader {

        private final List<String> events = new ArrayList<>();
        private final List<Integer> batches = new ArrayList<>();

        @Override
        public Classifier load(Champion champion) {
            events.add("load " + champion.artifactKey());
            if (champion.version().equals("broken")) {
                throw new UnusableModelException(champion.artifactKey() + " cannot be loaded", null);
            }
            return new Classifier() {
                @Override
                public ClassProbabilities classify(ImageBatch batch) {
                    batches.add(batch.size());
                    float[] answers = new float[2 * batch.size()];
                    for (int i = 0; i < batch.size(); i++) {
                        answers[2 * i + 1] = batch.format().level(batch.samples(), i * SHAPE.length()) / 255f;
                        answers[2 * i] = 1 - answers[2 * i + 1];
                        if (batch.format().sample(batch.samples(), i * SHAPE.length()) == 13) {
                            answers[2 * i] = Float.NaN;
                        }
                    }
                    try {
                        return new ClassProbabilities(2, answers);
                    } catch (IllegalArgumentException e) {
                        throw new UnusableModelException(String.valueOf(e.getMessage()), e);
                    }
                }

                @Override
                public void close() {
                    events.add("close " + champion.artifactKey());
                }
            };
        }
    }

    /** A store that does not answer. */
    private record Outage(ObjectStore known) implements ObjectStore {
        @Override
        public void createBuckets() {
            known.createBuckets();
        }

        @Override
        public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
            known.put(bucket, key, bytes, contentType);
        }

        @Override
        public Optional<byte[]> get(Bucket bucket, String key) {
            throw new StorageException("down", null);
        }

        @Override
        public Optional<byte[]> get(Bucket bucket, String key, long maxBytes) {
            throw new StorageException("down", null);
        }

        @Override
        public Optional<Long> size(Bucket bucket, String key) {
            throw new StorageException("down", null);
        }

        @Override
        public List<String> list(Bucket bucket, String prefix) {
            return known.list(bucket, prefix);
        }

        @Override
        public List<String> newest(Bucket bucket, String prefix, String end, int most) {
            return known.newest(bucket, prefix, end, most);
        }

        @Override
        public void delete(Bucket bucket, String key) {
            known.delete(bucket, key);
        }

        @Override
        public boolean healthy() {
            return false;
        }
    }
}
