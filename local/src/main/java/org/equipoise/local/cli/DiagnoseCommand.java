package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.DiagnosisPage;
import org.equipoise.diagnosis.files.HistoryFile;
import org.equipoise.diagnosis.files.PredictionsFile;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.predictions.Answers;
import org.equipoise.diagnosis.predictions.FileDiagnosis;
import org.equipoise.local.client.DiagnosisClient;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ReadingOptions;
import org.equipoise.local.stack.StackOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code equipoise diagnose}: why a classifier answers one class. Of one that was trained here it asks the stack; of
 * one of which there are only files it needs none.
 */
@Command(
        name = "diagnose",
        description =
                "Says why a classifier answers one class. Of a MODEL that was trained here: what was found out when its"
                        + " run collapsed. Of a SavedModel and labelled images (--model, --data), without a stack: which"
                        + " preprocessing it expects. Of files (predictions, a training history or both), without a stack: whether it"
                        + " collapsed, what the evidence proves and rules out, and whether a corrected prior alone repairs it.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise diagnose --predictions answers.csv --counts normal=1000,pneumonia=50 --log history.csv",
        mixinStandardHelpOptions = true)
final class DiagnoseCommand implements Callable<Integer> {

    private static final String SCREEN = "-";

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "a model that was trained here")
    private @Nullable String model;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "of the MODEL (default: the last one that was diagnosed)")
    private @Nullable String run;

    @Option(
            names = "--predictions",
            paramLabel = "FILE.csv",
            description = "answers to labelled images: columns label and prediction, or label and p_CLASS (or"
                    + " logit_CLASS) for each class; what predict --out writes, too")
    private @Nullable Path predictions;

    @Option(
            names = "--counts",
            paramLabel = "CLASS=N,...",
            description = "training images of each class (default: the shares in the predictions stand for them)")
    private @Nullable String counts;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description =
                    "training history: Keras' CSVLogger or History as JSON, Lightning's metrics.csv, Hugging Face's"
                            + " trainer_state.json, a scalar of TensorBoard as CSV; may be repeated")
    private List<Path> logs = new ArrayList<>();

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = SCREEN,
            paramLabel = "FILE",
            description = "write one JSON document, into FILE or instead of the text")
    private @Nullable String json;

    @Option(names = "--html", paramLabel = "FILE", description = "write one page with pictures")
    private @Nullable Path html;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description = "how long other preprocessings of --model may be tried (default: 2)")
    private @Nullable Double minutes;

    @Mixin
    private ModelOptions saved = new ModelOptions();

    @Mixin
    private SetOptions reading = new SetOptions();

    DiagnoseCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        boolean files = predictions != null || !logs.isEmpty() || saved.given();
        String trainedHere = model;
        if (trainedHere != null) {
            if (files) {
                throw new UsageException("say either a MODEL that was trained here, or files: not both");
            }
            return ofModel(trainedHere);
        }
        if (!files) {
            throw new UsageException(
                    "say what to look at: a MODEL, --predictions FILE.csv, --log FILE, or both files, or --model and --data");
        }
        Map<String, Long> given = counts == null ? Map.of() : ClassCounts.parse(counts);
        ReadingOptions options = reading.reading();
        Charset charset = options.encoding();
        List<String> notes = new ArrayList<>();
        Answers answers =
                predictions == null ? null : PredictionsFile.read(predictions, charset, given.keySet(), notes);
        TrainingHistory history = null;
        for (Path log : logs) {
            TrainingHistory read = HistoryFile.read(log, charset, notes);
            history = history == null ? read : history.and(read);
        }
        if (saved.given()) {
            if (predictions != null) {
                throw new UsageException("say either --model and --data, or --predictions: not both");
            }
            var beside = new ModelOptions.Beside(given, history, notes, minutes);
            tell(saved.diagnosis(context, home.path(), StackOptions.defaultProject(), options, beside));
            return ExitCodes.OK;
        }
        FileDiagnosis diagnosis = FileDiagnosis.of(
                subject(),
                answers,
                distribution(given, answers),
                history,
                notes,
                context.clock().instant());
        tell(diagnosis);
        return ExitCodes.OK;
    }

    private int ofModel(String name) throws IOException {
        Names.require(name, "MODEL");
        var client = new DiagnosisClient(context.connection(home.path()));
        String asked = run;
        if (asked != null) {
            Names.require(asked, "--run");
        }
        String found = asked != null
                ? asked
                : client.runs(name).stream()
                        .findFirst()
                        .map(DiagnosisClient.Run::runId)
                        .orElse(null);
        if (found == null) {
            context.terminal()
                    .problem(
                            "no run of model \"%s\" was diagnosed: that is done for runs that collapsed, diverged or were"
                                    + " refused for their recalls",
                            name);
            return ExitCodes.FAILED;
        }
        Diagnosis card = client.of(name, found);
        tell(card, DiagnosisText.ofRun(card), DiagnosisPage.render(card, List.of(), null, null, List.of()));
        return ExitCodes.OK;
    }

    private String subject() {
        return (predictions == null ? logs.stream() : java.util.stream.Stream.of(predictions))
                .map(file -> String.valueOf(file.getFileName()))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable ClassDistribution distribution(Map<String, Long> given, @Nullable Answers answers) {
        if (given.isEmpty()) {
            return null;
        }
        return new ClassDistribution(
                answers == null
                        ? List.copyOf(given.values())
                        : answers.labels().classes().stream()
                                .map(name -> Objects.requireNonNull(given.get(name), name))
                                .toList());
    }

    private void tell(FileDiagnosis diagnosis) throws IOException {
        tell(
                diagnosis,
                DiagnosisText.lines(diagnosis),
                DiagnosisPage.render(
                        diagnosis.card(),
                        diagnosis.reasoning(),
                        diagnosis.history(),
                        diagnosis.priorEntropy(),
                        diagnosis.understood()));
    }

    /** @param document what is written as JSON */
    private void tell(Object document, List<String> lines, String rendered) throws IOException {
        Path page = html;
        if (page != null) {
            write(page, rendered);
        }
        String file = json;
        if (file != null && !file.equals(SCREEN)) {
            write(Path.of(file), JsonOutput.text(document) + "\n");
        }
        if (SCREEN.equals(file)) {
            context.terminal().say("%s", JsonOutput.text(document));
        } else {
            lines.forEach(line -> context.terminal().say("%s", line));
            if (page != null) {
                context.terminal().say("The page is in %s", page);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }
}
