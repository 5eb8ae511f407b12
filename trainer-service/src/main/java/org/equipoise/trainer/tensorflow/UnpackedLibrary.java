package org.equipoise.trainer.tensorflow;

import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.bytedeco.javacpp.Loader;
import org.equipoise.common.words.Counted;

/**
 * A library as JavaCPP unpacks it. JavaCPP unpacks again what has another size than in the jar, but only when it comes
 * to that library: one that depends on it is loaded before, and the system maps what lies there. A torn file then ends
 * the process with SIGBUS, at every start.
 */
final class UnpackedLibrary {

    /** Those that others depend on come first. */
    private static final List<String> NAMES = List.of("libtensorflow_framework.so.2", "libtensorflow_cc.so.2");

    private UnpackedLibrary() {}

    /** Unpacks what is missing or not whole, before anything is loaded; one sentence for each that was not whole. */
    static List<String> mend() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (URL library : libraries()) {
            mend(library).ifPresent(sentences::add);
        }
        return sentences;
    }

    static List<URL> libraries() {
        return NAMES.stream()
                .map(name -> "/org/tensorflow/internal/c_api/" + Loader.getPlatform() + "/" + name)
                .map(org.tensorflow.internal.c_api.global.tensorflow.class::getResource)
                .flatMap(Stream::ofNullable)
                .toList();
    }

    static Optional<String> mend(URL library) throws IOException {
        Optional<String> torn = torn(library);
        File whole = Loader.cacheResource(library);
        return torn.map(what -> what + (whole == null ? "" : "; it was unpacked anew"));
    }

    private static Optional<String> torn(URL library) throws IOException {
        URLConnection connection = library.openConnection();
        if (!(connection instanceof JarURLConnection inJar)) {
            return Optional.empty();
        }
        connection.setUseCaches(false);
        try (JarFile jar = inJar.getJarFile()) {
            JarEntry entry = inJar.getJarEntry();
            Path unpacked = Loader.getCacheDir()
                    .toPath()
                    .resolve(new File(jar.getName()).getName())
                    .resolve(entry.getName());
            long bytes = Files.exists(unpacked) ? Files.size(unpacked) : entry.getSize();
            return bytes == entry.getSize()
                    ? Optional.empty()
                    : Optional.of(unpacked + " has only " + Counted.of(bytes, "byte") + " of "
                            + Counted.of(entry.getSize(), "byte")
                            + ": a process was killed while it unpacked it, or another one is at it");
        }
    }
}
