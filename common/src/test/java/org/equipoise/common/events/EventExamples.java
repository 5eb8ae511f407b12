package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;

/** One valid event of each kind, with every optional field set. */
public final class EventExamples {

    public static final Instant TIME = Instant.parse("2026-03-01T08:00:00.250Z");
    public static final String IMAGE_ID = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));
    public static final InputShape SHAPE = new InputShape(64, 64, 1);

    private static final ValueWindow WINDOW =
            new ValueWindow(12, 3071, "from the 0.1th to the 99.9th percentile of the training images");

    private EventExamples() {}

    public static StudyPublished studyPublished() {
        return new StudyPublished(
                "study-1",
                "lung",
                "DX",
                "patient-7",
                "lung-nodule",
                List.of(new StudyPublished.StudyImage("study-1/0.png", "benign", Split.TRAIN, "L", "CHEST")),
                TIME,
                "XR2");
    }

    public static ImageIngested imageIngested() {
        return new ImageIngested(
                "lung",
                IMAGE_ID,
                "study-1",
                "lung/" + IMAGE_ID + ".png",
                "study-1/0.png",
                64,
                48,
                1,
                "DX",
                "5d41402abc4b2a76",
                Split.VALIDATION,
                2,
                "lung-nodule",
                TIME,
                TIME.plusSeconds(1),
                "XR2",
                List.of("study-1/1.png"),
                16,
                imageMeasures(),
                "L",
                "CHEST");
    }

    public static ImageMeasures imageMeasures() {
        return new ImageMeasures(
                0.0123,
                0.5,
                6.5,
                0.4213,
                0.2131,
                new ImageMeasures.Sides(0.1, 0.0, 0.1, 0.0),
                new ImageMeasures.Sides(0.0, 0.02, 0.0, 0.0),
                "c3a5f00d12345678",
                "0123456789abcdef".repeat(4));
    }

    public static ImageFinding imageFinding() {
        return new ImageFinding(
                "near-duplicates-splits",
                "1 pair of images that are nearly the same is in different splits",
                2,
                4,
                1,
                List.of(List.of(IMAGE_ID, "0".repeat(64))),
                null);
    }

    public static ImageFinding shortcut() {
        return new ImageFinding(
                "shortcut",
                "A shortcut: the station goes with the class",
                0.93,
                0.5,
                200,
                List.of(),
                new ImageFinding.Table(
                        "station", List.of("none", "benign"), List.of(new ImageFinding.Row("XR2", List.of(100L, 3L)))));
    }

    public static ImageRejected imageRejected() {
        return new ImageRejected(
                "study-1",
                "lung",
                "study-1/1.png",
                RejectionReason.TOO_LARGE,
                "40000 x 40000 pixels, at most 40000000 are allowed",
                TIME);
    }

    public static ImageErased imageErased() {
        return new ImageErased("lung", IMAGE_ID, "5d41402abc4b2a76", "ops", TIME);
    }

    public static LabelSubmitted labelSubmitted() {
        return new LabelSubmitted(
                "lung", IMAGE_ID, "benign", "reader-2", TIME, LabelSubmitted.Role.READER, "labels-1", false);
    }

    public static LabelDeferred labelDeferred() {
        return new LabelDeferred("lung", IMAGE_ID, "reader-2", LabelDeferred.Reason.SECOND_OPINION, TIME, false);
    }

    public static LabelChecked labelAccepted() {
        return new LabelChecked(
                "lung",
                IMAGE_ID,
                LabelChecked.Standing.ACCEPTED,
                List.of(),
                "benign",
                1,
                Split.TEST,
                "5d41402abc4b2a76",
                Map.of("source:study-1", "malignant", "reader-2", "benign", "reader-3", "benign"),
                2,
                TIME,
                new LabelChecked.Settlement(
                        List.of("reader-2"), LabelSubmitted.Role.READER, "labels-1", List.of("source:study-1"), TIME),
                new LabelChecked.Readings(2, TIME, List.of("reader-2", "reader-3")));
    }

    public static ReadingRequested readingRequested() {
        return new ReadingRequested("lung", IMAGE_ID, 2, TIME, "ops", false);
    }

    public static LabelSuspected labelSuspected() {
        return new LabelSuspected(
                "labels-1",
                "lung",
                "0a1b2c3d4e5f",
                IMAGE_ID,
                "benign",
                "malignant",
                0.94,
                1,
                "models that did not see this image give \"malignant\" 91 % and \"benign\" 6 %",
                TIME);
    }

    public static DiagnosisRequested diagnosisRequested() {
        return new DiagnosisRequested("lung-nodule-1a2b3c4d", "lung-nodule", "0f9e8d7c6b5a", "run-1", 2.5, TIME);
    }

    public static DiagnosisMade diagnosisMade() {
        return new DiagnosisMade(
                "run-1",
                "lung-nodule",
                "0f9e8d7c6b5a",
                "run-1",
                "collapsed: every answer is none",
                "One class has so many more training images that always answering it costs little.",
                List.of(
                        new DiagnosisMade.NamedCause("class-imbalance", 0.91),
                        new DiagnosisMade.NamedCause("minority-relabelled", 0.05)),
                new DiagnosisMade.Proof(
                        "prior-gain",
                        "with the prior subtracted the balanced accuracy goes from 0.333 to 0.871",
                        0.333,
                        0.871),
                "lung-nodule/diagnoses/run-1.json",
                TIME,
                "lung-nodule/0f9e8d7c6b5a/collapse/none",
                null);
    }

    public static DatasetDeclared datasetDeclared() {
        return new DatasetDeclared("lung", LABELS, TIME, Map.of("no finding", "none"));
    }

    public static DatasetFrozen datasetFrozen() {
        return new DatasetFrozen(
                "lung",
                "0a1b2c3d4e5f",
                "0a1b2c3d4e5f" + "0".repeat(52),
                "lung/0a1b2c3d4e5f/manifest.jsonl",
                LABELS,
                "DX",
                SHAPE,
                Map.of(
                        Split.TEST, new ClassDistribution(List.of(150L, 15L, 8L)),
                        Split.TRAIN, new ClassDistribution(List.of(700L, 70L, 35L)),
                        Split.VALIDATION, new ClassDistribution(List.of(150L, 15L, 7L))),
                List.of(new DatasetFrozen.Pack(Split.TRAIN, "lung/0a1b2c3d4e5f/packed/train/part-0.npz", 805)),
                List.of("malignant is 23 times rarer than none"),
                TIME,
                WINDOW,
                List.of(imageFinding(), shortcut()),
                Fit.PAD);
    }

    public static TrainingRequested trainingRequested() {
        return new TrainingRequested(
                "run-1",
                "lung-nodule",
                "lung",
                "0a1b2c3d4e5f",
                "auto",
                Map.of("epochs", "10", "batchSize", "32"),
                42,
                TIME);
    }

    public static ShardRequested shardRequested() {
        return new ShardRequested(
                "run-1",
                3,
                0,
                512,
                "lung",
                "0a1b2c3d4e5f",
                ShardRequested.Sampling.BALANCED,
                new AugmentationPolicy(true, false, 10, 0.1, 0.08, 0.15, null),
                List.of(1.0, 1.0, 1.0),
                42,
                TIME,
                WINDOW);
    }

    public static ShardReady shardReady() {
        return new ShardReady("run-1", 3, 0, "run-1/3/0.npz", 512, null, TIME);
    }

    public static TrainingProgressed trainingProgressed() {
        return new TrainingProgressed(
                "run-1",
                "lung-nodule",
                TrainingProgressed.Phase.EPOCH,
                3,
                14,
                new TrainingProgressed.EpochTelemetry(
                        0.61,
                        0.58,
                        0.47,
                        0.001,
                        0.81,
                        0.9,
                        List.of(0.93, 0.8, 0.7),
                        List.of(0.8, 0.12, 0.08),
                        false,
                        173.5,
                        0.4,
                        4.6,
                        new TrainingProgressed.Inside(
                                "healthy",
                                null,
                                1.25,
                                3.5,
                                0.1,
                                2.5,
                                List.of(0.95, 0.82, 0.7),
                                0.93,
                                List.of(
                                        new TrainingProgressed.LayerTelemetry("conv1", 0.8, 0.001, 0.125),
                                        new TrainingProgressed.LayerTelemetry("classifier", 0.9, 0.002, null)),
                                -0.03,
                                0.013,
                                null)),
                "epoch 3 of at most 14",
                TIME);
    }

    public static ModelTrained modelTrained() {
        return new ModelTrained(
                "lung-nodule",
                "a1b2c3d4e5f6",
                "run-1",
                "lung",
                "0a1b2c3d4e5f",
                Map.of("sampling", "balanced", "network", "article-cnn"),
                LABELS,
                SHAPE,
                "lung-nodule/a1b2c3d4e5f6",
                evaluation(),
                evaluation(),
                9,
                41.5,
                TIME,
                WINDOW,
                Fit.CROP);
    }

    /** Nobody has the third class, and nobody is answered it: its recall and precision are undefined. */
    public static Evaluation evaluation() {
        var answers = ConfusionMatrix.of(List.of(List.of(6L, 2L, 0L), List.of(0L, 2L, 0L), List.of(0L, 0L, 0L)));
        return Evaluation.of(answers, 0.8125, 0.15, LABELS);
    }

    public static ModelDecided modelDecided() {
        return new ModelDecided(
                "lung-nodule",
                "a1b2c3d4e5f6",
                "run-1",
                ModelDecided.Outcome.PROMOTED,
                List.of(new ModelDecided.GateCheck(
                        "minimum-recall", true, 0.7, 0.3, "lowest recall 0.70, at least 0.30 is asked")),
                new ModelDecided.Champion(
                        "a1b2c3d4e5f6",
                        "lung-nodule/a1b2c3d4e5f6",
                        LABELS,
                        SHAPE,
                        new ModelDecided.HealthyReference(
                                List.of(0.8, 0.12, 0.08),
                                List.of(0.75, 0.09, 0.05),
                                List.of(0.85, 0.17, 0.12),
                                173,
                                List.of(0.7, 0.2, 0.1),
                                List.of(List.of(90L, 6L, 4L), List.of(5L, 40L, 5L), List.of(2L, 3L, 18L))),
                        WINDOW,
                        Fit.PAD),
                TIME);
    }

    public static CanariesReplayed canariesReplayed() {
        return new CanariesReplayed(
                "lung-nodule",
                "a1b2c3d4e5f6",
                "scorer-1",
                List.of(
                        new CanariesReplayed.ClassResult("none", 8, 8, 8, new CanariesReplayed.Tested(300, 285)),
                        new CanariesReplayed.ClassResult("benign", 8, 6, 7, new CanariesReplayed.Tested(60, 48))),
                0.125,
                16,
                16,
                null,
                TIME,
                TIME.plusSeconds(1800));
    }

    public static PredictionMade predictionMade() {
        return new PredictionMade(
                "lung-nodule",
                "a1b2c3d4e5f6",
                "study-1",
                IMAGE_ID,
                "lung",
                2,
                LABELS.classes(),
                List.of(0.7, 0.2, 0.1),
                new PredictionMade.InputStatistics(101.5, 33.25),
                TIME,
                TIME.plusSeconds(2),
                new PredictionMade.Source("DX", "XR2"));
    }

    public static AlertChanged alertChanged() {
        return new AlertChanged(
                "lung-nodule/a1b2c3d4e5f6/collapse/none",
                "lung-nodule",
                "a1b2c3d4e5f6",
                AlertChanged.Kind.COLLAPSE,
                AlertChanged.State.FIRING,
                "none",
                0,
                0.99,
                0.8,
                1250000,
                640,
                118,
                "none takes 99 % of the last 118 answers, 80 % while healthy",
                TIME,
                TIME.plusSeconds(30),
                AlertChanged.Cause.MODEL,
                List.of("4 of 16 canaries are answered right, 14 were at registration"),
                new AlertChanged.Diagnosis(
                        "a1b2c3d4e5f6-1", "the model expects [0, 1] and gets [0, 255]: .50 becomes .91"));
    }

    public static AlertsSilenced alertsSilenced() {
        return new AlertsSilenced(
                "5f0c9a1e7b33",
                "lung-nodule",
                AlertChanged.Kind.COLLAPSE,
                "scanner 2 is being repaired",
                "ops",
                TIME,
                TIME.plusSeconds(4 * 3600));
    }

    /** One of each. */
    public static List<Record> all() {
        return List.of(
                studyPublished(),
                imageIngested(),
                imageRejected(),
                imageErased(),
                labelSubmitted(),
                labelDeferred(),
                readingRequested(),
                labelAccepted(),
                labelSuspected(),
                canariesReplayed(),
                datasetDeclared(),
                datasetFrozen(),
                trainingRequested(),
                trainingProgressed(),
                shardRequested(),
                shardReady(),
                modelTrained(),
                modelDecided(),
                diagnosisRequested(),
                diagnosisMade(),
                predictionMade(),
                alertChanged(),
                alertsSilenced());
    }
}
