package org.equipoise.local.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.ErasureClient;
import org.equipoise.local.client.ErasureClient.Patient;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.terminal.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code equipoise erase}: everything of a patient goes, or it is said what would go. */
@Command(
        name = "erase",
        description = "Erases a patient: the images with their labels, the originals, and the frozen versions that hold"
                + " them. With --dry-run it only says what would go and what would stay.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise erase --patient - --dry-run",
        mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {

    private static final String FROM_INPUT = "-";

    private final CliContext context;
    private final InputStream input;

    @Mixin
    private HomeOption home = new HomeOption();

    @Mixin
    private JsonOutput json = new JsonOutput();

    @Option(
            names = "--patient",
            required = true,
            paramLabel = "KEY",
            description =
                    "the patient's key as it was sent, or the Patient ID of DICOM objects; - reads it from the first"
                            + " line of the input, where no other user and no history sees it")
    private String patient = "";

    @Option(names = "--issuer", paramLabel = "NAME", description = "of the Patient ID, where the objects name one")
    private @Nullable String issuer;

    @Option(names = "--dry-run", description = "change nothing")
    private boolean dryRun;

    @Option(
            names = "--with-versions",
            description = "frozen versions go also where a model that serves was trained on them")
    private boolean withVersions;

    EraseCommand(CliContext context, InputStream input) {
        this.context = context;
        this.input = input;
    }

    @Override
    public Integer call() {
        var key = new Patient(key(), issuer);
        var client = new ErasureClient(context.connection(home.path()));
        ErasureClient.Report report = dryRun ? client.preview(key, withVersions) : client.erase(key, withVersions);
        Terminal terminal = context.terminal();
        if (json.wanted()) {
            json.print(terminal, report);
        } else {
            ErasureText.lines(report).forEach(line -> terminal.say("%s", line));
        }
        return report.refusals().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private String key() {
        String key = patient.equals(FROM_INPUT) ? firstLine() : patient;
        if (key.isBlank()) {
            throw new UsageException("--patient is blank: it must be the patient's key");
        }
        return key;
    }

    private String firstLine() {
        try {
            String line = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new ClientException("cannot read the patient's key from the input", e);
        }
    }
}
