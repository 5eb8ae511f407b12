package org.equipoise.local.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.RegistryClient.Version;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code equipoise models}: what the registry holds. */
@Command(
        name = "models",
        description = "Lists the versions of every model, or of one, with what was decided about them.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise models chest",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "only this one")
    private @Nullable String model;

    ModelsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String only = model;
        if (only != null) {
            Names.require(only, "MODEL");
        }
        StackConnection connection = context.connection(home.path());
        var registry = new RegistryClient(connection);
        List<String> names = only != null ? List.of(only) : names(StackStatus.decisions(connection), registry.models());
        List<Version> versions =
                names.stream().flatMap(name -> registry.versions(name).stream()).toList();
        if (only != null && versions.isEmpty()) {
            throw new ClientException("the registry has no version of a model \"" + only + "\"");
        }
        if (json.wanted()) {
            json.print(context.terminal(), versions);
            return ExitCodes.OK;
        }
        lines(versions).forEach(line -> context.terminal().say("%s", line));
        Next.say(context.terminal(), home.typed(), next(versions).toArray(String[]::new));
        return ExitCodes.OK;
    }

    /**
     * What leads on: images for a version that serves; without one, a version that may. A recipe is not it, for a model
     * from elsewhere has none.
     */
    static List<String> next(List<Version> versions) {
        return versions.stream()
                .filter(Version::serving)
                .findFirst()
                .map(serving -> List.of("predict", "new-images", "--model", serving.model(), "--out", "answers.csv"))
                .orElseGet(() -> List.of(
                        "train",
                        "--dataset",
                        versions.isEmpty() ? "NAME" : versions.get(0).dataset()));
    }

    /** Every model that something was decided about, or that has a version which was only trained. */
    static List<String> names(List<ModelDecided> decisions, List<String> registered) {
        return Stream.concat(decisions.stream().map(ModelDecided::model), registered.stream())
                .sorted()
                .distinct()
                .toList();
    }

    /** The table, or a sentence when there is nothing. */
    static List<String> lines(List<Version> versions) {
        if (versions.isEmpty()) {
            return List.of("The registry has no model: train one, or register one.");
        }
        var table = new Table(
                "model", "version", "outcome", "balanced accuracy", "min recall", "trained at", "serving", "reason");
        for (Version version : versions) {
            ModelDecided.Outcome outcome = version.outcome();
            table.row(
                    version.model(),
                    version.version(),
                    outcome == null ? "undecided" : outcome.code(),
                    number(version, version.balancedAccuracy()),
                    number(version, version.minimumRecall()),
                    minute(version.trainedAt()),
                    version.serving() ? "yes" : "no",
                    version.reason() == null ? "" : version.reason());
        }
        return table.lines();
    }

    private static String number(Version version, double value) {
        return version.images() == 0 ? "not judged" : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String minute(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
