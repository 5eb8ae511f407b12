package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ReadingOptions;
import org.equipoise.local.stack.StackOptions;
import org.equipoise.local.terminal.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code equipoise diagnose}: why a classifier answers one class. Of one that was trained here it asks the stack; of
 * one of which there are only files it needs none.
 */
@Command(
        name = "diagnose",
        description =
                "Says why a classifier answers one class. Of a MODEL that was trained here: what was found out when its"
                        + " run collapsed, or, with --minutes, by an examination now. Of a SavedModel and labelled images"
                        + " (--model, --data), without a stack: which preprocessing it expects. Of files (predictions, a"
                        + " training history or both), without a stack: whether it"
                        + " collapsed, what the evidence proves and rules out, and whether a corrected prior alone repairs it.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise diagnose --predictions answers.csv --counts normal=1000,pneumonia=50 --log history.csv",
        mixinStandardHelpOptions = true)
final class DiagnoseCommand implements Callable<Integer> {

    private static final String SCREEN = "-";
    private static final int MOST_MINUTES = 10080;

    /** Options of {@code --model} and {@code --data} alone. */
    private static final List<String> OF_DATA = List.of(
            "--labels",
            "--size",
            "--scale",
            "--bgr",
            "--logits",
            "--labels-file",
            "--image-column",
            "--label-column",
            "--patient-column",
            "--patient-level",
            "--no-label",
            "--multi-label",
            "--masks");

    private final CliContext context;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "a model that was trained here")
    private @Nullable String model;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "of the MODEL (default: the last one that was diagnosed; with --minutes, that of its newest"
                    + " version)")
    private @Nullable String run;

    @Option(
            names = "--repair",
            description = "of a MODEL: train what the diagnosis proposes, the cheapest first, until no class is lost on"
                    + " the same test images")
    private boolean repair;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description =
                    "examine the run anew, healthy or not, with experiments for so long at most; 0 without any. With"
                            + " --repair: how long the repair may take (default: any time). With --model: how long other"
                            + " preprocessings may be tried (default: 2)")
    private @Nullable Double minutes;

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
            refuse(List.of("--counts", "--encoding"), "--predictions, --log or --model");
            refuse(OF_DATA, "--model and --data");
            return ofModel(trainedHere);
        }
        if (minutes != null && !saved.given()) {
            throw new UsageException("--minutes belongs to a MODEL that was trained here, or to --model and --data");
        }
        if (repair) {
            throw new UsageException(
                    "--repair needs a MODEL that was trained here: of files nothing is known to train again");
        }
        refuse(List.of("--run"), "a MODEL that was trained here");
        if (!files && json != null && !json.equals(SCREEN)) {
            throw new UsageException("--json takes \"" + json
                    + "\" as the file to write, and nothing is left to look at: say the MODEL before it");
        }
        if (!files) {
            throw new UsageException(
                    "say what to look at: a MODEL, --predictions FILE.csv, --log FILE, or both files, or --model and --data");
        }
        if (!saved.given()) {
            refuse(OF_DATA, "--model and --data");
        }
        keepWhatIsRead();
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
        if (repair && minutes != null && !(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new UsageException("--minutes must be above 0 and at most " + MOST_MINUTES + ", got " + minutes);
        }
        if (minutes != null && !repair) {
            Examination.require(minutes);
        }
        if (repair && SCREEN.equals(json)) {
            throw new UsageException("a repair says how it goes: give --json a FILE to write the card into");
        }
        StackConnection connection = context.connection(home.path());
        var client = new DiagnosisClient(connection, context.clock());
        String asked = run;
        if (asked != null) {
            Names.require(asked, "--run");
        }
        if (minutes != null && !repair) {
            Optional<String> refused = Examination.ask(context.terminal(), client, name, asked, minutes);
            if (refused.isPresent()) {
                context.terminal().problem("%s", refused.get());
                return ExitCodes.REFUSED;
            }
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
                                    + " refused for their recalls; \"equipoise diagnose %s --minutes 2\" asks for it",
                            name, name);
            return ExitCodes.FAILED;
        }
        Diagnosis card = client.of(name, found);
        int code = repair ? new RepairRuns(context, connection, minutes).play(card) : ExitCodes.OK;
        // A repair wrote to the card.
        Diagnosis told = repair ? client.of(name, found) : card;
        Diagnosis.Run trained = told.run();
        tell(
                told,
                DiagnosisText.ofRun(told),
                DiagnosisPage.render(
                        told,
                        List.of(),
                        trained == null ? null : trained.history(),
                        trained == null ? null : trained.priorEntropy(),
                        List.of()));
        return code;
    }

    /** An option that would say nothing is wrong, not left out of account. */
    private void refuse(List<String> options, String belongsTo) {
        options.stream()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .findFirst()
                .ifPresent(option -> {
                    throw new UsageException(option + " belongs to " + belongsTo);
                });
    }

    /** Nothing that is read, or written before, is written over. */
    private void keepWhatIsRead() {
        Map<Path, String> used = new HashMap<>();
        if (predictions != null) {
            used.put(real(predictions), "--predictions");
        }
        logs.forEach(log -> used.put(real(log), "--log"));
        if (json != null && !json.equals(SCREEN)) {
            write(used, "--json", Path.of(json));
        }
        if (html != null) {
            write(used, "--html", html);
        }
    }

    private static void write(Map<Path, String> used, String option, Path file) {
        String other = used.put(real(file), option);
        if (other != null) {
            throw new UsageException(option + " would write over " + file + ", the file of " + other);
        }
    }

    private static Path real(Path file) {
        if (file.toString().isEmpty()) {
            throw new UsageException("a file's name is empty");
        }
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
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
            WholeFile.write(page, rendered);
        }
        String file = json;
        if (file != null && !file.equals(SCREEN)) {
            WholeFile.write(Path.of(file), JsonOutput.text(document) + "\n");
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
}
