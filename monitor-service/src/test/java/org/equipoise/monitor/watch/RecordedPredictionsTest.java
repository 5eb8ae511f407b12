package org.equipoise.monitor.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Kind;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The softmax outputs of published classifiers: five ResNet-50 each on PneumoniaMNIST and RetinaMNIST. Validation
 * answers are the reference, then validation and test answers are watched, one study an image. No number of the monitor
 * was chosen by them but one, {@link HealthWatch#LEAST}: a class is missing when it is answered less than half as often
 * as it occurs.
 */
class RecordedPredictionsTest {

    private static final Path FOLDER =
            Path.of("../../shared/data/recorded-predictions").toAbsolutePath().normalize();

    /** Class 4 is 5 % of the images and no seed ever answers it, neither in validation nor in test. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void theClassThatRetinaMnistModelsNeverAnswerIsReported(int seed) {
        List<AlertChanged> changes = replay("retinamnist", seed, List.of(.45, .1, .233, .167, .05));

        assertThat(changes)
                .as("seed %d", seed)
                .filteredOn(change -> change.state() == State.FIRING)
                .anySatisfy(alert -> {
                    assertThat(alert.kind()).isEqualTo(Kind.NEVER_PREDICTED);
                    assertThat(alert.classIndex()).isEqualTo(4);
                    assertThat(alert.share()).isZero();
                });
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void modelsOfPneumoniaMnistThatAnswerBothClassesRaiseNoAlarm(int seed) {
        List<AlertChanged> changes = replay("pneumoniamnist", seed, List.of(.26, .74));

        assertThat(changes).as("seed %d", seed).noneMatch(change -> change.state() == State.FIRING);
    }

    /** The same path without the recordings: what the assertions above rest on can be told apart. */
    @Test
    void aDrawnStreamWithoutItsRarestClassIsReportedAndAWholeOneIsNot() {
        List<double[]> whole = drawn(1);
        List<double[]> without = drawn(0);

        assertThat(watch(whole, whole, List.of(.5, .45, .05))).isEmpty();
        assertThat(watch(without, without, List.of(.5, .45, .05)))
                .extracting(AlertChanged::state, AlertChanged::classIndex)
                .contains(tuple(State.FIRING, 2));
    }

    private static List<double[]> drawn(int rare) {
        var random = new SplittableRandom(5);
        return IntStream.range(0, 500)
                .mapToObj(i -> {
                    double sure = .6 + .3 * random.nextDouble();
                    double[] row = {(1 - sure) / 2, (1 - sure) / 2, (1 - sure) / 2};
                    row[i % 20 == 0 && rare > 0 ? 2 : i % 2] = sure;
                    return row;
                })
                .toList();
    }

    private static List<AlertChanged> replay(String set, int seed, List<Double> prevalence) {
        assumeTrue(Files.isDirectory(FOLDER), "the recorded predictions are not at " + FOLDER + ": not replayed");
        List<double[]> validation = read(set + "_val", seed);
        List<double[]> test = read(set + "_test", seed);
        return watch(
                validation, Stream.concat(validation.stream(), test.stream()).toList(), prevalence);
    }

    private static List<AlertChanged> watch(List<double[]> reference, List<double[]> stream, List<Double> prevalence) {
        int classes = prevalence.size();
        List<String> labels =
                IntStream.range(0, classes).mapToObj(k -> "class-" + k).toList();
        var version = new WatchedVersion("recorded", "v1", labels, Fixtures.POLICY, 0);
        var champion = new Champion(
                "v1", "recorded/v1", new LabelSet(labels), new InputShape(28, 28, 3), reference(reference, prevalence));
        version.promote(champion, Instant.EPOCH);
        List<AlertChanged> changes = new ArrayList<>();
        for (int n = 0; n < stream.size(); n++) {
            List<Double> probabilities = Arrays.stream(stream.get(n)).boxed().toList();
            PredictionMade prediction = Fixtures.prediction("v1", "s" + n, "i", 1, labels, probabilities);
            var study = OpenStudy.begin(classes, 1, n);
            study.add(prediction, version.count(prediction));
            changes.addAll(version.add(study.answers(), study.scores(), n, Instant.ofEpochMilli(n)));
        }
        return changes;
    }

    private static HealthyReference reference(List<double[]> answers, List<Double> prevalence) {
        var learner = new ReferenceLearner(prevalence.size());
        for (double[] row : answers) {
            int best = IntStream.range(0, row.length)
                    .reduce((a, b) -> row[b] > row[a] ? b : a)
                    .orElseThrow();
            learner.add(StudyAnswers.single(row.length, best));
        }
        HealthyReference learned = learner.reference();
        return new HealthyReference(
                learned.shares(), learned.lowerBounds(), learned.upperBounds(), learned.images(), prevalence, null);
    }

    /** Rows of index and scores; scores are rounded to eight digits, so they are made to sum to 1. */
    private static List<double[]> read(String split, int seed) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Path file = files.filter(path -> {
                        String name = path.getFileName().toString();
                        return name.startsWith(split) && name.endsWith("seed" + seed + ".csv");
                    })
                    .findFirst()
                    .orElseThrow();
            List<double[]> rows = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                double[] row = Arrays.stream(line.split(",", -1))
                        .skip(1)
                        .mapToDouble(Double::parseDouble)
                        .toArray();
                double sum = Arrays.stream(row).sum();
                rows.add(Arrays.stream(row).map(p -> p / sum).toArray());
            }
            return Collections.unmodifiableList(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
