package org.equipoise.local.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.Synonyms;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code equipoise synonyms}: other names for the classes of a dataset that is there already. */
@Command(
        name = "synonyms",
        description = "Says which labels are other names for classes of a dataset; every label of it is checked again.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise synonyms chest synonyms.csv",
        mixinStandardHelpOptions = true)
final class SynonymsCommand implements Callable<Integer> {

    private final CliContext context;

    @Mixin
    private HomeOption home = new HomeOption();

    @Parameters(index = "0", paramLabel = "DATASET", description = "whose classes have other names")
    private String dataset = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE.csv",
            description = "columns label,class; it replaces what was said before")
    private @Nullable Path file;

    @Option(names = "--none", description = "the classes are called by their names alone")
    private boolean none;

    SynonymsCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Names.require(dataset, "DATASET");
        if ((file == null) != none) {
            throw new UsageException("need FILE.csv, or --none");
        }
        Synonyms synonyms = none ? Synonyms.NONE : Synonyms.read(Objects.requireNonNull(file));
        Terminal terminal = context.terminal();
        StackConnection connection = context.connection(home.path());
        DatasetDeclared known = new DatasetClient(connection)
                .declaration(dataset)
                .orElseThrow(() -> new ClientException("nobody has declared dataset \"" + dataset + "\""));
        LabelSet labelSet = synonyms.without(known.labelSet());
        synonyms.requireClasses(labelSet);
        try (var publisher = new StudyPublisher(connection, context.clock())) {
            publisher.declare(dataset, labelSet, synonyms.byName());
        }
        List<String> gone = known.labelSet().classes().stream()
                .filter(name -> !labelSet.classes().contains(name))
                .toList();
        terminal.say(
                "Dataset \"%s\" has %s for its classes %s.",
                dataset,
                Counted.of(synonyms.byName().size(), "other name", "other names"),
                String.join(", ", labelSet.classes()));
        if (!gone.isEmpty()) {
            terminal.say("No class any more: %s. Labels that say so keep their words.", String.join(", ", gone));
        }
        terminal.say("Its labels are checked again; the next version has what comes of it.");
        Next.say(terminal, home.typed(), "status");
        return ExitCodes.OK;
    }
}
