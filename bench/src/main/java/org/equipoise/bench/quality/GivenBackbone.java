package org.equipoise.bench.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipFile;

import org.equipoise.bench.Options;
import org.equipoise.bench.UnusableOptionException;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.local.client.BackboneClient;
import org.equipoise.local.client.StackConnection;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.PixelRange;
import org.jspecify.annotations.Nullable;

/** The pretrained weights of {@code backbone=FILE} and {@code scale=}, read before anything is started. */
final class GivenBackbone {

    private final byte[] bytes;
    private final String name;
    private final @Nullable String scale;

    private GivenBackbone(byte[] bytes, String name, @Nullable String scale) {
        this.bytes = bytes;
        this.name = name;
        this.scale = scale;
    }

    /**
     * What was given; empty where nothing was.
     *
     * @throws UnusableOptionException if the file cannot be read, or the scale is unknown, or missing for a SavedModel
     */
    static Optional<GivenBackbone> of(Options options) {
        boolean scaled = options.values().containsKey("scale");
        if (!options.values().containsKey("backbone")) {
            if (scaled) {
                throw new UnusableOptionException("scale= belongs to backbone=FILE, which is not given");
            }
            return Optional.empty();
        }
        Path file = options.project().resolve(options.text("backbone", "")).normalize();
        if (!Files.isRegularFile(file)) {
            throw new UnusableOptionException("backbone=" + file + " is no file"
                    + (Files.isDirectory(file) ? ", but a folder: a SavedModel is given as a zip of it" : ""));
        }
        String scale = scaled ? options.text("scale", "") : null;
        check(file, scale);
        try {
            return Optional.of(new GivenBackbone(Files.readAllBytes(file), String.valueOf(file.getFileName()), scale));
        } catch (IOException e) {
            throw new UnusableOptionException("backbone=" + file + " cannot be read: " + e.getMessage());
        }
    }

    private static void check(Path file, @Nullable String scale) {
        if (scale == null) {
            if (isSavedModel(file)) {
                throw new UnusableOptionException("backbone=" + file
                        + " is a SavedModel, of which scale= must say the values that it was trained on: "
                        + PixelRange.names());
            }
            return;
        }
        try {
            PixelRange.named(scale);
        } catch (InvalidBackboneException e) {
            throw new UnusableOptionException("scale=" + scale + ": " + e.getMessage());
        }
    }

    private static boolean isSavedModel(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.stream().anyMatch(entry -> entry.getName().matches("([^/]+/)?saved_model\\.pb"));
        } catch (IOException e) {
            // What is no zip is none.
            return false;
        }
    }

    /** What tells it from others: the SHA-256 of the file, and the values that it is fed where they were said. */
    String identity() {
        return Sha256.hex(bytes) + (scale == null ? "" : " fed " + scale);
    }

    /** The same in words, of what is kept. */
    static String words(@Nullable String identity) {
        return identity == null ? "of no pretrained network that is known" : "of the pretrained network " + identity;
    }

    /** Has a stack keep it. */
    void addTo(StackConnection connection, PrintStream out) {
        var kept = new BackboneClient(connection).add("pretrained", bytes, null, name, scale);
        out.println("backbone " + kept.words() + ", sha256 " + kept.sha256());
    }
}
