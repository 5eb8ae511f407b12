package org.equipoise.common.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code common} holds what two modules use, and nothing for one alone. A class counts for a module whose sources or
 * tests name it, or names another class of common that does. Events are a contract, whoever reads them.
 */
class CommonIsSharedTest {

    private static final Path COMMON = Path.of("src/main/java");
    private static final List<String> MODULES = List.of(
            "ingest-service",
            "augment-service",
            "trainer-service",
            "monitor-service",
            "local",
            "diagnosis",
            "security");
    /** It starts programs of common. */
    private static final Path CONTAINERS = Path.of("../docker-compose.yml");

    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    @Test
    void everyPublicClassIsUsedByTwoModules() throws IOException {
        Map<String, String> sources = publicClasses(COMMON);
        Map<String, Set<String>> users = users(sources);

        assertThat(sources).as("classes of common").hasSizeGreaterThan(20);
        assertThat(sources.keySet().stream()
                        .filter(name -> of(users, name).size() < 2)
                        .map(name -> name + " is used by " + of(users, name))
                        .sorted())
                .as("classes that belong into the one module that uses them")
                .isEmpty();
    }

    /** The check can fail: a class that nobody names has no user, one that a shared class names has that one's. */
    @Test
    void aClassOfOneModuleIsFound() {
        Map<String, Set<String>> direct = new HashMap<>(Map.of(
                "Shared", new TreeSet<>(List.of("a", "b")),
                "Helper", new TreeSet<>(),
                "Lonely", new TreeSet<>(List.of("a")),
                "Part", new TreeSet<>()));
        spread(
                direct,
                Map.of(
                        "Shared", Set.of("Helper"),
                        "Helper", Set.of(),
                        "Lonely", Set.of("Part"),
                        "Part", Set.of()));

        assertThat(of(direct, "Helper")).containsExactly("a", "b");
        assertThat(of(direct, "Lonely")).containsExactly("a");
        assertThat(of(direct, "Part")).containsExactly("a");
    }

    private static Set<String> of(Map<String, Set<String>> users, String name) {
        return Objects.requireNonNull(users.get(name), name);
    }

    private static Map<String, Set<String>> users(Map<String, String> sources) throws IOException {
        Map<String, Set<String>> users = new HashMap<>();
        sources.keySet().forEach(name -> users.put(name, new TreeSet<>()));
        for (String module : MODULES) {
            for (Path file : javaFiles(Path.of("..", module, "src"))) {
                words(Files.readString(file)).stream()
                        .filter(users::containsKey)
                        .forEach(name -> of(users, name).add(module));
            }
        }
        words(Files.readString(CONTAINERS)).stream()
                .filter(users::containsKey)
                .forEach(name -> of(users, name).add("containers"));
        Map<String, Set<String>> named = new HashMap<>();
        sources.forEach((name, source) -> named.put(
                name,
                words(source).stream()
                        .filter(word -> sources.containsKey(word) && !word.equals(name))
                        .collect(Collectors.toSet())));
        spread(users, named);
        return users;
    }

    /** Until nothing changes: whoever uses a class uses what it names. */
    private static void spread(Map<String, Set<String>> users, Map<String, Set<String>> named) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Map.Entry<String, Set<String>> entry : named.entrySet()) {
                for (String name : entry.getValue()) {
                    changed |= of(users, name).addAll(of(users, entry.getKey()));
                }
            }
        }
    }

    private static Map<String, String> publicClasses(Path root) throws IOException {
        Map<String, String> classes = new HashMap<>();
        for (Path file : javaFiles(root)) {
            String name = Objects.requireNonNull(file.getFileName()).toString().replace(".java", "");
            String source = Files.readString(file);
            boolean event = Objects.requireNonNull(file.getParent()).endsWith("events");
            Pattern declared = Pattern.compile(
                    "^public [a-z ]*\\b(class|record|interface|enum) " + Pattern.quote(name) + "\\b",
                    Pattern.MULTILINE);
            if (!event && declared.matcher(source).find()) {
                classes.put(name, source);
            }
        }
        return classes;
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        assertThat(root).isDirectory();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Set<String> words(String source) {
        return WORD.matcher(COMMENT.matcher(source).replaceAll(" "))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(HashSet::new));
    }
}
