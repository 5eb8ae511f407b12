package org.equipoise.local.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.equipoise.local.client.StackConnection;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.StartOption;
import org.equipoise.local.options.TerminalListener;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.stack.LocalStack;
import org.equipoise.local.stack.StackOptions;
import org.equipoise.local.terminal.Next;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code equipoise up}: the stack in the foreground. */
@Command(
        name = "up",
        description = "Starts Kafka, S3 and the services, and runs until Ctrl-C.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise up",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Option(
            names = "--services",
            split = ",",
            paramLabel = "NAME",
            description = "start only these services (default: all four)")
    private Set<String> services = StackOptions.allServices();

    @Option(
            names = "--trainers",
            paramLabel = "N",
            description = "train up to N runs at a time, each in a process of its own (default: 1, at most "
                    + StackOptions.MOST_TRAINERS + ")")
    private int trainers = 1;

    @Mixin
    private StartOption start = new StartOption();

    UpCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        var terminal = context.terminal();
        long started = System.nanoTime();
        if (!StackOptions.allServices().containsAll(services)) {
            throw new UsageException("--services " + services + ": known are " + StackOptions.allServices());
        }
        if (trainers < 1 || trainers > StackOptions.MOST_TRAINERS) {
            throw new UsageException("--trainers " + trainers + ": 1 to " + StackOptions.MOST_TRAINERS);
        }
        if (trainers > 1 && !services.contains("trainer-service")) {
            throw new UsageException("--trainers " + trainers + " without trainer-service among --services");
        }
        var options = new StackOptions(
                home.path(), StackOptions.defaultProject(), services, Map.of(), trainers, start.within());
        terminal.say("Starting Equipoise on %s", options.home());
        LocalStack stack = LocalStack.start(options, new TerminalListener(terminal), context.clock());
        StackConnection connection = stack.connection();
        double seconds = Duration.ofNanos(System.nanoTime() - started).toMillis() / 1000.0;
        ready(connection, options, seconds);
        // The shutdown hook of the stack does the rest.
        new CountDownLatch(1).await();
        return ExitCodes.OK;
    }

    /** What a person wants first comes first. */
    private void ready(StackConnection connection, StackOptions options, double seconds) {
        var terminal = context.terminal();
        URI console = connection.services().get("monitor-service");
        if (console != null) {
            terminal.say("Console: %s", terminal.bold(console.toString()));
        }
        terminal.say(
                "%s in %.1f s. Kafka %s, S3 %s, logs in %s. Ctrl-C stops it.",
                terminal.green("Ready"),
                seconds,
                connection.bootstrapServers(),
                connection.s3().endpoint(),
                options.home().resolve("logs"));
        terminal.say("Next, in another terminal: %s", Next.command(home.typed(), "import", "SET", "--dataset", "NAME"));
    }
}
