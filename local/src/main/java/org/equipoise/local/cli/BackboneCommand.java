package org.equipoise.local.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.local.client.BackboneClient;
import org.equipoise.local.client.BackboneClient.Backbone;
import org.equipoise.local.client.BackboneClient.Listed;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.options.HomeOption;
import org.equipoise.local.terminal.Next;
import org.equipoise.local.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code equipoise backbone}: pretrained networks that trainings may build on. */
@Command(
        name = "backbone",
        description = "Adds and lists pretrained networks that a training may build on: --set network=backbone.",
        footerHeading = "%nExample:%n",
        footer = "  equipoise backbone add efficientnet-lite0.pth --licence Apache-2.0",
        mixinStandardHelpOptions = true)
final class BackboneCommand implements Runnable {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: add or list");
    }

    /** {@code equipoise backbone add}: hands one in. */
    @Command(
            name = "add",
            description = "Keeps a state dictionary of EfficientNet-Lite 0, 1 or 2 from PyTorch, or a SavedModel of"
                    + " TensorFlow that turns images into features, its weights constants. No code in the file is"
                    + " carried out, and no operation that is not known to be harmless.",
            footerHeading = "%nExample:%n",
            footer = {
                "  equipoise backbone add efficientnet-lite0.pth --licence Apache-2.0",
                "  equipoise backbone add mobilenet/ --scale -1..1 --licence Apache-2.0"
            },
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        /** More than any that a trainer takes by default. */
        private static final long MOST_BYTES = 1L << 30;

        private static final String SAVED_MODEL = "saved_model.pb";

        private final CliContext context;

        @Mixin
        private HomeOption home = new HomeOption();

        @Parameters(
                paramLabel = "FILE",
                description = "a .pth, or the wheel or zip that holds one; a SavedModel's folder, or a zip of it")
        private @Nullable Path file;

        @Option(names = "--name", paramLabel = "NAME", description = "that recipes say (default: from the file's)")
        private @Nullable String name;

        @Option(names = "--licence", paramLabel = "TEXT", description = "of the weights, for the model cards")
        private @Nullable String licence;

        @Option(
                names = "--scale",
                paramLabel = "RANGE",
                description = "of a SavedModel, the values that it was trained on: 0..1, -1..1, 0..255 or imagenet")
        private @Nullable String scale;

        Add(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() throws IOException {
            Path source = Objects.requireNonNull(file);
            String origin = String.valueOf(source.getFileName());
            String chosen = name == null ? named(origin) : name;
            Names.require(chosen, "--name");
            byte[] bytes = bytes(source);
            Backbone kept =
                    new BackboneClient(context.connection(home.path())).add(chosen, bytes, licence, origin, scale);
            context.terminal().say("Backbone \"%s\": %s", kept.name(), words(kept));
            Next.say(
                    context.terminal(),
                    home.typed(),
                    "train",
                    "--dataset",
                    "NAME",
                    "--set",
                    "network=backbone",
                    "--set",
                    "backbone=" + kept.name());
            return ExitCodes.OK;
        }

        /** Of a folder a zip of the file that is read: a SavedModel whose weights are constants has no other. */
        static byte[] bytes(Path source) throws IOException {
            Path file = Files.isDirectory(source) ? source.resolve(SAVED_MODEL) : source;
            if (!Files.isRegularFile(file)) {
                throw new ClientException(
                        file.equals(source) ? source + " is not a file" : source + " holds no " + SAVED_MODEL);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new ClientException(
                        file + " has " + Files.size(file) + " bytes, at most " + MOST_BYTES + " are sent");
            }
            return file.equals(source) ? Files.readAllBytes(file) : zip(file);
        }

        private static byte[] zip(Path file) throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                // Weights do not compress.
                zip.setLevel(Deflater.NO_COMPRESSION);
                var entry = new ZipEntry(SAVED_MODEL);
                // Equal folders are equal files.
                entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
            }
            return bytes.toByteArray();
        }

        /** A name out of a file's: without its ending, version and what no name may have. */
        static String named(String file) {
            String plain = file.toLowerCase(Locale.ROOT)
                    .replaceFirst("-[0-9].*\\.whl$", "")
                    .replaceFirst("\\.(pth|pt|zip|whl)$", "")
                    .replaceAll("[^a-z0-9._-]", "-")
                    .replaceFirst("^[^a-z0-9]+", "");
            return plain.substring(0, Math.min(63, plain.length()));
        }

        private static String words(Backbone kept) {
            return String.format(
                    Locale.ROOT,
                    "%s, %,d numbers, %s, sha256 %s",
                    kept.words(),
                    kept.parameters(),
                    kept.licence(),
                    kept.sha256());
        }
    }

    /** {@code equipoise backbone list}: what is kept. */
    @Command(
            name = "list",
            description = "Lists the pretrained networks that are kept.",
            footerHeading = "%nExample:%n",
            footer = "  equipoise backbone list",
            mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {

        private final CliContext context;

        @Mixin
        private HomeOption home = new HomeOption();

        @Mixin
        private JsonOutput json = new JsonOutput();

        Listing(CliContext context) {
            this.context = context;
        }

        @Override
        public Integer call() {
            List<Listed> all = new BackboneClient(context.connection(home.path())).all();
            if (json.wanted()) {
                json.print(context.terminal(), all);
                return ExitCodes.OK;
            }
            lines(all).forEach(line -> context.terminal().say("%s", line));
            return ExitCodes.OK;
        }

        /** The table, or a sentence when there is nothing. */
        static List<String> lines(List<Listed> all) {
            if (all.isEmpty()) {
                return List.of("No pretrained network is kept: trainings begin from nothing.");
            }
            var table = new Table("name", "architecture", "licence", "sha256", "from");
            all.forEach(one -> table.row(
                    one.name(),
                    one.words(),
                    said(one.licence()),
                    said(one.sha256())
                            .substring(0, Math.min(16, said(one.sha256()).length())),
                    one.problem() == null ? said(one.origin()) : one.problem()));
            return table.lines();
        }

        private static String said(@Nullable String text) {
            return text == null ? "?" : text;
        }
    }
}
