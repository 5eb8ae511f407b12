package org.equipoise.local.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.Keep;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.terminal.Table;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise import}: publishes a set as an imaging system would, and waits until it is checked. */
@Command(
        name = "import",
        description = "Publishes the studies and labels of a set, and waits until they are checked.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    private static final int EXAMPLES = 5;

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(
            paramLabel = "SET",
            description = "a MedMNIST .npz; a folder or .zip with manifest.csv (path,label[,split][,patient]) or with a"
                    + " folder per class")
    private @Nullable Path set;

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "the dataset that the images join")
    private String dataset = "";

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

    @Option(names = "--station", paramLabel = "NAME", description = "the device that they are to come from")
    private @Nullable String station;

    @Option(names = "--study-per-patient", description = "images of one patient make one study")
    private boolean studyPerPatient;

    @Option(
            names = "--patience",
            defaultValue = "120",
            paramLabel = "SECONDS",
            description = "give up when nothing is checked for this long (default: ${DEFAULT-VALUE})")
    private int patience = 120;

    ImportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "--dataset");
        Names.station(station);
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        try (ImageSet whole = ImageSets.open(java.util.Objects.requireNonNull(set))) {
            ImageSet cut = Keep.of(whole, keep);
            if (cut.classes().size() < 2) {
                throw new SetException(cut.name() + " has labels of "
                        + cut.classes().size() + " classes; a dataset needs at least two");
            }
            terminal.say(
                    "%s: %,d images of %d classes %s",
                    cut.name(), cut.images().size(), cut.classes().size(), cut.classes());
            long began = System.nanoTime();
            Publication publication;
            try (var publisher = new StudyPublisher(connection, context.clock())) {
                publisher.declare(dataset, new LabelSet(cut.classes()));
                var options = new PublishOptions(dataset, modality, null, dataset, studyPerPatient, station);
                publication = publisher.publish(cut.images(), options, terminal);
            }
            IngestionProgress.Result result =
                    IngestionProgress.await(connection, publication, Duration.ofSeconds(patience), terminal);
            double seconds = (System.nanoTime() - began) / 1e9;
            report(result, cut.classes());
            terminal.say(
                    "%,d images in %.1f s (%.0f a second); dataset \"%s\" has them.",
                    publication.images().size(), seconds, publication.images().size() / seconds, dataset);
            return result.ingested().isEmpty() ? ExitCodes.FAILED : ExitCodes.OK;
        }
    }

    private void report(IngestionProgress.Result result, List<String> classes) {
        Terminal terminal = context.terminal();
        Map<String, Map<Split, Integer>> counts = new TreeMap<>();
        Map<String, Integer> quarantined = new TreeMap<>();
        for (LabelChecked standing : result.standings()) {
            if (standing.standing() == LabelChecked.Standing.ACCEPTED
                    && standing.label() != null
                    && standing.split() != null) {
                counts.computeIfAbsent(standing.label(), c -> new TreeMap<>()).merge(standing.split(), 1, Integer::sum);
            } else {
                standing.reasons().forEach(reason -> quarantined.merge(reason.code(), 1, Integer::sum));
            }
        }
        var table = new Table("class", "train", "val", "test");
        for (String name : classes) {
            List<String> row = new ArrayList<>(List.of(name));
            for (Split split : Split.values()) {
                row.add(String.format(
                        java.util.Locale.ROOT,
                        "%,d",
                        counts.getOrDefault(name, Map.of()).getOrDefault(split, 0)));
            }
            table.row(row.toArray(String[]::new));
        }
        table.lines().forEach(line -> terminal.say("%s", "  " + line));
        long occurrences = result.ingested().size() - (long) result.standings().size();
        if (occurrences > 0) {
            terminal.say("  %,d of the images had the same pixels as another one; such images count once", occurrences);
        }
        quarantined.forEach((reason, n) -> terminal.say("  %,d quarantined: %s", n, reason));
        Map<String, Integer> rejected = new TreeMap<>();
        result.rejected().forEach(event -> rejected.merge(event.reason().code(), 1, Integer::sum));
        rejected.forEach((reason, n) -> terminal.problem("  %,d rejected: %s", n, reason));
        for (ImageRejected event : result.rejected().stream().limit(EXAMPLES).toList()) {
            terminal.problem("    %s: %s", event.sourceKey(), event.detail());
        }
    }
}
