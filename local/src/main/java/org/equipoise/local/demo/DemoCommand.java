package org.equipoise.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.Keep;
import org.equipoise.local.stack.LocalStack;
import org.equipoise.local.stack.StackListener;
import org.equipoise.local.stack.StackOptions;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code equipoise demo}: the whole story on this machine. */
@Command(
        name = "demo",
        description = {
            "Shows in five acts how a classifier collapses and how Equipoise deals with it: studies arrive, a naive"
                    + " training collapses, a balanced one recovers, new studies are scored, the imaging system breaks.",
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
            names = "--keep",
            paramLabel = "CLASS=N",
            description = "keep only N training images of a class; may be repeated")
    private Map<String, Integer> keep = new LinkedHashMap<>();

    @Option(
            names = "--modality",
            defaultValue = "OT",
            paramLabel = "CODE",
            description = "DICOM modality of the images (default: ${DEFAULT-VALUE})")
    private String modality = "OT";

    @Option(names = "--seed", defaultValue = "1", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a setting of the balanced training's recipe, as in train; may be repeated")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--report", paramLabel = "FILE", description = "write what happened as JSON")
    private @Nullable Path report;

    @Option(names = "--exit", description = "stop after the last act: 0 if the story held, 1 if not")
    private boolean exit;

    @Option(
            names = "--start-within",
            defaultValue = StackOptions.START_SECONDS,
            paramLabel = "SECONDS",
            description = "give up when the services are not ready by then (default: ${DEFAULT-VALUE})")
    private int startWithin;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "where the stack keeps its data (default: EQUIPOISE_HOME, else ~/.equipoise)")
    private @Nullable Path home;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public DemoCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (startWithin < StackOptions.LEAST_START_SECONDS || startWithin > StackOptions.MOST_START_SECONDS) {
            throw wrong("--start-within must be " + StackOptions.LEAST_START_SECONDS + " to "
                    + StackOptions.MOST_START_SECONDS + ", got " + startWithin);
        }
        try (ImageSet own = data == null ? null : ImageSets.open(data)) {
            // Opened before the stack starts: a wrong path should not cost half a minute.
            DemoData images = own == null ? DemoData.phantoms(seed) : DemoData.of(own, seed);
            return play(images.keeping(set -> Keep.of(set, keep)));
        }
    }

    private int play(DemoData images) throws InterruptedException {
        long began = System.nanoTime();
        Path folder = folder();
        Optional<StackFile> running = StackFile.running(folder);
        if (running.isPresent()) {
            terminal.say("Using the stack that runs on %s.", folder);
            return tell(images, running.get().connection(), 0);
        }
        terminal.say("Starting Equipoise on %s.", folder);
        var options = new StackOptions(
                folder,
                StackOptions.defaultProject(),
                StackOptions.allServices(),
                Map.of(),
                1,
                Duration.ofSeconds(startWithin));
        try (LocalStack stack = LocalStack.start(options, new Listener(terminal), clock)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            terminal.say("Ready in %.1f s.", seconds);
            int code = tell(images, stack.connection(), seconds);
            if (!exit) {
                stay(stack.connection(), folder);
            }
            return code;
        }
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private int tell(DemoData images, StackConnection connection, double readySeconds) {
        new RecipeClient(connection).problem("auto", settings).ifPresent(problem -> {
            throw wrong(problem);
        });
        String name = "demo-"
                + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(clock.instant());
        var stage = new Stage(terminal, connection, clock, name, modality, seed);
        Story.Ending ending = new Story(stage, images, settings).play(readySeconds);
        if (report != null) {
            write(report, ending.report());
        }
        List<String> broken = StoryCheck.broken(ending.report(), ending.falseAlarms());
        Double total = ending.report().seconds().get("total");
        terminal.headline("The end, after " + Math.round(total == null ? 0 : total) + " s");
        broken.forEach(sentence -> terminal.problem("The story did not hold: %s.", sentence));
        if (broken.isEmpty()) {
            terminal.say("%s", terminal.green("The story held.") + " Dataset and model are called " + name + ".");
        }
        if (exit) {
            Next.say(terminal, Optional.ofNullable(home).map(Path::toString), "up");
        }
        return broken.isEmpty() ? 0 : 1;
    }

    private void stay(StackConnection connection, Path folder) throws InterruptedException {
        terminal.say(
                "Console: %s",
                terminal.bold(connection.service("monitor-service").toString()));
        terminal.say(
                "The stack stays up. Next, in another terminal: %s",
                Next.command(Optional.ofNullable(home).map(Path::toString), "status"));
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

    private Path folder() {
        String environment = System.getenv("EQUIPOISE_HOME");
        Path folder = StackOptions.defaultHome();
        if (home != null) {
            folder = home;
        } else if (environment != null && !environment.isBlank()) {
            folder = Path.of(environment);
        }
        return folder.toAbsolutePath().normalize();
    }

    private static void write(Path file, DemoReport report) {
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(
                    file, EventCodec.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report to " + file, e);
        }
    }

    private record Listener(Terminal terminal) implements StackListener {

        @Override
        public void message(String text) {
            terminal.say("%s", "  " + text);
        }

        @Override
        public void trouble(String text) {
            terminal.problem("%s", text);
        }
    }
}
