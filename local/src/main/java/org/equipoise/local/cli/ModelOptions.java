package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.model.ModelDiagnosis;
import org.equipoise.diagnosis.model.ModelExamination;
import org.equipoise.diagnosis.model.ModelQuestion;
import org.equipoise.diagnosis.predictions.FileDiagnosis;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.examination.DrawnImages;
import org.equipoise.local.examination.ExaminingProcess;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.ReadingOptions;
import org.equipoise.local.sets.SetException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A SavedModel on disk and labelled images, for {@code equipoise diagnose}. */
public final class ModelOptions {

    /** Of a search, where nobody says. */
    private static final double USUAL_MINUTES = 2;

    private static final double MOST_MINUTES = 24 * 60;

    @Option(
            names = "--model",
            paramLabel = "FOLDER_OR_ZIP",
            description =
                    "a TensorFlow SavedModel, as Keras' model.export() writes it; asked about the images of --data"
                            + " under other preprocessings until its accuracy returns")
    private @Nullable Path model;

    @Option(
            names = "--data",
            paramLabel = "SET",
            description = "labelled images for --model, anything that import reads; best not trained on")
    private @Nullable Path data;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "A,B",
            description = "class names in the order of the model's outputs (default: the set's order, which is said)")
    private List<String> labels = List.of();

    @Option(names = "--size", paramLabel = "HxWxC", description = "of the input, where the model leaves it open")
    private @Nullable String size;

    @Option(
            names = "--scale",
            paramLabel = "HOW",
            description = "how the images are fed to the model today: none (0..255), 1/255, -1..1, imagenet, caffe and"
                    + " others (default: none, which is said)")
    private @Nullable String scale;

    @Option(names = "--bgr", description = "today they are fed in BGR (default: RGB)")
    private boolean bgr;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description =
                    "how images of another aspect come into the input today: stretch, pad (their edges repeated) or"
                            + " crop (default: stretch)")
    private @Nullable String fit;

    @Option(names = "--logits", description = "the outputs are logits (default: probabilities)")
    private boolean logits;

    /** Whether a model is asked about. */
    boolean given() {
        return model != null || data != null;
    }

    /** What is there beside the model. */
    record Beside(
            Map<String, Long> counts,
            @Nullable TrainingHistory history,
            List<String> notes,
            @Nullable Double minutes) {}

    /** Looks at the model. */
    FileDiagnosis diagnosis(CliContext context, Path home, Path project, ReadingOptions reading, Beside beside)
            throws IOException {
        Path source = model;
        Path set = data;
        if (source == null || set == null) {
            throw new UsageException("--model FOLDER_OR_ZIP and --data SET go together");
        }
        Optional<String> other = NoSavedModel.meant(source);
        if (other.isPresent()) {
            throw new ClientException(other.get());
        }
        long seconds = seconds(beside.minutes());
        List<String> notes = new ArrayList<>(beside.notes());
        try (ImageSet images = ImageSets.open(set, reading)) {
            LabelSet classes = classes(images, notes);
            ClassDistribution counts = ClassCounts.of(beside.counts(), classes);
            DrawnImages drawn = DrawnImages.of(images, classes);
            notes.addAll(drawn.notes());
            ModelExamination seen = new ExaminingProcess(project, home.resolve("logs/diagnose-model.log"))
                    .examine(
                            drawn.images(),
                            file -> new ModelQuestion(
                                    source.toAbsolutePath().toString(),
                                    file.toString(),
                                    classes.classes(),
                                    size,
                                    scale,
                                    bgr,
                                    logits,
                                    seconds,
                                    FitOption.checked(fit)));
            Instant now = context.clock().instant();
            return ModelDiagnosis.of(
                    String.valueOf(source.getFileName()), classes, seen, counts, beside.history(), notes, now);
        }
    }

    private static long seconds(@Nullable Double minutes) {
        double given = minutes == null ? USUAL_MINUTES : minutes;
        if (!(given > 0 && given <= MOST_MINUTES)) {
            throw new UsageException("--minutes must be above 0 and at most " + (int) MOST_MINUTES + ", got " + given);
        }
        return Math.max(1, Math.round(60 * given));
    }

    private LabelSet classes(ImageSet images, List<String> notes) {
        if (images.classes().size() < 2) {
            throw new SetException(images.name()
                    + (images.classes().isEmpty()
                            ? " has no labels"
                            : " has labels of one class, \"" + images.classes().get(0) + "\"")
                    + "; what a model expects shows on two classes or more");
        }
        if (!labels.isEmpty()) {
            return new LabelSet(RegisterCommand.classes(labels));
        }
        notes.add("the outputs are taken to stand for " + String.join(",", images.classes())
                + ", the set's order; --labels says otherwise");
        return new LabelSet(images.classes());
    }
}
