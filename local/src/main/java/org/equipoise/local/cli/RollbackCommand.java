package org.equipoise.local.cli;

import java.util.concurrent.Callable;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise rollback}: an earlier version serves again. */
@Command(
        name = "rollback",
        description = "Takes the version of a model that serves out of service; the one before it serves again.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise rollback chest --reason \"it answers one class\"",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "MODEL", description = "the model's name")
    private String model = "";

    @Option(names = "--to", paramLabel = "VERSION", description = "default: the version promoted before")
    private @Nullable String to;

    @Option(names = "--hold", description = "let no version serve, until one is promoted or rolled back to")
    private boolean hold;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "what others will read")
    private String reason = "";

    RollbackCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(model, "MODEL");
        String target = to;
        if (target != null) {
            Names.require(target, "--to");
        }
        if (target != null && hold) {
            throw new UsageException("--to and --hold exclude each other");
        }
        StackConnection connection = context.connection(home.path());
        ModelDecided last = StackStatus.decisions(connection).stream()
                .filter(decision -> decision.model().equals(model))
                .findFirst()
                .orElseThrow(() -> new ClientException("nothing was decided about a model \"" + model + "\""));
        ModelDecided.Champion champion = last.champion();
        String serving = champion == null ? null : champion.version();
        var registry = new RegistryClient(connection);
        if (!hold) {
            said(registry.rollback(model, serving, target, reason), serving);
        } else if (serving == null) {
            throw new ClientException("no version of \"" + model + "\" serves");
        } else {
            said(registry.hold(model, serving, reason), serving);
        }
        Next.say(context.terminal(), home.typed(), "models", model);
        return ExitCodes.OK;
    }

    private void said(ModelDecided decision, @Nullable String before) {
        Terminal terminal = context.terminal();
        ModelDecided.Champion now = decision.champion();
        terminal.say(
                "Model \"%s\": %s serves, before it was %s.",
                model,
                now == null ? terminal.yellow("no version") : "version " + terminal.green(now.version()),
                before == null ? "none" : before);
    }
}
