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
import java.util.stream.Collectors;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.Outage;
import org.equipoise.local.client.PredictionClient;
import org.equipoise.local.client.PredictionClient.Answer;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackStatus;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;
import org.equipoise.local.terminal.EvaluationTable;
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
        mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

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

    @Option(names = "--modality", defaultValue = "OT", paramLabel = "CODE", description = "default: ${DEFAULT-VALUE}")
    private String modality = "OT";

    @Option(names = "--station", paramLabel = "NAME", description = "the device that they are to come from")
    private @Nullable String station;

    @Option(
            names = "--patience",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "give up when nothing is scored for this long (default: ${DEFAULT-VALUE})")
    private int patience = 120;

    @Mixin
    private SetOptions reading = new SetOptions();

    @Option(
            names = "--retry",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "go on trying while S3 or Kafka are away for this long (default: ${DEFAULT-VALUE})")
    private int retry = 120;

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
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        requireChampion(connection);
        try (ImageSet whole =
                ImageSets.open(Objects.requireNonNull(set), reading.reading().withLabelsOptional())) {
            whole.notes().forEach(note -> terminal.problem("%s", note));
            whole.refused().forEach(file -> terminal.problem("%s %s", file.path(), file.detail()));
            List<SetImage> images = mixed(chosen(whole));
            Map<String, String> trueLabels = new TreeMap<>();
            images.forEach(image -> {
                if (image.label() != null) {
                    trueLabels.put(image.path(), image.label());
                }
            });
            long began = System.nanoTime();
            // Another feed each time: a new champion answers anew.
            String name = feed != null
                    ? feed
                    : "predict-"
                            + HexFormat.of()
                                    .toHexDigits(ThreadLocalRandom.current().nextInt());
            List<Answer> answers = answers(connection, images, name);
            Path file = Objects.requireNonNull(out);
            PredictionCsv.write(file, answers, trueLabels);
            double seconds = (System.nanoTime() - began) / 1e9;
            return report(answers, trueLabels, file, seconds);
        }
    }

    /** Sends the images and waits for their answers, also through an outage that the services survive. */
    private List<Answer> answers(StackConnection connection, List<SetImage> images, String name) {
        Terminal terminal = context.terminal();
        String again = "Run it again with --feed " + name + ": nothing counts twice";
        try (var outage = new Outage(Duration.ofSeconds(retry), sentence -> terminal.problem("%s", sentence), again)) {
            Publication publication;
            try (var publisher = new StudyPublisher(connection, context.clock(), outage)) {
                publication = publisher.publish(
                        images.stream().map(SetImage::unlabelled).toList(),
                        PublishOptions.score(model, dataset, modality, name).from(station),
                        terminal);
            }
            publication.unreadable().forEach(file -> terminal.problem("%s %s", file.path(), file.detail()));
            return new PredictionClient(connection)
                    .collect(publication, Duration.ofSeconds(patience), outage, terminal);
        }
    }

    private void requireChampion(StackConnection connection) {
        boolean serves = StackStatus.decisions(connection).stream()
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

    private List<SetImage> chosen(ImageSet whole) {
        if (split == null) {
            return whole.images();
        }
        Split wanted;
        try {
            wanted = Split.parse(split);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--split: " + e.getMessage());
        }
        List<SetImage> images =
                whole.images().stream().filter(image -> image.split() == wanted).toList();
        if (images.isEmpty()) {
            throw new SetException(whole.name() + " has no image in split " + wanted.wireName());
        }
        return images;
    }

    private int report(List<Answer> answers, Map<String, String> trueLabels, Path file, double seconds) {
        Terminal terminal = context.terminal();
        List<PredictionMade> predictions = answers.stream()
                .map(Answer::prediction)
                .filter(Objects::nonNull)
                .toList();
        Map<String, Long> shares = predictions.stream()
                .collect(Collectors.groupingBy(
                        p -> p.labels().get(p.predictedClass()), TreeMap::new, Collectors.counting()));
        terminal.say(
                "%,d of %,d images scored in %.1f s: %s. Written to %s",
                predictions.size(), answers.size(), seconds, shares, file);
        long refused = answers.size() - (long) predictions.size();
        if (refused > 0) {
            terminal.problem(
                    "%,d refused, e.g. %s",
                    refused,
                    answers.stream()
                            .filter(answer -> answer.refusal() != null)
                            .findFirst()
                            .map(answer -> answer.image().path() + ": " + answer.refusal())
                            .orElse("?"));
        }
        evaluate(answers, trueLabels);
        return predictions.isEmpty() ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private void evaluate(List<Answer> answers, Map<String, String> trueLabels) {
        ConfusionMatrix matrix = null;
        LabelSet labelSet = null;
        for (Answer answer : answers) {
            PredictionMade prediction = answer.prediction();
            String label = trueLabels.get(answer.image().path());
            if (prediction == null || label == null || !prediction.labels().contains(label)) {
                continue;
            }
            if (matrix == null) {
                labelSet = new LabelSet(prediction.labels());
                matrix = new ConfusionMatrix(labelSet.size());
            }
            matrix.add(prediction.labels().indexOf(label), prediction.predictedClass());
        }
        if (matrix != null && labelSet != null) {
            Evaluation evaluation = Evaluation.of(matrix, labelSet);
            EvaluationTable.lines(evaluation).forEach(line -> context.terminal().say("%s", "  " + line));
            context.terminal().say("  %s", EvaluationTable.summary(evaluation));
        }
    }
}
