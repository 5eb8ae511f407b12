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
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScorerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final LabelSet LABELS = new LabelSet(List.of("dark", "bright"));

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final DecisionLog decisions = new DecisionLog();
    private final Loader loader = new Loader();
    private Instant now = NOW;
    private LoadedModels models =
            new LoadedModels(loader, 2, 3, Duration.ofMinutes(1), Clock.fixed(now, ZoneOffset.UTC));
    private final ExecutorService fetchers = Executors.newFixedThreadPool(2);

    @AfterEach
    void stop() {
        fetchers.shutdownNow();
    }

    @Test
    void everyImageIsScoredByTheChampionOfItsModel() {
        promote("a", "v1");
        promote("b", "v7");
        List<ImageIngested> images = List.of(stored("a", 10), stored("b", 200), stored("a", 250));

        List<PredictionMade> predictions = predictions(scorer(objects).score(images));

        assertThat(predictions).extracting(PredictionMade::modelVersion).containsExactly("v1", "v7", "v1");
        assertThat(predictions).extracting(PredictionMade::predictedClass).containsExactly(0, 1, 1);
        assertThat(predictions)
                .extracting(PredictionMade::imageId)
                .containsExactlyElementsOf(
                        images.stream().map(ImageIngested::imageId).toList());
    }

    @Test
    void aPredictionCarriesWhatTheMonitorNeeds() {
        promote("a", "v1");
        ImageIngested image = stored("a", 51);

        PredictionMade prediction =
                predictions(scorer(objects).score(List.of(image))).get(0);

        assertThat(prediction.studyId()).isEqualTo(image.studyId());
        assertThat(prediction.dataset()).isEqualTo("lung");
        assertThat(prediction.imagesInStudy()).isEqualTo(3);
        assertThat(prediction.labels()).isEqualTo(LABELS.classes());
        assertThat(prediction.input()).isEqualTo(new InputStatistics(51, 0));
        assertThat(prediction.publishedAt()).isEqualTo(image.publishedAt());
        assertThat(prediction.predictedAt()).isEqualTo(NOW);
        assertThat(prediction.source()).isEqualTo(new PredictionMade.Source("CT", "CT03"));
        assertThat(prediction.probabilities().stream().mapToDouble(p -> p).sum())
                .isCloseTo(1, within(1e-9));
        assertThat(prediction.probabilities().get(1)).isCloseTo(0.2, within(1e-6));
    }

    @Test
    void whatCanNeverBeScoredIsSaidAndTheRestIsScored() {
        promote("a", "v1");
        ImageIngested missing = image("a", "f".repeat(64));
        ImageIngested broken = image("a", "e".repeat(64));
        objects.put(Bucket.IMAGES, broken.objectKey(), new byte[] {1, 2, 3}, "image/png");

        List<ScoringOutcome> outcomes =
                scorer(objects).score(List.of(missing, stored("a", 9), broken, stored("nobody", 9)));

        assertThat(reason(outcomes.get(0)))
                .hasValueSatisfying(r -> assertThat(r).startsWith("no object images/" + missing.objectKey()));
        assertThat(reason(outcomes.get(1))).isEmpty();
        assertThat(reason(outcomes.get(2)))
                .hasValueSatisfying(r -> assertThat(r).contains("not a PNG"));
        assertThat(reason(outcomes.get(3))).contains("no version of model nobody was promoted yet");
    }

    @Test
    void aChampionThatCannotBeLoadedStopsNoOtherModel() {
        promote("a", "broken");
        promote("b", "v1");
        Scorer scorer = scorer(objects);

        List<ScoringOutcome> outcomes = scorer.score(List.of(stored("a", 1), stored("b", 250), stored("a", 2)));
        scorer.score(List.of(stored("a", 3)));

        assertThat(reason(outcomes.get(0)))
                .contains("version broken of model a cannot be used: a/broken cannot be loaded");
        assertThat(reason(outcomes.get(1))).isEmpty();
        assertThat(reason(outcomes.get(2))).isPresent();
        assertThat(loader.events)
                .as("three attempts, then none for a minute")
                .containsExactly("load a/broken", "load a/broken", "load a/broken", "load b/v1");
        assertThat(models.unusable()).containsExactly(java.util.Map.entry("a", "a/broken cannot be loaded"));
    }

    @Test
    void aGoodVersionAfterABrokenOneServesAtOnce() {
        promote("a", "broken");
        Scorer scorer = scorer(objects);
        scorer.score(List.of(stored("a", 1)));

        promote("a", "v2");
        List<PredictionMade> predictions = predictions(scorer.score(List.of(stored("a", 1))));

        assertThat(predictions).extracting(PredictionMade::modelVersion).containsExactly("v2");
        assertThat(models.unusable()).isEmpty();
    }

    /** The grey 13 makes the network answer NaN. */
    @Test
    void anImageThatTheModelDoesNotAnswerCostsNoOtherItsAnswer() {
        promote("a", "v1");

        List<ScoringOutcome> outcomes =
                scorer(objects).score(List.of(stored("a", 10), stored("a", 13), stored("a", 20)));

        assertThat(outcomes).extracting(outcome -> reason(outcome).isEmpty()).containsExactly(true, false, true);
        assertThat(reason(outcomes.get(1)))
                .contains("version v1 of model a cannot be used: the network answered the probability NaN");
    }

    /** An outage says nothing about the image: nothing may be decided. */
    @Test
    void anOutageOfTheStoreDecidesNothing() {
        promote("a", "v1");

        assertThatThrownBy(() -> scorer(new Outage(objects)).score(List.of(stored("a", 1))))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void aLargeBatchIsSplitSoThatMemoryIsBounded() {
        promote("a", "v1");
        List<ImageIngested> images = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            images.add(stored("a", 30 * i));
        }

        List<PredictionMade> predictions = predictions(scorer(objects).score(images));

        assertThat(loader.batches).containsExactly(3, 3, 1);
        assertThat(predictions)
                .extracting(p -> Math.round(255 * p.probabilities().get(1)))
                .containsExactly(0L, 30L, 60L, 90L, 120L, 150L, 180L);
    }

    @Test
    void aNewChampionReplacesTheOldOneAndFreesIt() {
        promote("a", "v1");
        Scorer scorer = scorer(objects);
        scorer.score(List.of(stored("a", 1)));
        scorer.score(List.of(stored("a", 2)));

        promote("a", "v2");
        scorer.score(List.of(stored("a", 3)));

        assertThat(loader.events).containsExactly("load a/v1", "load a/v2", "close a/v1");
    }

    @Test
    void theModelUsedLongestAgoMakesRoom() {
        promote("a", "v1");
        promote("b", "v1");
        promote("c", "v1");
        Scorer scorer = scorer(objects);

        scorer.score(List.of(stored("a", 1), stored("b", 1)));
        scorer.score(List.of(stored("a", 1)));
        scorer.score(List.of(stored("c", 1)));

        assertThat(loader.events).containsExactly("load a/v1", "load b/v1", "load c/v1", "close b/v1");
    }

    /** Canaries of every model are replayed in turn: what studies are scored with must stay where it is. */
    @Test
    void aModelAskedInPassingTakesNoOthersPlace() {
        promote("a", "v1");
        promote("b", "v1");
        promote("c", "v1");
        Scorer scorer = scorer(objects);
        scorer.score(List.of(stored("a", 1), stored("b", 1)));
        var black = ImageBatch.slice(SHAPE, new byte[SHAPE.length()], 0, 1);

        for (String model : List.of("a", "b", "c")) {
            ClassProbabilities answers =
                    models.classifyInPassing(model, decisions.champion(model).orElseThrow(), black);
            assertThat(answers.row(0)).as(model).containsExactly(1., 0.);
        }

        assertThat(loader.events).containsExactly("load a/v1", "load b/v1", "load c/v1", "close c/v1");
    }

    @Test
    void answersThatAreNoProbabilitiesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClassProbabilities(2, new float[] {Float.NaN, 1}))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassProbabilities(2, new float[] {.2f, .2f}));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassProbabilities(2, new float[] {.2f, .2f, .6f}));
    }

    @Test
    void floatsAreNormalisedToOne() {
        var answers = new ClassProbabilities(3, new float[] {0.3333333f, 0.3333334f, 0.3333331f});

        assertThat(answers.row(0).stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-12));
        assertThat(answers.predictedClass(0)).isEqualTo(1);
    }

    @Test
    void defaults() {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ScoringConfig.class)
                .build()
                .getConfigMapping(ScoringConfig.class);

        assertThat(config.fetchers()).isEqualTo(8);
        assertThat(config.maxBatchBytes()).isEqualTo(16 << 20);
        assertThat(config.maxImageBytes()).isEqualTo(64 << 20);
        assertThat(config.loadedModels()).isEqualTo(4);
        assertThat(config.loadAttempts()).isEqualTo(3);
        assertThat(config.unusablePause()).hasMinutes(1);
        assertThat(config.decisionsTimeout()).hasSeconds(30);
        assertThat(config.retryPause()).hasMillis(500);
    }

    private Scorer scorer(ObjectStore store) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(ScoringConfig.class)
                .withDefaultValue("equipoise.trainer.scoring.max-batch-bytes", "200")
                .build()
                .getConfigMapping(ScoringConfig.class);
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        var fetcher = new ImageFetcher(store, fetchers, config.maxImageBytes());
        models = new LoadedModels(loader, 2, 3, Duration.ofMinutes(1), Clock.fixed(now, ZoneOffset.UTC));
        return new Scorer(decisions, models, fetcher, config, clock);
    }

    private void promote(String model, String version) {
        var reference = new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10);
        var champion = new Champion(version, model + "/" + version, LABELS, SHAPE, reference);
        decisions.apply(
                new ModelDecided(model, version, "run", ModelDecided.Outcome.PROMOTED, List.of(), champion, NOW));
    }

    private ImageIngested stored(String model, int grey) {
        byte[] samples = new byte[100];
        java.util.Arrays.fill(samples, (byte) grey);
        var pixels = new Pixels(10, 10, 1, samples);
        ImageIngested image = image(model, ImageId.of(pixels));
        objects.put(Bucket.IMAGES, image.objectKey(), PngCodec.encode(pixels), "image/png");
        return image;
    }

    private static ImageIngested image(String model, String imageId) {
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

    private static List<PredictionMade> predictions(List<ScoringOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome.fold(ScoringOutcome.Scored::prediction, unscorable -> {
                    throw new AssertionError(unscorable.reason());
                }))
                .toList();
    }

    private static Optional<String> reason(ScoringOutcome outcome) {
        return outcome.fold(scored -> Optional.empty(), unscorable -> Optional.of(unscorable.reason()));
    }

    /** Answers "bright" with the mean grey of the image. */
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
                        answers[2 * i + 1] = (batch.samples()[i * SHAPE.length()] & 0xff) / 255f;
                        answers[2 * i] = 1 - answers[2 * i + 1];
                        if (batch.samples()[i * SHAPE.length()] == 13) {
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
        public void delete(Bucket bucket, String key) {
            known.delete(bucket, key);
        }

        @Override
        public boolean healthy() {
            return false;
        }
    }
}
