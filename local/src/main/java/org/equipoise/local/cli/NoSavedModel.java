package org.equipoise.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/** Recognises what people have instead of a SavedModel, and says how it becomes one. */
final class NoSavedModel {

    private static final String GRAPH = "saved_model.pb";

    private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] TFLITE = "TFL3".getBytes(StandardCharsets.US_ASCII);
    private static final int TFLITE_AT = 4;

    /** Formats by the end of their files' names, with what becomes a SavedModel of them. */
    private static final Map<String, String> FORMATS = Map.of(
            ".tflite", "a TensorFlow Lite model: export the model that it was made of",
            ".onnx", "an ONNX model: onnx2tf makes a SavedModel of it",
            ".pt", "a PyTorch model: torch.onnx.export and then onnx2tf make a SavedModel of it",
            ".pth", "a PyTorch model: torch.onnx.export and then onnx2tf make a SavedModel of it",
            ".safetensors", "a file of weights without a graph: load them into their model and export that",
            ".pkl", "a Python pickle: load it and export the model in it",
            ".ckpt", "a checkpoint, weights without a graph: load it into its model and export that",
            ".index", "a checkpoint, weights without a graph: load it into its model and export that");

    private NoSavedModel() {}

    /** A sentence when {@code source} is neither a SavedModel's folder nor a zip that holds one. */
    static Optional<String> meant(Path source) throws IOException {
        if (!Files.exists(source)) {
            return Optional.of(
                    "there is no folder or file " + source.toAbsolutePath().normalize()
                            + "; what is asked for is the folder that model.export(\"folder\") wrote, or a zip of it");
        }
        return Optional.ofNullable(Files.isDirectory(source) ? folder(source) : file(source));
    }

    private static @Nullable String folder(Path source) throws IOException {
        if (Files.isRegularFile(source.resolve(GRAPH))) {
            return null;
        }
        List<Path> below;
        try (Stream<Path> files = Files.list(source)) {
            below = files.sorted().toList();
        }
        for (Path path : below) {
            if (Files.isRegularFile(path.resolve(GRAPH))) {
                return source + " has no " + GRAPH + ", but " + path + " has: register that";
            }
        }
        for (Path path : below) {
            String other = Files.isRegularFile(path) ? format(path) : null;
            if (other != null) {
                return source + " has no " + GRAPH + "; its " + path.getFileName() + " is " + other;
            }
        }
        return source + " has no " + GRAPH + (below.isEmpty() ? ", it is empty" : "")
                + "; a SavedModel is the folder that model.export(\"folder\") writes";
    }

    private static @Nullable String file(Path source) throws IOException {
        if (!Files.isRegularFile(source)) {
            return source + " is a pipe or a device; a SavedModel is the folder that model.export(\"folder\") writes";
        }
        String name = source.getFileName().toString();
        if (name.equals(GRAPH)) {
            Path parent = source.toAbsolutePath().normalize().getParent();
            return source + " is a part of a SavedModel: register its folder, " + parent;
        }
        String other = format(source);
        if (other != null) {
            return source + " is " + other;
        }
        return starts(source, ZIP, 0)
                ? zip(source)
                : source + " is neither a zip nor a folder; a SavedModel is the folder that model.export(\"folder\")"
                        + " writes";
    }

    /** What the file is, if it is a model of another kind. */
    private static @Nullable String format(Path file) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean keras = name.endsWith(".keras") || (starts(file, ZIP, 0) && holds(file, "model.weights.h5"));
        if (keras || starts(file, HDF5, 0) || name.endsWith(".h5") || name.endsWith(".hdf5")) {
            return (keras ? "a Keras archive" : "a Keras HDF5 file")
                    + ", not a SavedModel: keras.models.load_model(\"" + file.getFileName()
                    + "\").export(\"exported\") makes one of it, in the folder exported";
        }
        if (starts(file, TFLITE, TFLITE_AT)) {
            return FORMATS.get(".tflite");
        }
        return FORMATS.entrySet().stream()
                .filter(format -> name.endsWith(format.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String zip(Path source) throws IOException {
        try (var zip = new ZipFile(source.toFile())) {
            List<String> names = zip.stream().map(entry -> entry.getName()).toList();
            // At the top, or in the one folder that is there, as the trainer takes it.
            boolean graph = names.stream().anyMatch(name -> name.matches("([^/]+/)?" + GRAPH));
            if (graph) {
                return null;
            }
            Optional<String> deeper =
                    names.stream().filter(name -> name.endsWith("/" + GRAPH)).findFirst();
            return deeper.map(
                            name -> source + " has its " + GRAPH + " too deep, in " + name + ": zip the folder itself")
                    .orElseGet(() -> source + " is a zip without a " + GRAPH + "; it has "
                            + String.join(", ", names.stream().limit(3).toList())
                            + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : ""));
        } catch (ZipException e) {
            return source + " begins like a zip and cannot be read as one: copy it again";
        }
    }

    private static boolean holds(Path zip, String entry) throws IOException {
        try (var file = new ZipFile(zip.toFile())) {
            return file.getEntry(entry) != null;
        } catch (ZipException e) {
            return false;
        }
    }

    private static boolean starts(Path file, byte[] magic, int at) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(at + magic.length);
            return head.length == at + magic.length
                    && java.util.Arrays.equals(head, at, head.length, magic, 0, magic.length);
        }
    }
}
