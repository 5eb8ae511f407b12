package org.equipoise.bench.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

import org.equipoise.local.stack.LocalStack;
import org.equipoise.local.stack.StackListener;
import org.equipoise.local.stack.StackOptions;

/** An embedded stack on a home of its own, emptied first: nothing of an earlier run counts. */
public final class FreshStack {

    private FreshStack() {}

    /** Starts it in {@code bench/results/<benchmark>-home}; the caller closes it. */
    public static LocalStack start(Path project, String benchmark, PrintStream out) {
        return start(project, benchmark, StackOptions.allServices(), out);
    }

    /** Starts some services of it. */
    public static LocalStack start(Path project, String benchmark, Set<String> services, PrintStream out) {
        return start(project, benchmark, services, Map.of(), out);
    }

    /** Starts some services of it, with more in their environment. */
    public static LocalStack start(
            Path project, String benchmark, Set<String> services, Map<String, String> environment, PrintStream out) {
        Path home = project.resolve("bench/results").resolve(benchmark + "-home");
        delete(home);
        var listener = new StackListener() {
            @Override
            public void message(String text) {
                out.println(text);
            }

            @Override
            public void trouble(String text) {
                out.println("trouble: " + text);
            }
        };
        return LocalStack.start(new StackOptions(home, project, services, environment, 1), listener, Clock.systemUTC());
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + folder, e);
        }
    }
}
