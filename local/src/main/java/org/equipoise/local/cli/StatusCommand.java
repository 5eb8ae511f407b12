package org.equipoise.local.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.ServiceHealth;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Table;
import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code equipoise status}: what the stack is doing. Exit code 1 when a service is not ready. */
@Command(
        name = "status",
        description = "Shows services, topics with lag, datasets, models, alerts and dead letters.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise status",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private JsonOutput json = new JsonOutput();

    StatusCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        StackConnection connection = context.connection(home.path());
        StackStatus status = StackStatus.of(connection);
        int code = status.services().values().stream().allMatch(ServiceHealth::ready) ? ExitCodes.OK : ExitCodes.FAILED;
        if (json.wanted()) {
            json.print(context.terminal(), status);
            return code;
        }
        services(status, connection);
        topics(status);
        datasets(status);
        models(status);
        alerts(status);
        Terminal terminal = context.terminal();
        terminal.headline("Dead letters");
        status.deadLetters().forEach((topic, n) -> terminal.say("  %s %s", topic, n));
        if (status.deadLetters().isEmpty()) {
            terminal.say("  none");
        }
        terminal.say("");
        Next.say(terminal, home.typed(), next(status));
        return code;
    }

    /** What is missing comes first: images, then a model, then a look at it. */
    static String[] next(StackStatus status) {
        if (status.datasets().isEmpty()) {
            return new String[] {"import", "SET", "--dataset", "NAME"};
        }
        if (status.models().isEmpty()) {
            return new String[] {
                "train", "--dataset", status.datasets().keySet().iterator().next()
            };
        }
        return new String[] {"models", status.models().get(0).model()};
    }

    private void services(StackStatus status, StackConnection connection) {
        Terminal terminal = context.terminal();
        terminal.headline("Services");
        status.services()
                .forEach((name, health) -> terminal.say(
                        "  %-16s %-10s %s",
                        name,
                        health.ready() ? health.sentence() : terminal.red(health.sentence()),
                        connection.service(name)));
        terminal.say("  %-16s %-10s %s", "Kafka", "answers", connection.bootstrapServers());
        terminal.say(
                "  %-16s %-10s %s",
                "S3",
                connection.objectStore().healthy() ? "answers" : "SILENT",
                connection.s3().endpoint());
    }

    private void topics(StackStatus status) {
        context.terminal().headline("Topics");
        var table = new Table("topic", "records", "still to read, by group");
        status.topics()
                .forEach((name, topic) -> table.row(
                        name,
                        topic.records().toString(),
                        topic.lags().entrySet().stream()
                                .map(lag -> lag.getKey() + " " + lag.getValue())
                                .collect(Collectors.joining(", "))));
        print(table);
    }

    private void datasets(StackStatus status) {
        context.terminal().headline("Datasets");
        var table = new Table("dataset", "accepted", "quarantined", "frozen versions");
        status.datasets()
                .forEach((name, dataset) -> table.row(
                        name,
                        counts(dataset.accepted()),
                        counts(dataset.quarantined()),
                        String.join(" ", dataset.versions())));
        print(table);
    }

    private static String counts(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(count -> count.getKey() + ": " + count.getValue())
                        .collect(Collectors.joining(", "));
    }

    private void models(StackStatus status) {
        context.terminal().headline("Models");
        var table = new Table("model", "champion", "last decision");
        for (ModelDecided decision : status.models()) {
            ModelDecided.Champion champion = decision.champion();
            table.row(
                    decision.model(),
                    champion == null ? "none" : champion.version(),
                    decision.version() + " " + decision.outcome().code() + " at " + decision.decidedAt());
        }
        print(table);
    }

    private void alerts(StackStatus status) {
        Terminal terminal = context.terminal();
        terminal.headline("Alerts");
        for (AlertChanged alert : status.alerts()) {
            String state = alert.state().name().toLowerCase(Locale.ROOT);
            terminal.say(
                    "  %s %s since %s: %s",
                    alert.state() == AlertChanged.State.FIRING ? terminal.red(state) : terminal.yellow(state),
                    alert.alertId(),
                    alert.since(),
                    alert.summary());
        }
        if (status.alerts().isEmpty()) {
            terminal.say("  none");
        }
    }

    private void print(Table table) {
        if (table.isEmpty()) {
            context.terminal().say("  none");
        } else {
            table.lines().forEach(line -> context.terminal().say("%s", "  " + line));
        }
    }
}
