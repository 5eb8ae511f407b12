package org.equipoise.local.cli;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.equipoise.local.client.Trace;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code equipoise trace}: everything that ever happened to one image. */
@Command(
        name = "trace",
        description = "Tells everything that happened to an image, from received to prediction, with times (UTC).",
        footerHeading = "%nExample:%n",
        footer = "  equipoise trace train/sick/0017.png",
        mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(
            paramLabel = "IMAGE",
            description = "the beginning of an image id, a study id, or the path of the file in its set")
    private @Nullable String image;

    TraceCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Terminal terminal = context.terminal();
        String query = Objects.requireNonNull(image);
        Trace.Story story = Trace.of(context.connection(home.path()), query);
        if (story.steps().isEmpty()) {
            terminal.problem(
                    "nothing is known of \"%s\": give the beginning of an image id (at least 4 digits), a study"
                            + " id, or a path as in the set",
                    query);
            return ExitCodes.FAILED;
        }
        story.imageIds().forEach(id -> terminal.say("image %s", id));
        for (Trace.Step step : story.steps()) {
            terminal.say("%s  %-18s %s", TIME.format(step.at()), step.topic(), step.what());
        }
        Next.say(terminal, home.typed(), "status");
        return ExitCodes.OK;
    }
}
