package org.equipoise.local.cli;

import java.util.concurrent.Callable;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise promote}: a version serves that the gate did not find better than the champion. */
@Command(
        name = "promote",
        description =
                "Lets a version serve that the gate refused because it is not shown to be better than the one that"
                        + " serves. What it refused for anything else stays refused.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise promote chest 3f2a9c11d0be --reason \"as good and of the new scanner\"",
        mixinStandardHelpOptions = true)
final class PromoteCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "MODEL", description = "the model's name")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "the version that is to serve")
    private String version = "";

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "what others will read")
    private String reason = "";

    PromoteCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(model, "MODEL");
        Names.require(version, "VERSION");
        StackConnection connection = context.connection(home.path());
        ModelDecided.Champion serving = StackStatus.decisions(connection).stream()
                .filter(decision -> decision.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new ClientException("nothing was decided about a model \"" + model + "\""))
                .champion();
        String before = serving == null || serving.version().equals(version) ? null : serving.version();
        new RegistryClient(connection).promote(model, before, version, reason);
        Terminal terminal = context.terminal();
        terminal.say(
                "Model \"%s\": version %s serves, before it was %s.",
                model, terminal.green(version), serving == null ? "none" : serving.version());
        Next.say(terminal, home.typed(), "models", model);
        return ExitCodes.OK;
    }
}
