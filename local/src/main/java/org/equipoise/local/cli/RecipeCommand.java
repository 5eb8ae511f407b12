package org.equipoise.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise recipe}: what a model was trained with, as a file that {@code train --recipe} takes. */
@Command(
        name = "recipe",
        description = "Prints the recipe of a trained model, to edit and to replay with train --recipe FILE.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise recipe chest",
        mixinStandardHelpOptions = true)
final class RecipeCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "MODEL", description = "the model's name")
    private String model = "";

    @Option(names = "--of", paramLabel = "VERSION", description = "default: the version trained last")
    private @Nullable String version;

    RecipeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(model, "MODEL");
        String wanted = version;
        List<ModelTrained> found = new ArrayList<>();
        try (TopicReader reader = context.connection(home.path()).reader(Topics.MODELS_TRAINED)) {
            reader.readToEnd(record -> collect(record.value(), found));
        }
        ModelTrained trained = found.stream()
                .filter(m -> m.model().equals(model))
                .filter(m -> wanted == null || m.version().equals(wanted))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new ClientException("no model \"" + model + "\""
                        + (wanted == null ? "" : " of version " + wanted) + " was trained"));
        lines(trained).forEach(line -> context.terminal().say("%s", line));
        // As a comment: what is printed is a file to be kept.
        context.terminal()
                .say(
                        "# Next: %s",
                        Next.command(
                                home.typed(),
                                "train",
                                "--dataset",
                                trained.dataset(),
                                "--recipe",
                                "recipe.properties"));
        return ExitCodes.OK;
    }

    private static void collect(byte[] bytes, List<ModelTrained> found) {
        try {
            found.add(EventCodec.read(bytes, ModelTrained.class));
        } catch (MalformedEventException e) {
            // Not an event: its consumer makes it a dead letter.
            return;
        }
    }

    /** A {@code .properties} file of every setting, in alphabetical order. */
    static List<String> lines(ModelTrained trained) {
        Map<String, String> settings = new TreeMap<>(trained.recipe());
        String name = settings.remove("recipe");
        List<String> lines = new ArrayList<>();
        lines.add("# " + trained.model() + "/" + trained.version() + ", recipe " + name + ", dataset "
                + trained.dataset() + "/" + trained.datasetVersion());
        settings.forEach((key, value) -> lines.add(key + " = " + value));
        return lines;
    }
}
