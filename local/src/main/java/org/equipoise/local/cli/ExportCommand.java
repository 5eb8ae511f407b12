package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.equipoise.local.terminal.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise export}: a frozen version as a zip of class folders and a table. */
@Command(
        name = "export",
        description = "Writes a frozen version of a dataset as a zip: its images as SPLIT/CLASS/IMAGEID.png, and"
                + " manifest.csv with the path, label, split and patient (a pseudonym) of each.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise export chest chest.zip",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    private static final double MEGABYTE = 1e6;
    private static final String COPY = "-copy";

    /** Characters that a dataset's name may have. */
    private static final int MOST_NAME = 63;

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "DATASET", description = "whose version is written")
    private String dataset = "";

    @Parameters(index = "1", paramLabel = "FILE.zip", description = "where it is written; replaced when it is whole")
    private Path file = Path.of("");

    @Option(names = "--of", paramLabel = "VERSION", description = "the version (default: the newest)")
    private @Nullable String version;

    ExportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "DATASET");
        String asked = version;
        if (asked != null) {
            Names.require(asked, "--of");
        }
        DatasetClient datasets = new DatasetClient(context.connection(home.path()));
        String written = asked == null ? newest(datasets) : asked;
        Terminal terminal = context.terminal();
        terminal.say(
                "Version %s of dataset \"%s\" is written to %s, %.1f MB",
                written, dataset, file, write(datasets, written) / MEGABYTE);
        Next.say(terminal, home.typed(), "import", file.toString(), "--dataset", copy(dataset));
        return ExitCodes.OK;
    }

    private static String copy(String dataset) {
        return dataset.substring(0, Math.min(dataset.length(), MOST_NAME - COPY.length())) + COPY;
    }

    private String newest(DatasetClient datasets) {
        return datasets.latest(dataset)
                .map(DatasetFrozen::version)
                .orElseThrow(() -> new ClientException("no version of dataset " + dataset
                        + " was frozen: \"equipoise train --dataset " + dataset + "\" freezes one"));
    }

    private long write(DatasetClient datasets, String version) {
        long[] bytes = new long[1];
        try {
            WholeFile.writeBytes(file, out -> bytes[0] = datasets.export(dataset, version, out));
        } catch (IOException e) {
            throw new ClientException("cannot write " + file + ": " + e.getMessage(), e);
        }
        return bytes[0];
    }
}
