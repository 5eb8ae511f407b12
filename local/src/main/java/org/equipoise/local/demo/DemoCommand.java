package org.equipoise.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.local.client.RecipeClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackFile;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.KeepOption;
import org.equipoise.local.options.ModalityOption;
import org.equipoise.local.options.StartOption;
import org.equipoise.local.options.TerminalListener;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.stack.LocalStack;
import org.equipoise.local.stack.StackOptions;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.equipoise.local.terminal.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code equipoise demo}: the whole story on this machine. */
@Command(
        name = "demo",
        description = {
            "Shows in five acts how a classifier collapses and how Equipoise deals with it: studies arrive, a naive"
                    + " training collapses and says why, the repair recovers, new studies are scored, the imaging system breaks.",
            "Starts the stack, or uses the one that runs on the same home."
        },
        footerHeading = "%nExample:%n",
        footer = "  equipoise demo --exit --report demo.json",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Clock clock;

    @Option(
            names = "--data",
            paramLabel = "SET",
            description = "your own images, as in import (default: drawn phantoms of lung nodules)")
    private @Nullable Path data;

    @Option(
            names = "--cause",
            paramLabel = "CAUSE",
            description =
                    "play one of the article's five causes instead: imbalance, augmentation, capacity, learning-rate or"
                            + " labels; planted in phantoms, diagnosed, repaired")
    private @Nullable String cause;

    @Mixin
    private KeepOption keep = new KeepOption();

    @Mixin
    private ModalityOption modality = new ModalityOption();

    @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of the repair's recipe, as in train; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--report", paramLabel = "FILE", description = "write what happened as JSON")
    private @Nullable Path report;

    @Option(names = "--exit", description = "stop after the last act: 0 if the story held, 1 if not")
    private boolean exit;

    @Mixin
    private StartOption start = new StartOption();

    @Mixin
    private HomeOption home = new HomeOption();

    public DemoCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        Duration within = start.within();
        String planted = cause;
        if (planted != null) {
            if (data != null) {
                throw new UsageException("--cause is played on phantoms: it cannot be planted in --data");
            }
            PlayedCause played = PlayedCause.named(planted);
            return play((stage, seconds) -> tell(stage, played, seconds), within);
        }
        try (ImageSet own = data == null ? null : ImageSets.open(data)) {
            // Opened before the stack starts: a wrong path should not cost half a minute.
            DemoData images = own == null ? DemoData.phantoms(seed) : DemoData.of(own, seed);
            DemoData kept = images.keeping(keep::of);
            return play((stage, seconds) -> tell(stage, kept, seconds), within);
        }
    }

    /** What is told on a stack that is ready. */
    @FunctionalInterface
    private interface Tale {
        /** Returns what did not hold, one sentence each; empty when all of it did. */
        List<String> tell(Stage stage, double readySeconds);
    }

    private int play(Tale tale, Duration within) throws InterruptedException {
        long began = System.nanoTime();
        Path folder = home.path();
        Optional<StackFile> running = StackFile.running(folder);
        if (running.isPresent()) {
            terminal.say("Using the stack that runs on %s.", folder);
            return tell(tale, running.get().connection(), 0);
        }
        terminal.say("Starting Equipoise on %s.", folder);
        var options = new StackOptions(
                folder, StackOptions.defaultProject(), StackOptions.allServices(), Map.of(), 1, within);
        try (LocalStack stack = LocalStack.start(options, new TerminalListener(terminal), clock)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            terminal.say("Ready in %.1f s.", seconds);
            int code = tell(tale, stack.connection(), seconds);
            if (!exit) {
                stay(stack.connection(), folder);
            }
            return code;
        }
    }

    private int tell(Tale tale, StackConnection connection, double readySeconds) {
        new RecipeClient(connection).problem("auto", settings).ifPresent(problem -> {
            throw new UsageException(problem);
        });
        String name = "demo-"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(clock.instant());
        var stage = new Stage(terminal, connection, clock, name, modality.code(), seed);
        long began = System.nanoTime();
        List<String> broken = tale.tell(stage, readySeconds);
        terminal.headline("The end, after " + Math.round(readySeconds + (System.nanoTime() - began) / 1e9) + " s");
        broken.forEach(sentence -> terminal.problem("The story did not hold: %s.", sentence));
        if (broken.isEmpty()) {
            terminal.say("%s", terminal.green("The story held.") + " Dataset and model are called " + name + ".");
        }
        if (exit) {
            Next.say(terminal, home.typed(), "up");
        }
        return broken.isEmpty() ? 0 : 1;
    }

    private List<String> tell(Stage stage, DemoData images, double readySeconds) {
        Story.Ending ending = new Story(stage, images, settings).play(readySeconds);
        if (report != null) {
            write(report, ending.report());
        }
        return StoryCheck.broken(ending.report(), ending.falseAlarms());
    }

    private List<String> tell(Stage stage, PlayedCause played, double readySeconds) {
        CauseReport told =
                new CauseStory(stage, played, DemoData.phantoms(seed, played.counts()), settings).play(readySeconds);
        if (report != null) {
            write(report, told);
        }
        return told.broken(played);
    }

    private void stay(StackConnection connection, Path folder) throws InterruptedException {
        terminal.say(
                "Console: %s",
                terminal.bold(connection.service("monitor-service").toString()));
        terminal.say("The stack stays up. Next, in another terminal: %s", Next.command(home.typed(), "status"));
        terminal.say(
                "  Kafka %s, S3 %s, logs in %s",
                connection.bootstrapServers(), connection.s3().endpoint(), folder.resolve("logs"));
        connection
                .services()
                .forEach((service, address) -> terminal.say(
                        "  %-16s %s   metrics %s   API %s",
                        service, address, address.resolve("/q/metrics"), address.resolve("/q/openapi")));
        terminal.say("Ctrl-C stops everything.");
        // The shutdown hook of the stack does the rest.
        new CountDownLatch(1).await();
    }

    private static void write(Path file, Object report) {
        try {
            WholeFile.write(
                    file, EventCodec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + file, e);
        }
    }
}
