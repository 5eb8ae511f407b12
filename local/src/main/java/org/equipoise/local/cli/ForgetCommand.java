package org.equipoise.local.cli;

import java.util.concurrent.Callable;

import org.equipoise.common.words.Counted;
import org.equipoise.local.client.ErasureClient;
import org.equipoise.local.options.HomeOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise forget}: deletes a frozen version. */
@Command(
        name = "forget",
        description = "Deletes a frozen version of a dataset, unless a model was trained on it or a run is. The images"
                + " stay in the dataset.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise forget chest --version 5f0c9a1e7b33")
final class ForgetCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "DATASET", description = "whose version is deleted")
    private String dataset = "";

    @Option(names = "--version", required = true, paramLabel = "VERSION", description = "which one")
    private String version = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    ForgetCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "DATASET");
        Names.require(version, "--version");
        ErasureClient.Removed removed = new ErasureClient(context.connection(home.path())).forget(dataset, version);
        context.terminal()
                .say(
                        "Version %s of dataset \"%s\" is deleted; its %s the dataset.",
                        removed.version(),
                        removed.dataset(),
                        Counted.of(removed.images(), "image stays in", "images stay in"));
        return ExitCodes.OK;
    }
}
