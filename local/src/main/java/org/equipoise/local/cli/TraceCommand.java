package org.equipoise.local.cli;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.equipoise.local.client.StoryClient;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
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

    @Option(names = "--dataset", paramLabel = "NAME", description = "only in this dataset (default: in all)")
    private @Nullable String dataset;

    TraceCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Terminal terminal = context.terminal();
        String query = Objects.requireNonNull(image);
        String only = dataset;
        if (only != null) {
            Names.require(only, "--dataset");
        }
        Map<String, List<StoryClient.Step>> stories = new StoryClient(context.connection(home.path())).of(query, only);
        if (stories.isEmpty()) {
            terminal.problem(
                    "nothing is known of \"%s\"%s: give the beginning of an image id (at least 4 digits), a study"
                            + " id, or a path as in the set",
                    query, only == null ? "" : " in dataset \"" + only + "\"");
            return ExitCodes.FAILED;
        }
        stories.forEach((whose, steps) -> {
            terminal.say("%s", whose);
            for (StoryClient.Step step : steps) {
                terminal.say("%s  %-18s %s", TIME.format(step.at()), step.topic(), step.what());
            }
        });
        Next.say(terminal, home.typed(), "status");
        return ExitCodes.OK;
    }
}
