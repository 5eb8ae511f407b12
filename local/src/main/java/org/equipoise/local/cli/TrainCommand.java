package org.equipoise.local.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.RecipeClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.client.UnreachableException;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.Ranges;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.EvaluationTable;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code equipoise train}: freezes the dataset, trains on that version, and waits for the gate. */
@Command(
        name = "train",
        description = "Freezes a dataset, trains a model on it and waits for the gate's decision.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise train --dataset chest --set epochs=10",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "the dataset to train on")
    private String dataset = "";

    @Option(names = "--model", paramLabel = "NAME", description = "the model's name (default: the dataset's)")
    private @Nullable String model;

    @Option(
            names = "--recipe",
            defaultValue = "auto",
            paramLabel = "RECIPE",
            description = "naive, auto, or a .properties or .json file of settings (default: ${DEFAULT-VALUE})")
    private String recipe = "auto";

    @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a setting of the recipe; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--aim",
            arity = "1..2",
            paramLabel = "AIM",
            description = "choose on the validation split how far the answers return to the training prevalence:"
                    + " balanced, f1, accuracy, or cost FILE.csv (classes x classes: what a wrong answer costs);"
                    + " or, of two classes, sensitivity CLASS@SPECIFICITY: how often CLASS is found where so much of"
                    + " the other is spared (default: not chosen)")
    private @Nullable List<String> aim;

    @Option(
            names = "--minutes",
            paramLabel = "MINUTES",
            description = "how long the training may take; fewer epochs are planned where they would not fit"
                    + " (0: any time; default: the recipe's)")
    private @Nullable Double minutes;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description = "fit the images to this size, 8 to 512, or auto: what they have, as long as the version stays"
                    + " small (default: auto)")
    private @Nullable String side;

    @Option(
            names = "--window",
            paramLabel = "LOW:HIGH",
            description = "what images of 16 bits are seen through: LOW:HIGH in stored values, LOW:HIGHHU in Hounsfield"
                    + " units, or percentiles of the training samples (default: ingest decides)")
    private @Nullable String window;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description =
                    "how images of another aspect come into that size: stretch, pad (their edges repeated) or crop"
                            + " (default: stretch)")
    private @Nullable String fit;

    @Option(
            names = "--patience",
            defaultValue = "600",
            paramLabel = "SECONDS",
            description = "give up when the trainer is silent for this long (default: ${DEFAULT-VALUE})")
    private int patience = 600;

    /** A run says every few seconds that it goes on; between two lines it may be silent for this long. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private Instant said = Instant.MIN;

    TrainCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String name = model == null ? dataset : model;
        Names.require(dataset, "--dataset");
        Names.require(name, "--model");
        Ranges.require("--patience", patience, 1, Ranges.SECONDS_OF_A_DAY);
        Integer asked = SideOption.checked(side);
        String fitting = FitOption.checked(fit);
        RecipeOption chosen = RecipeOption.parse(recipe);
        Map<String, String> merged = new TreeMap<>(chosen.settings());
        merged.putAll(settings);
        if (minutes != null) {
            merged.put("minutes", minutes.toString());
        }
        AimOption aimed = aim == null ? null : AimOption.parse(aim);
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        var datasets = new DatasetClient(connection);
        if (aimed != null) {
            merged.putAll(aimed.settings(datasets.declaration(dataset)
                    .map(declared -> declared.labelSet().classes())
                    .orElse(List.of())));
        }
        checkRecipe(connection, chosen.name(), merged);
        DatasetFrozen version = datasets.freezeToTrain(dataset, asked, window, fitting);
        describe(version);
        if (aimed != null) {
            merged.putAll(aimed.settings(version.labelSet().classes()));
        }
        var trainer = new TrainingClient(connection, context.clock());
        TrainingRequested request =
                trainer.request(version, new TrainingClient.Request(name, chosen.name(), merged, seed));
        terminal.say(
                "Run %s trains model \"%s\" with recipe %s%s",
                request.runId(),
                name,
                chosen.name(),
                merged.entrySet().stream()
                        .map(setting -> ", " + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining()));
        TrainingOutcome outcome = trainer.follow(
                request.runId(), Duration.ofSeconds(patience), event -> progressed(event, version.labelSet()));
        int code = outcome.decided().map(this::decided).orElseGet(() -> failed(outcome));
        next(name, code);
        return code;
    }

    /** Before anything is frozen: a typing error should not leave a version behind. */
    private void checkRecipe(StackConnection connection, String recipeName, Map<String, String> merged) {
        try {
            new RecipeClient(connection).problem(recipeName, merged).ifPresent(problem -> {
                throw new UsageException(problem);
            });
        } catch (UnreachableException e) {
            context.terminal()
                    .problem("%s. The settings were not checked; the run waits for a trainer.", Failure.sentence(e));
        }
    }

    private void next(String name, int code) {
        Terminal terminal = context.terminal();
        if (code == ExitCodes.OK) {
            Next.say(terminal, home.typed(), "predict", "new-images", "--model", name, "--out", "answers.csv");
        } else {
            Next.say(terminal, home.typed(), "models", name);
        }
    }

    private void describe(DatasetFrozen version) {
        Terminal terminal = context.terminal();
        terminal.say(
                "Dataset \"%s\" frozen as version %s: %s, %dx%d%s",
                dataset,
                version.version(),
                String.join(", ", version.labelSet().classes()),
                version.shape().width(),
                version.shape().height(),
                bits(version.window()) + fitted(version));
        for (Split split : Split.values()) {
            var counts = version.classCounts().get(split);
            if (counts != null) {
                terminal.say(
                        "  %-5s %14s: %s",
                        split.wireName(), Counted.of(counts.total(), "image"), byClass(version.labelSet(), counts));
            }
        }
        version.findings().forEach(finding -> terminal.say("  %s %s", terminal.yellow("note:"), finding));
    }

    private static String fitted(DatasetFrozen version) {
        return version.fit() == null ? "" : ", fit " + version.format().fit().word();
    }

    private static String bits(@Nullable ValueWindow chosen) {
        return chosen == null ? "" : ", 16 bits from " + chosen.low() + " to " + chosen.high();
    }

    private static String byClass(LabelSet labels, ClassDistribution counts) {
        return IntStream.range(0, labels.size())
                .mapToObj(k -> labels.name(k) + " " + counts.counts().get(k))
                .collect(Collectors.joining(", "));
    }

    private void progressed(TrainingProgressed event, LabelSet labels) {
        if (event.steps() != null && Duration.between(said, event.at()).compareTo(QUIET) < 0) {
            return;
        }
        said = event.at();
        Terminal terminal = context.terminal();
        EpochTelemetry telemetry = event.telemetry();
        if (event.phase() == TrainingProgressed.Phase.FAILED) {
            // The outcome says it.
            return;
        }
        if (event.phase() != TrainingProgressed.Phase.EPOCH || telemetry == null) {
            terminal.say("  %s: %s", event.phase().name().toLowerCase(Locale.ROOT), event.message());
            return;
        }
        String recalls = IntStream.range(0, telemetry.recalls().size())
                .mapToObj(k -> telemetry.recallIsKnown(k)
                        ? String.format(Locale.ROOT, "%.2f", telemetry.recalls().get(k))
                        : "-")
                .collect(Collectors.joining(" "));
        terminal.say(
                "  epoch %2d of %d: loss %.4f, validation %.4f (prior %.4f), balanced accuracy %.3f, recalls %s, %.0f images/s%s",
                event.epoch(),
                event.epochs(),
                telemetry.trainLoss(),
                telemetry.validationLoss(),
                telemetry.priorEntropy(),
                telemetry.balancedAccuracy(),
                recalls,
                telemetry.imagesPerSecond(),
                telemetry
                        .fault()
                        .map(fault -> "  " + terminal.red(fault.words(labels)))
                        .orElse(""));
    }

    private int decided(TrainingOutcome.Decided decided) {
        Terminal terminal = context.terminal();
        ModelDecided decision = decided.decision();
        terminal.say(
                "On the test split (%s):", Counted.of(decided.trained().test().images(), "image"));
        List<String> lines = EvaluationTable.lines(decided.trained().test());
        lines.forEach(line -> terminal.say("%s", "  " + line));
        terminal.say("  %s", EvaluationTable.summary(decided.trained().test()));
        AnswerFault.words(decided.trained().test()).ifPresent(words -> terminal.say("  %s", terminal.red(words)));
        return GateWords.say(terminal, decision);
    }

    private int failed(TrainingOutcome outcome) {
        String reason = outcome instanceof TrainingOutcome.Failed failed ? failed.reason() : "unknown";
        context.terminal().problem("the run failed: %s", reason);
        return ExitCodes.REFUSED;
    }
}
