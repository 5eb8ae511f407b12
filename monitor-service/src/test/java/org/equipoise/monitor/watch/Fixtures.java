package org.equipoise.monitor.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.events.PredictionMade.Source;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.collapse.StudyScores;
import org.equipoise.monitor.kafka.KafkaPolicy;
import org.equipoise.monitor.rhythm.RhythmPolicy;
import org.jspecify.annotations.Nullable;

/** The lung-nodule model of the examples: 87 % none, 9 % benign, 4 % malignant. */
public final class Fixtures {

    public static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    public static final List<String> LABELS = List.of("none", "benign", "malignant");

    public static final HealthyReference REFERENCE =
            new HealthyReference(List.of(.87, .09, .04), List.of(.84, .07, .025), List.of(.90, .12, .06), 1000);

    public static final CollapsePolicy POLICY = new CollapsePolicy() {
        @Override
        public double meanStudiesBetweenFalseAlarms() {
            return 1e6;
        }

        @Override
        public double meanStudiesBeforeWrongAllClear() {
            return 1e4;
        }

        @Override
        public int recentStudies() {
            return 100;
        }

        @Override
        public int learnReferenceFrom() {
            return 2000;
        }
    };

    public static final RhythmPolicy RHYTHM = new RhythmPolicy() {
        @Override
        public boolean enabled() {
            return true;
        }

        @Override
        public Duration atLeast() {
            return Duration.ofMinutes(30);
        }
    };

    public static final StudyPolicy STUDIES = studies(Duration.ofSeconds(30));

    private Fixtures() {}

    /** A study is complete after this time at the latest; a day is remembered. */
    public static StudyPolicy studies(Duration completeWithin) {
        return new StudyPolicy() {
            @Override
            public Duration completeWithin() {
                return completeWithin;
            }

            @Override
            public Duration remembered() {
                return Duration.ofDays(1);
            }
        };
    }

    /** The outputs of a study of one image: this margin, and whether they repeat the ones before. */
    public static StudyScores outputs(double margin, boolean repeat) {
        List<Integer> margins = new ArrayList<>(Collections.nCopies(StudyScores.BINS, 0));
        margins.set(StudyScores.bin(margin), 1);
        return new StudyScores(1, margins, repeat ? 1 : 0);
    }

    public static Champion champion(String version) {
        return new Champion(version, "nodules/" + version, new LabelSet(LABELS), new InputShape(64, 64, 1), REFERENCE);
    }

    public static ModelDecided promotion(String version) {
        return new ModelDecided("nodules", version, "run-1", Outcome.PROMOTED, List.of(), champion(version), START);
    }

    public static PredictionMade prediction(String version, String study, String image, int images, int answer) {
        return prediction(version, study, image, images, answer, LABELS);
    }

    public static PredictionMade prediction(
            String version, String study, String image, int images, int answer, List<String> labels) {
        // No two answers are equal to the bit, as those of a real model.
        double sure = .8 + (study + image).hashCode() * 1e-11;
        double rest = (1 - sure) / 2;
        List<Double> probabilities = new ArrayList<>(List.of(rest, rest, rest));
        probabilities.set(answer, sure);
        return prediction(version, study, image, images, labels, probabilities);
    }

    public static PredictionMade prediction(
            String version, String study, String image, int images, List<String> labels, List<Double> probabilities) {
        return new PredictionMade(
                "nodules", version, study, image, null, images, labels, probabilities, null, null, START);
    }

    /** Three partitions by model. */
    public static KafkaPolicy kafka(boolean direct) {
        return new KafkaPolicy() {
            @Override
            public int partitions() {
                return 3;
            }

            @Override
            public boolean direct() {
                return direct;
            }
        };
    }

    /** The same answer by another model. */
    public static PredictionMade of(String model, PredictionMade answer) {
        return with(model, answer.input(), answer.source(), answer);
    }

    /** The same answer to an image with this mean grey value. */
    public static PredictionMade grey(double mean, PredictionMade answer) {
        return with(new InputStatistics(mean, 50), answer.source(), answer);
    }

    /** The same answer at another time. */
    public static PredictionMade at(Instant predictedAt, PredictionMade answer) {
        return new PredictionMade(
                answer.model(),
                answer.modelVersion(),
                answer.studyId(),
                answer.imageId(),
                answer.dataset(),
                answer.imagesInStudy(),
                answer.labels(),
                answer.probabilities(),
                answer.input(),
                answer.publishedAt(),
                predictedAt,
                answer.source());
    }

    /** The same answer to an image with these grey values, from this source. */
    public static PredictionMade with(@Nullable InputStatistics input, @Nullable Source source, PredictionMade answer) {
        return with(answer.model(), input, source, answer);
    }

    private static PredictionMade with(
            String model, @Nullable InputStatistics input, @Nullable Source source, PredictionMade answer) {
        return new PredictionMade(
                model,
                answer.modelVersion(),
                answer.studyId(),
                answer.imageId(),
                answer.dataset(),
                answer.imagesInStudy(),
                answer.labels(),
                answer.probabilities(),
                input,
                answer.publishedAt(),
                answer.predictedAt(),
                source);
    }

    /** A replay of 16 canaries of {@code nodules} that answers as at registration, but for this difference. */
    public static CanariesReplayed replay(String version, String instance, double difference, Instant at) {
        return new CanariesReplayed(
                "nodules",
                version,
                instance,
                List.of(new ClassResult("none", 8, 8, 8, null), new ClassResult("benign", 8, 6, 6, null)),
                difference,
                16,
                16,
                null,
                at,
                at.plus(Duration.ofMinutes(30)));
    }

    /** A collapse of {@code nodules/v1} into "none", as it stands after so many predictions. */
    public static AlertChanged alert(State state, long predictions, @Nullable Cause cause) {
        return new AlertChanged(
                "nodules/v1/collapse/none",
                "nodules",
                "v1",
                AlertChanged.Kind.COLLAPSE,
                state,
                "none",
                0,
                1,
                .87,
                2e6,
                predictions,
                120,
                "Class \"none\" takes 100 % of the answers of nodules/v1.",
                START,
                START.plusSeconds(predictions),
                cause,
                cause == null ? null : List.of("Canaries: 4 of 16 differ."));
    }

    /** A diagnosis of {@code nodules/v1}, made so many minutes after {@link #START}. */
    public static DiagnosisMade diagnosis(String id, @Nullable String alertId, String sentence, int minute) {
        return new DiagnosisMade(
                id,
                "nodules",
                "v1",
                "run-1",
                "collapsed: every answer is none",
                sentence,
                List.of(),
                null,
                "nodules/diagnoses/" + id + ".json",
                START.plus(Duration.ofMinutes(minute)),
                alertId,
                null);
    }

    /** A silence over every alert of {@code nodules} of that kind, for so many minutes from {@link #START} on. */
    public static AlertsSilenced silence(AlertChanged.@Nullable Kind kind, int minutes) {
        return new AlertsSilenced(
                "silence-" + minutes,
                "nodules",
                kind,
                "scanner 2 is being repaired",
                "ops",
                START,
                START.plus(Duration.ofMinutes(minutes)));
    }
}
