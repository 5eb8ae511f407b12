package org.equipoise.local.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Outage;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.KeepOption;
import org.equipoise.local.options.ModalityOption;
import org.equipoise.local.options.WaitOptions;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.ReadingOptions;
import org.equipoise.local.sets.RefusedFile;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetReview;
import org.equipoise.local.sets.Splits;
import org.equipoise.local.sets.Synonyms;
import org.equipoise.local.sets.Vocabulary;
import org.equipoise.local.terminal.Next;
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
        footerHeading = "%nExample:%n",
        footer = "  equipoise import chest.zip --dataset chest",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    private static final int EXAMPLES = 5;

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Parameters(
            paramLabel = "SET",
            description = "a MedMNIST .npz; a folder or .zip with manifest.csv (path,label[,split][,patient]) or with a"
                    + " folder per class; a label file (.csv)")
    private @Nullable Path set;

    @Option(names = "--dataset", required = true, paramLabel = "NAME", description = "the dataset that the images join")
    private String dataset = "";

    @Mixin
    private KeepOption keep = new KeepOption();

    @Mixin
    private ModalityOption modality = new ModalityOption();

    @Option(names = "--station", paramLabel = "NAME", description = "the device that they are to come from")
    private @Nullable String station;

    @Option(names = "--study-per-patient", description = "images of one patient make one study")
    private boolean studyPerPatient;

    @Mixin
    private SetOptions reading = new SetOptions();

    @Option(
            names = "--synonyms",
            paramLabel = "FILE.csv",
            description = "labels that are other names for classes: columns label,class")
    private @Nullable Path synonyms;

    @Option(names = "--all-reasons", description = "list every image that is refused, not only the first few")
    private boolean allReasons;

    @Mixin
    private WaitOptions waiting = new WaitOptions();

    ImportCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "--dataset");
        Names.station(station);
        waiting.check();
        ReadingOptions options = reading.reading();
        Synonyms added = synonyms == null ? Synonyms.NONE : Synonyms.read(synonyms);
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        try (ImageSet whole = ImageSets.open(Objects.requireNonNull(set), options)) {
            ImageSet cut = keep.of(Splits.completed(whole));
            introduce(cut, added);
            long began = System.nanoTime();
            try (var outage = new Outage(waiting.retry(), sentence -> terminal.problem("%s", sentence))) {
                Optional<DatasetDeclared> known =
                        outage.survive("Kafka", () -> new DatasetClient(connection).declaration(dataset));
                Synonyms names = known.map(
                                declared -> new Synonyms(declared.vocabulary().synonyms()))
                        .orElse(Synonyms.NONE)
                        .and(added);
                Vocabulary vocabulary = Vocabulary.joined(
                        dataset,
                        known.map(declared -> names.without(declared.labelSet())),
                        names.classes(cut.classes()));
                names.requireClasses(vocabulary.labelSet());
                List<String> review = review(cut, vocabulary, known.isEmpty());
                Publication publication = publish(cut, vocabulary.labelSet(), names, connection, outage);
                IngestionProgress.Result result = IngestionProgress.await(
                        connection, publication, waiting.patience(), outage, json.progress(terminal));
                double seconds = (System.nanoTime() - began) / 1e9;
                var report = ImportResult.of(cut, vocabulary.labelSet(), publication, result, review, seconds);
                if (json.wanted()) {
                    json.print(terminal, report);
                } else {
                    report(report);
                    next(report);
                }
                return report.accepted() == 0 ? ExitCodes.FAILED : ExitCodes.OK;
            }
        }
    }

    private void next(ImportResult report) {
        if (report.accepted() == 0) {
            Next.say(context.terminal(), home.typed(), "status");
        } else {
            Next.say(context.terminal(), home.typed(), "train", "--dataset", dataset);
        }
    }

    /** Says what was found before anything is sent. */
    private void introduce(ImageSet cut, Synonyms added) {
        Terminal terminal = context.terminal();
        if (!json.wanted()) {
            terminal.say(
                    "%s: %s of %s%s",
                    cut.name(),
                    Counted.of(cut.images().size(), "image"),
                    cut.classes().isEmpty()
                            ? "no class"
                            : Counted.of(cut.classes().size(), "class", "classes"),
                    cut.classes().isEmpty() ? "" : ": " + String.join(", ", cut.classes()));
            cut.notes().forEach(note -> terminal.say("  %s", note));
        }
        if (!cut.refused().isEmpty()) {
            RefusedFile first = cut.refused().get(0);
            terminal.problem(
                    "  %s refused, e.g. %s %s",
                    Counted.of(cut.refused().size(), "file is", "files are"), first.path(), first.detail());
        }
        if (added.classes(cut.classes()).size() < 2) {
            throw new SetException(cut.name()
                    + (cut.classes().isEmpty()
                            ? " has no labels"
                            : " has labels of one class, \"" + cut.classes().get(0) + "\"")
                    + "; a dataset needs at least two. A folder each, or --labels-file FILE.csv, says the labels");
        }
    }

    /**
     * Says what stands out before anything is sent, and returns it. What a training will refuse of a set alone is no
     * matter where others are there already: that is said of the whole afterwards.
     */
    private List<String> review(ImageSet cut, Vocabulary vocabulary, boolean first) {
        List<String> review = SetReview.of(cut).stream()
                .filter(sentence -> first || !SetReview.isForecast(sentence))
                .toList();
        review.forEach(sentence -> context.terminal().problem("  %s", sentence));
        vocabulary.notes().forEach(note -> context.terminal().problem("  %s", note));
        return review;
    }

    private Publication publish(
            ImageSet cut, LabelSet labelSet, Synonyms names, StackConnection connection, Outage outage) {
        try (var publisher = new StudyPublisher(connection, context.clock(), outage)) {
            publisher.declare(dataset, labelSet, names.byName());
            var options = new PublishOptions(dataset, modality.code(), null, dataset, studyPerPatient, station);
            return publisher.publish(cut.images(), options, json.progress(context.terminal()));
        }
    }

    private void report(ImportResult result) {
        Terminal terminal = context.terminal();
        var table = new Table("class", "train", "val", "test");
        result.images().forEach((name, counts) -> {
            List<String> row = new ArrayList<>(List.of(name));
            counts.values().forEach(n -> row.add(String.format(Locale.ROOT, "%,d", n)));
            table.row(row.toArray(String[]::new));
        });
        table.lines().forEach(line -> terminal.say("%s", "  " + line));
        if (result.duplicates() > 0) {
            terminal.say(
                    "  %s the same pixels as another one; such images count once",
                    Counted.of(result.duplicates(), "of the images has", "of the images have"));
        }
        if (result.unlabelled() > 0) {
            terminal.say("  %s taken without a label", Counted.of(result.unlabelled(), "image was", "images were"));
        }
        result.quarantined().forEach((reason, n) -> terminal.problem("  %,d quarantined: %s", n, reason));
        result.refused().forEach((reason, n) -> terminal.problem("  %,d refused: %s", n, reason));
        int shown = allReasons
                ? result.refusals().size()
                : Math.min(EXAMPLES, result.refusals().size());
        result.refusals()
                .subList(0, shown)
                .forEach(refusal -> terminal.problem("    %s: %s", refusal.path(), refusal.detail()));
        if (shown < result.refusals().size()) {
            terminal.problem(
                    "    and %s: the same command with --all-reasons lists them (nothing counts twice)",
                    Counted.of(result.refusals().size() - shown, "other"));
        }
        result.findings().forEach(finding -> terminal.problem("  %s", finding));
        if (result.accepted() == 0) {
            terminal.problem("Nothing of %s can be trained on: dataset \"%s\" got no image.", result.set(), dataset);
        } else {
            terminal.say(
                    "%s in %.1f s (%.0f a second); dataset \"%s\" got %s.",
                    Counted.of(result.published(), "image"),
                    result.seconds(),
                    result.published() / result.seconds(),
                    dataset,
                    Counted.of(result.accepted(), "usable image"));
        }
    }
}
