package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.DatasetDiff;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.equipoise.local.terminal.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise diff}: what differs between two frozen versions of a dataset. */
@Command(
        name = "diff",
        description = "Says which images two frozen versions of a dataset do not share, or have under another class or"
                + " split.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise diff chest --json diff.json",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "DATASET", description = "whose versions are compared")
    private String dataset = "";

    @Option(
            names = "--from",
            paramLabel = "VERSION",
            description = "the version before (default: the one that was frozen before the other)")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "VERSION", description = "the version after (default: the newest)")
    private @Nullable String to;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "write it there as a JSON document too, with more images of each kind")
    private @Nullable Path json;

    DiffCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "DATASET");
        String before = from;
        String after = to;
        if (before != null) {
            Names.require(before, "--from");
        }
        if (after != null) {
            Names.require(after, "--to");
        }
        DatasetDiff diff = new DatasetClient(context.connection(home.path())).diff(dataset, before, after);
        Terminal terminal = context.terminal();
        DiffText.lines(diff).forEach(line -> terminal.say("%s", line));
        Path file = json;
        if (file != null) {
            write(file, diff);
            terminal.say("The difference is written to %s", file);
        }
        Next.say(terminal, home.typed(), next(diff).toArray(String[]::new));
        return ExitCodes.OK;
    }

    private static void write(Path file, DatasetDiff diff) {
        try {
            WholeFile.write(file, JsonOutput.text(diff) + "\n");
        } catch (IOException e) {
            throw new ClientException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Who gave an image another class is asked first; without such an image, the new version is trained on. */
    static List<String> next(DatasetDiff diff) {
        return diff.relabelled().first().stream()
                .findFirst()
                .map(image -> List.of("trace", image.imageId(), "--dataset", diff.dataset()))
                .orElseGet(() -> List.of("train", "--dataset", diff.dataset()));
    }
}
