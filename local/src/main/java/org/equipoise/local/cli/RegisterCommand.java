package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Next;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise register}: a SavedModel that was trained elsewhere is judged, serves and is watched. */
@Command(
        name = "register",
        description = "Registers a SavedModel trained elsewhere and has the gate judge it on a dataset's test split.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise register exported-model --model chest --labels normal,sick --scale 1/255 --dataset chest",
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(
            paramLabel = "FOLDER_OR_ZIP",
            description = "of saved_model.pb and variables/, as model.export() writes")
    private @Nullable Path source;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "the model's name here")
    private String model = "";

    @Option(
            names = "--labels",
            required = true,
            split = ",",
            paramLabel = "A,B",
            description = "class names in the order of the model's outputs")
    private List<String> labels = List.of();

    @Option(names = "--size", paramLabel = "HxWxC", description = "of the input, where the model leaves it open")
    private @Nullable String size;

    @Option(
            names = "--scale",
            paramLabel = "HOW",
            description = "1/255, -1..1 or none: how its training fed it; needed when it takes floats")
    private @Nullable String scale;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description =
                    "stretch, pad (edges repeated) or crop: how its training brought images of another aspect into"
                            + " the input (default: stretch)")
    private @Nullable String fit;

    @Option(names = "--logits", description = "its outputs are logits (default: a softmax's probabilities)")
    private boolean logits;

    @Option(names = "--dataset", paramLabel = "NAME", description = "the dataset whose frozen test split judges it")
    private @Nullable String dataset;

    @Option(names = "--without-gate", description = "let it serve although nobody judged it")
    private boolean withoutGate;

    @Option(names = "--reason", paramLabel = "TEXT", description = "why; needed with --without-gate")
    private @Nullable String reason;

    RegisterCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Names.require(model, "--model");
        String judge = dataset;
        if (judge != null) {
            Names.require(judge, "--dataset");
        }
        if ((judge != null) == withoutGate) {
            throw new UsageException("say --dataset NAME to have the model judged, or --without-gate, and not both");
        }
        if (withoutGate && (reason == null || reason.isBlank())) {
            throw new UsageException("--without-gate needs a --reason: nobody has judged this model");
        }
        String fitting = FitOption.checked(fit);
        List<String> classes = classes(labels);
        byte[] zip = SavedModelZip.of(Objects.requireNonNull(source));
        StackConnection connection = context.connection(home.path());
        String version = judge == null ? null : frozen(connection, judge).version();
        ModelDecided decision = new RegistryClient(connection)
                .register(
                        model,
                        zip,
                        new RegistryClient.Outside(
                                classes, size, scale, logits ? "logits" : "softmax", fitting, judge, version, reason));
        int code = GateWords.say(context.terminal(), decision);
        if (code == ExitCodes.OK) {
            Next.say(
                    context.terminal(),
                    home.typed(),
                    "predict",
                    "new-images",
                    "--model",
                    model,
                    "--out",
                    "answers.csv");
        } else {
            Next.say(context.terminal(), home.typed(), "models", model);
        }
        return code;
    }

    /** The names without the blanks around them, as in {@code "a, b"}. */
    static List<String> classes(List<String> given) {
        List<String> classes = given.stream().map(String::strip).toList();
        if (classes.size() < 2 || classes.stream().anyMatch(String::isEmpty)) {
            throw new UsageException("--labels needs the names of two or more classes, separated by commas, got \""
                    + String.join(",", given) + "\"");
        }
        if (Set.copyOf(classes).size() < classes.size()) {
            throw new UsageException("--labels names a class twice: " + String.join(",", classes));
        }
        return classes;
    }

    private static DatasetFrozen frozen(StackConnection connection, String name) {
        var datasets = new DatasetClient(connection);
        return datasets.latest(name).orElseGet(() -> datasets.freezeToTrain(name, null, null, null));
    }
}
