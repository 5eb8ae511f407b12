package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.LabelSuspected;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.LabelAuditClient;
import org.equipoise.local.client.LabelAuditOutcome;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code equipoise labels}: freezes the dataset and lists the labels of its training split that are probably wrong. */
@Command(
        name = "labels",
        description = "Freezes a dataset and finds labels of its training split that are probably wrong.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise labels --dataset chest --out suspects.csv",
        mixinStandardHelpOptions = true)
final class LabelsCommand implements Callable<Integer> {

    /** The trainer may be busy with another run, and takes its time as an estimate. */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(30);

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "the dataset to examine")
    private String dataset = "";

    @Option(
            names = "--minutes",
            defaultValue = "5",
            paramLabel = "MINUTES",
            description = "how long it may take, about; 0 for as long as it takes (default: ${DEFAULT-VALUE})")
    private double minutes = 5;

    @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--top",
            defaultValue = "20",
            paramLabel = "N",
            description = "how many suspects to print (default: ${DEFAULT-VALUE})")
    private int top = 20;

    @Option(names = "--out", paramLabel = "FILE.csv", description = "write all suspects there")
    private @Nullable Path out;

    LabelsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "--dataset");
        if (!(minutes >= 0 && minutes <= 10_080) || top < 0) {
            throw new UsageException(
                    "--minutes must be 0 to 10080 and --top at least 0, got " + minutes + " and " + top);
        }
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        DatasetFrozen version = new DatasetClient(connection).freeze(dataset, null);
        TrainingRequested request = new TrainingClient(connection, context.clock())
                .request(
                        version,
                        new TrainingClient.Request(
                                modelName(dataset),
                                LabelAuditClient.RECIPE,
                                Map.of("minutes", Double.toString(minutes)),
                                seed));
        terminal.say(
                "Run %s examines the labels of dataset \"%s\", version %s",
                request.runId(), dataset, version.version());
        Duration patience = LEAST_PATIENCE.plusSeconds(Math.round(180 * minutes));
        LabelAuditOutcome outcome = new LabelAuditClient(connection).follow(request.runId(), patience, event -> {
            if (event.phase() != Phase.FAILED) {
                terminal.say("  %s: %s", event.phase().name().toLowerCase(Locale.ROOT), event.message());
            }
        });
        if (outcome instanceof LabelAuditOutcome.Failed failed) {
            terminal.problem("%s", failed.reason());
            return ExitCodes.REFUSED;
        }
        show(((LabelAuditOutcome.Examined) outcome).suspects());
        Next.say(terminal, home.typed(), "train", "--dataset", dataset);
        return ExitCodes.OK;
    }

    private void show(List<LabelSuspected> suspects) {
        Terminal terminal = context.terminal();
        SuspectTable.lines(suspects, top).forEach(line -> terminal.say("%s", line));
        if (suspects.size() > top) {
            terminal.say("  and %,d more", suspects.size() - top);
        }
        Path file = out;
        if (file != null) {
            try {
                SuspectTable.write(file, suspects);
            } catch (IOException e) {
                throw new ClientException("cannot write " + file + ": " + e.getMessage(), e);
            }
            terminal.say("%s written to %s", Counted.of(suspects.size(), "suspect"), file);
        }
    }

    /** Not the name of a model: an audit must not stand in the way of the meters of one. */
    private static String modelName(String dataset) {
        return dataset.substring(0, Math.min(56, dataset.length())) + "-labels";
    }
}
