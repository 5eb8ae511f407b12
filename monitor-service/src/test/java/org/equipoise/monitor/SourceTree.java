package org.equipoise.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the project's own files say, read from the folder above this module. */
final class SourceTree {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern METER = Pattern.compile("\"(equipoise(?:\\.[a-z]+)+)\"");

    private SourceTree() {}

    /** Names that the services' own metrics classes give to their meters, with underscores for dots. */
    static Set<String> meters() {
        try (Stream<Path> services = Files.list(ROOT)) {
            return services.map(service -> service.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(SourceTree::metricsClasses)
                    .flatMap(source -> METER.matcher(source).results())
                    .map(found -> found.group(1).replace('.', '_'))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> metricsClasses(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files
                    .filter(file -> file.toString().endsWith("Metrics.java"))
                    .map(SourceTree::text)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
