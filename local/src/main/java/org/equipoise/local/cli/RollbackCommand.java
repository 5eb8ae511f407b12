package org.equipoise.local.cli;

import java.util.concurrent.Callable;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.RegistryClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.client.SuccessorClient;
import org.equipoise.local.client.UnreachableException;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
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

    @Option(
            names = "--confirm",
            paramLabel = "VERSION",
            description =
                    "the version that is to serve, once more: needed where it was taken out as collapsed or alike")
    private @Nullable String confirm;

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
            said(registry.rollback(model, serving, successor(connection, target), reason), serving);
        } else if (serving == null) {
            throw new ClientException("no version of \"" + model + "\" serves");
        } else {
            said(registry.hold(model, serving, reason), serving);
        }
        Next.say(context.terminal(), home.typed(), "models", model);
        return ExitCodes.OK;
    }

    /** Which version is to come, by name where it is known: then what comes is what was shown. */
    private @Nullable String successor(StackConnection connection, @Nullable String target) {
        Terminal terminal = context.terminal();
        try {
            SuccessorClient.Candidate candidate =
                    new SuccessorClient(connection).of(model).find(target).orElse(null);
            if (candidate == null) {
                // It never served, or there is none: the trainer says why it cannot be.
                return target;
            }
            candidate.inWords().forEach(line -> terminal.say("%s", line));
            candidate.unconfirmed(confirm).ifPresent(why -> {
                throw new ClientException(why);
            });
            return candidate.version();
        } catch (UnreachableException e) {
            if (target == null || !target.equals(confirm)) {
                throw new ClientException(
                        Failure.sentence(e) + ". It alone knows how a version was when it served last: --to VERSION"
                                + " --confirm VERSION puts one back all the same",
                        e);
            }
            terminal.problem("%s. How version %s was when it served last is not known.", Failure.sentence(e), target);
            return target;
        }
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
