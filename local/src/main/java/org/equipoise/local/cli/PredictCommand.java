package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.labels.Split;
import org.equipoise.local.client.AlertWatch;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.Outage;
import org.equipoise.local.client.PredictionClient;
import org.equipoise.local.client.PredictionClient.Answer;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.ModalityOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.options.WaitOptions;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise predict}: publishes a set as new studies, without its labels, and writes down the answers. */
@Command(
        name = "predict",
        description = "Publishes a set as new studies for a model to score, and writes the answers as CSV.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise predict new-images --model chest --out answers.csv",
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

    /** The monitor commits several times a second: after this, silence means that it has nothing to say. */
    private static final Duration MONITOR_SPEAKS = Duration.ofSeconds(3);

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Parameters(paramLabel = "SET", description = "as for import; labels are optional and are not sent")
    private @Nullable Path set;

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "the model that is to answer")
    private String model = "";

    @Option(names = "--out", required = true, paramLabel = "FILE.csv", description = "where the answers go")
    private @Nullable Path out;

    @Option(names = "--split", paramLabel = "SPLIT", description = "only this split of the set: train, val or test")
    private @Nullable String split;

    @Option(
            names = "--dataset",
            defaultValue = "incoming",
            paramLabel = "NAME",
            description = "the dataset that the new images join (default: ${DEFAULT-VALUE})")
    private String dataset = "incoming";

    @Mixin
    private ModalityOption modality = new ModalityOption();

    @Option(names = "--station", paramLabel = "NAME", description = "the device that they are to come from")
    private @Nullable String station;

    @Mixin
    private WaitOptions waiting = new WaitOptions();

    @Mixin
    private SetOptions reading = new SetOptions();

    @Option(
            names = "--feed",
            paramLabel = "NAME",
            description = "what these studies are called; the same set under the same name counts once (default: a new"
                    + " name each time)")
    private @Nullable String feed;

    PredictCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws IOException {
        Names.require(model, "--model");
        Names.require(dataset, "--dataset");
        Names.station(station);
        if (feed != null) {
            Names.require(feed, "--feed");
        }
        waiting.check();
        Split wanted = wanted();
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        // Another feed each time: a new champion answers anew.
        String name = feed != null
                ? feed
                : "predict-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        String again = "Run it again with --feed " + name + ": nothing counts twice";
        try (var outage = new Outage(waiting.retry(), sentence -> terminal.problem("%s", sentence), again);
                ImageSet whole = ImageSets.open(
                        Objects.requireNonNull(set), reading.reading().withLabelsOptional())) {
            requireChampion(connection, outage);
            whole.notes().forEach(note -> terminal.problem("%s", note));
            whole.refused().forEach(file -> terminal.problem("%s %s", file.path(), file.detail()));
            List<SetImage> images = mixed(chosen(whole, wanted));
            Map<String, String> trueLabels = new TreeMap<>();
            images.forEach(image -> {
                if (image.label() != null) {
                    trueLabels.put(image.path(), image.label());
                }
            });
            long began = System.nanoTime();
            List<Answer> answers = answers(connection, images, name, outage);
            Path file = Objects.requireNonNull(out);
            PredictionCsv.write(file, answers, trueLabels);
            double seconds = (System.nanoTime() - began) / 1e9;
            var result = PredictionResult.of(model, answers, trueLabels, file, seconds, firing(connection));
            report(result);
            return result.scored() == 0 ? ExitCodes.FAILED : ExitCodes.OK;
        }
    }

    /** Sends the images and waits for their answers, also through an outage that the services survive. */
    private List<Answer> answers(StackConnection connection, List<SetImage> images, String name, Outage outage) {
        Terminal terminal = context.terminal();
        Publication publication;
        try (var publisher = new StudyPublisher(connection, context.clock(), outage)) {
            publication = publisher.publish(
                    images.stream().map(SetImage::unlabelled).toList(),
                    PublishOptions.score(model, dataset, modality.code(), name).from(station),
                    json.progress(terminal));
        }
        publication.unreadable().forEach(file -> terminal.problem("%s %s", file.path(), file.detail()));
        return new PredictionClient(connection)
                .collect(publication, waiting.patience(), outage, json.progress(terminal));
    }

    private void requireChampion(StackConnection connection, Outage outage) {
        boolean serves = outage.survive("Kafka", () -> StackStatus.decisions(connection)).stream()
                .anyMatch(decision -> decision.model().equals(model) && decision.champion() != null);
        if (!serves) {
            throw new ClientException("model \"" + model + "\" has no promoted version; train one first");
        }
    }

    /**
     * In an order of chance, always the same: a folder for each class would arrive class by class, and the monitor
     * would rightly take that for a collapse.
     */
    private static List<SetImage> mixed(List<SetImage> images) {
        List<SetImage> mixed = new ArrayList<>(images);
        Collections.shuffle(mixed, new Random(1));
        return mixed;
    }

    private @Nullable Split wanted() {
        try {
            return split == null ? null : Split.parse(split);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--split: " + e.getMessage());
        }
    }

    private static List<SetImage> chosen(ImageSet whole, @Nullable Split wanted) {
        if (wanted == null) {
            return whole.images();
        }
        List<SetImage> images =
                whole.images().stream().filter(image -> image.split() == wanted).toList();
        if (images.isEmpty()) {
            throw new SetException(whole.name() + " has no image in split " + wanted.wireName());
        }
        return images;
    }

    /** Alerts of this model that fire, the one included that these answers may have raised. */
    private List<AlertChanged> firing(StackConnection connection) {
        try (var watch = new AlertWatch(connection, model)) {
            List<AlertChanged> firing = StackStatus.firing(connection, model);
            if (firing.isEmpty()) {
                watch.poll(MONITOR_SPEAKS);
                firing = StackStatus.firing(connection, model);
            }
            return firing;
        }
    }

    private void report(PredictionResult result) {
        Terminal terminal = context.terminal();
        if (json.wanted()) {
            json.print(terminal, result);
            return;
        }
        result.lines().forEach(line -> terminal.say("%s", line));
        result.problems().forEach(line -> terminal.problem("%s", line));
        if (result.firing().isEmpty()) {
            Next.say(terminal, home.typed(), "models", model);
        } else {
            Next.say(terminal, home.typed(), "status");
        }
    }
}
