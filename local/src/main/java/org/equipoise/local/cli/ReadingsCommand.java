package org.equipoise.local.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.equipoise.common.words.Counted;
import org.equipoise.local.client.ReadingsClient;
import org.equipoise.local.client.ReadingsClient.Progress;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise readings}: asks several readers to read images without seeing each other's labels. */
@Command(
        name = "readings",
        description = "Asks several readers to read images of a dataset without seeing each other's labels, or says how"
                + " far they are. It makes sense only where readers have keys of their own, in the role annotator: where"
                + " no key is asked for, nobody is handed these images.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise readings chest --readers 2 --sample 50",
        mixinStandardHelpOptions = true)
final class ReadingsCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(paramLabel = "DATASET", description = "whose images are to be read")
    private String dataset = "";

    @Option(names = "--readers", paramLabel = "N", description = "how many read each image, 2 to 5 (default: 2)")
    private @Nullable Integer readers;

    @Option(names = "--sample", paramLabel = "N", description = "so many accepted images, drawn by a hash of their ids")
    private @Nullable Integer sample;

    @Option(names = "--suspects", description = "images whose label an examination doubts")
    private boolean suspects;

    @Option(names = "--conflicts", description = "images whose labels contradict each other")
    private boolean conflicts;

    @Option(names = "--image", paramLabel = "ID", description = "this image; may be given more than once")
    private @Nullable List<String> images;

    @Option(names = "--withdraw", description = "what is still to be read is not wanted any more")
    private boolean withdraw;

    ReadingsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "DATASET");
        long wishes = Stream.of(sample != null, suspects, conflicts, images != null, withdraw)
                .filter(given -> given)
                .count();
        if (wishes > 1) {
            throw new UsageException("need one of --sample, --suspects, --conflicts, --image and --withdraw");
        }
        if (wishes == 0 && readers != null) {
            throw new UsageException("--readers needs one of --sample, --suspects, --conflicts and --image");
        }
        var client = new ReadingsClient(context.connection(home.path()));
        Terminal terminal = context.terminal();
        if (wishes == 0) {
            progress(client.progress(dataset));
            Next.say(terminal, home.typed(), "train", "--dataset", dataset);
            return ExitCodes.OK;
        }
        ReadingsClient.Asked asked = client.ask(dataset, wish());
        if (withdraw) {
            terminal.say("%s no longer to be read.", Counted.of(asked.images(), "image is", "images are"));
        } else if (asked.images() == 0) {
            terminal.problem("There is no such image that readers are not asked for already.");
        } else {
            terminal.say(
                    "%s to be read by %d readers each. The console's review page hands them out to readers with an"
                            + " annotator's key.",
                    Counted.of(asked.images(), "image is", "images are"), asked.readers());
        }
        Next.say(terminal, home.typed(), "readings", dataset);
        return asked.images() == 0 ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private Map<String, Object> wish() {
        Map<String, Object> wish = new HashMap<>();
        if (readers != null) {
            wish.put("readers", readers);
        }
        if (withdraw) {
            wish.put("withdraw", true);
        } else if (sample != null) {
            wish.put("sample", sample);
        } else if (images != null) {
            wish.put("images", Objects.requireNonNull(images));
        } else {
            wish.put("kind", suspects ? "suspects" : "conflicts");
        }
        return wish;
    }

    private void progress(Progress progress) {
        Terminal terminal = context.terminal();
        if (progress.asked() == 0) {
            terminal.say("No image of dataset \"%s\" is to be read by several readers.", dataset);
            return;
        }
        terminal.say(
                "%d of %s read by all who were asked; %d of %s given.",
                progress.read(),
                Counted.of(progress.asked(), "image was", "images were"),
                progress.readings(),
                Counted.of(progress.readingsAsked(), "reading was", "readings were"));
        terminal.say(
                "  readers agree on %d; %s for an adjudicator; an adjudicator settled %d",
                progress.agreed(),
                Counted.of(progress.disagreeing(), "image waits", "images wait"),
                progress.adjudicated());
    }
}
