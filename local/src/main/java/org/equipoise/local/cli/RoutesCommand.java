package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.equipoise.common.words.Counted;
import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Options;
import org.equipoise.dicom.deidentification.Outcome;
import org.equipoise.dicom.deidentification.PseudonymKey;
import org.equipoise.dicom.routing.Route;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.dicom.routing.Traits;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code equipoise routes}: the rules that say which dataset and model a DICOM object belongs to. */
@Command(
        name = "routes",
        description = "Works with the rules that say which dataset and model a DICOM object belongs to.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise routes check routes.txt study",
        mixinStandardHelpOptions = true)
final class RoutesCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: check");
    }

    /** {@code equipoise routes check}: which rule would take which object. */
    @Command(
            name = "check",
            description =
                    "Says of each DICOM object which rule takes it, and where, or why it would not be taken. Nothing"
                            + " is sent.",
            footerHeading = "%nExample:%n",
            footer = "  equipoise routes check routes.txt study",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        private static final int MOST_FILES = 100_000;

        private final CliContext context;

        @Parameters(index = "0", paramLabel = "FILE", description = "of rules")
        private Path file = Path.of("");

        @Parameters(index = "1", paramLabel = "STUDY", description = "a DICOM file, or a folder of them")
        private Path study = Path.of("");

        @Option(
                names = "--ae-title",
                paramLabel = "TITLE",
                description = "as if this application entity had sent it (default: none, as over HTTP)")
        private String aeTitle = "";

        Check(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            Routes routes = routes();
            List<Path> files = files();
            var pseudonyms = new byte[PseudonymKey.LEAST_BYTES];
            new SecureRandom().nextBytes(pseudonyms);
            Deidentification deidentification = Deidentification.of(PseudonymKey.of(pseudonyms), Options.DEFAULT);
            Terminal terminal = context.terminal();
            Map<String, Long> counts = new TreeMap<>();
            for (Path each : files) {
                String says = says(each, routes, deidentification);
                counts.merge(says, 1L, Long::sum);
                terminal.say("%s: %s", each.equals(study) ? each.getFileName() : study.relativize(each), says);
            }
            terminal.say("%s:", Counted.of(files.size(), "file"));
            counts.forEach((says, count) -> terminal.say("  %6d  %s", count, says));
            return ExitCodes.OK;
        }

        private Routes routes() {
            try {
                return Routes.read(file);
            } catch (RoutesException e) {
                throw new UsageException(file + ", " + e.getMessage());
            } catch (IOException e) {
                throw new UsageException(Failure.sentence(e));
            }
        }

        private List<Path> files() {
            try (Stream<Path> all = Files.walk(study, 32, new FileVisitOption[0])) {
                List<Path> files = all.filter(Files::isRegularFile)
                        .limit(MOST_FILES + 1L)
                        .sorted()
                        .toList();
                if (files.isEmpty() || files.size() > MOST_FILES) {
                    throw new UsageException(study + " must hold 1 to " + MOST_FILES + " files, it holds "
                            + (files.isEmpty() ? "none" : "more"));
                }
                return files;
            } catch (IOException e) {
                throw new UsageException(Failure.sentence(e));
            }
        }

        private String says(Path object, Routes routes, Deidentification deidentification) {
            DataSet dataSet;
            try {
                dataSet = Dicom.read(object, Limits.DEFAULT);
            } catch (DicomException e) {
                return "not taken, it cannot be read: " + e.getMessage();
            } catch (IOException e) {
                return "not taken, it cannot be read: " + e.getClass().getSimpleName();
            }
            Optional<Route> route = routes.find(Traits.of(dataSet, aeTitle));
            if (route.isEmpty()) {
                return "not taken, no rule matches";
            }
            String goes = "line " + route.get().line() + ", " + route.get().target();
            Outcome outcome = deidentification.apply(dataSet);
            return outcome instanceof Outcome.Quarantined held ? goes + ", but it would be held back: " + held : goes;
        }
    }
}
