package org.equipoise.trainer.scoring;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.evaluation.RightAnswers;
import org.equipoise.trainer.gate.ChampionRule;
import org.equipoise.trainer.gate.GateLimits;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.gate.ModelGate;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.DecisionWriter;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelRegistrar;
import org.equipoise.trainer.registry.RegistryRecorder;
import org.equipoise.trainer.registry.TrainedModels;
import org.equipoise.trainer.registry.TurnPauses;
import org.equipoise.trainer.training.SplitPredictions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** The gate's two serving checks, from the stored objects to the decision. */
class ServingTrialTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final ExecutorService fetchers = Executors.newFixedThreadPool(2);
    private final RegistryRecorder events = new RegistryRecorder();
    private ClassifierLoader loader = champion -> new Uniform();

    @AfterEach
    void stop() {
        fetchers.shutdownNow();
    }

    @Test
    void aStoredModelThatAnswersOtherwiseThanInTrainingIsFound() {
        assertThat(failed()).containsExactly("serves-what-was-trained");
    }

    @Test
    void aStoredModelThatCannotBeLoadedIsFound() {
        loader = champion -> {
            throw new UnusableModelException("no graph in it", null);
        };

        assertThat(failed()).containsExactly("serves-what-was-trained", "preprocessing-equal");
    }

    /** One pixel of one canary's image is one grey brighter than what was packed. */
    @Test
    void anImageThatServingFeedsOtherwiseIsFound() {
        TrainedModels.storeValidation(objects);
        for (String key : objects.list(Bucket.IMAGES, "lung-ct/")) {
            Pixels image = PngCodec.decode(objects.require(Bucket.IMAGES, key));
            byte[] samples = image.samples();
            samples[7]++;
            var other = new Pixels(image.width(), image.height(), image.channels(), samples);
            objects.put(Bucket.IMAGES, key, PngCodec.encode(other), "image/png");
        }

        assertThat(judged(false)).containsExactly("serves-what-was-trained", "preprocessing-equal");
    }

    /** The version has another size and another order of the classes than the dataset. */
    @Test
    void anyFrozenDatasetOfTheSameClassesCanBeAnswered() {
        TrainedModels.storeValidation(objects);

        SplitPredictions answers = trial().answers(outside(), dataset(), Split.VALIDATION);

        assertThat(answers.size()).isEqualTo(100);
        assertThat(answers.confusion().support(0)).as("malignant").isEqualTo(4);
        assertThat(answers.confusion().support(1)).as("none").isEqualTo(87);
        assertThat(answers.probability(0, 0)).isEqualTo(1 / 3f);
    }

    @Test
    void aDatasetWhoseImagesAreGoneIsNoEvidence() {
        TrainedModels.storeValidation(objects);
        objects.list(Bucket.IMAGES, "").forEach(key -> objects.delete(Bucket.IMAGES, key));

        assertThatThrownBy(() -> trial().answers(outside(), dataset(), Split.VALIDATION))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("dataset lung-ct cannot be used: no object images/lung-ct/");
    }

    @Test
    void aDamagedChampionCannotStandInTheWay() {
        loader = champion -> {
            throw new UnusableModelException("no graph in it", null);
        };

        assertThat(trial().evaluate(outside(), dataset(), candidate()))
                .isEqualTo(new Incumbent.Incomparable(
                        "the champion v1 cannot be tried: the model does not work here: no graph in it."));
    }

    /** It takes 8 x 8 images and names malignant first; always answering that is right for one class of three. */
    @Test
    void aChampionOfAnotherSizeAndOrderOfClassesIsCompared() {
        storeTest();

        Incumbent champion = trial().evaluate(outside(), dataset(), candidate());

        assertThat(champion).isInstanceOfSatisfying(Incumbent.Evaluated.class, evaluated -> {
            assertThat(evaluated.comparison().images()).isEqualTo(100);
            assertThat(evaluated.comparison().second()).isCloseTo(1 / 3.0, within(1e-12));
            assertThat(evaluated.comparison().firstRight())
                    .as("none and benign")
                    .isEqualTo(87);
            assertThat(evaluated.comparison().secondRight()).as("malignant").isEqualTo(1);
        });
    }

    /** Image by image: answers to other images, or to the same ones in another order, tell nothing. */
    @Test
    void answersToOtherImagesAreNotCompared() {
        storeTest();
        RightAnswers candidate = candidate();
        List<String> turned = new ArrayList<>(candidate.trueClasses());
        java.util.Collections.reverse(turned);

        assertThat(trial().evaluate(outside(), dataset(), new RightAnswers(turned, candidate.right())))
                .isInstanceOfSatisfying(
                        Incumbent.Incomparable.class,
                        incomparable -> assertThat(incomparable.reason()).contains("one by one"));
    }

    private static RightAnswers candidate() {
        return TrainedModels.of("run-1", TrainedModels.GOOD).test().right(TrainedModels.LABELS);
    }

    @Test
    void withoutTestImagesInTheManifestThereIsNothingToCompare() {
        TrainedModels.storeValidation(objects);

        assertThat(trial().evaluate(outside(), dataset(), candidate()))
                .isInstanceOfSatisfying(
                        Incumbent.Incomparable.class,
                        incomparable -> assertThat(incomparable.reason()).contains("names no test images"));
    }

    /** The validation images under the name of the test split. */
    private void storeTest() {
        TrainedModels.storeValidation(objects);
        String key = dataset().manifestKey();
        String manifest = new String(objects.require(Bucket.DATASETS, key), StandardCharsets.UTF_8);
        objects.put(
                Bucket.DATASETS,
                key,
                manifest.replace("\"val\"", "\"test\"").getBytes(StandardCharsets.UTF_8),
                "application/jsonl");
    }

    private ServingTrial trial() {
        return new ServingTrial(loader, objects, new ImageFetcher(objects, fetchers, 1 << 20));
    }

    private static DatasetFrozen dataset() {
        return TrainedModels.of("run-1", TrainedModels.GOOD).dataset();
    }

    private static Champion outside() {
        var reference = new HealthyReference(List.of(.4, .3, .3), List.of(0., 0., 0.), List.of(1., 1., 1.), 10);
        var labels = new LabelSet(List.of("malignant", "none", "benign"));
        return new Champion("v1", "m/v1", labels, new InputShape(8, 8, 1), reference);
    }

    private List<String> failed() {
        return judged(true);
    }

    private List<String> judged(boolean store) {
        if (store) {
            TrainedModels.storeValidation(objects);
        }
        var log = new DecisionLog();
        var clock = Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);
        var judge = new CandidateJudge(
                new ModelObjects(objects),
                new ModelGate(new GateLimits(.3, .1, .1), ChampionRule.BETTER),
                (champion, dataset, candidate) -> new Incumbent.Incomparable("not asked."),
                () -> log,
                new DecisionWriter(() -> log, events, clock, TurnPauses.of(new SplittableRandom(1))));
        new ModelRegistrar(objects, trial(), judge, () -> log, events, clock)
                .trained(TrainedModels.of("run-1", TrainedModels.GOOD));
        List<String> failed = new ArrayList<>();
        events.decisions().get(0).checks().stream()
                .filter(check -> !check.passed())
                .map(GateCheck::name)
                .forEach(failed::add);
        return failed;
    }

    /** Knows nothing. */
    private static final class Uniform implements Classifier {
        @Override
        public ClassProbabilities classify(ImageBatch batch) {
            float[] answers = new float[3 * batch.size()];
            java.util.Arrays.fill(answers, 1 / 3f);
            return new ClassProbabilities(3, answers);
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
