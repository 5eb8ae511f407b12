package org.equipoise.bench.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.bench.Options;

/**
 * Where numbers come from.
 *
 * @param command what a person types for the same numbers
 * @param machine cores, processor and Java
 * @param commit of the sources
 */
public record Origin(String command, String machine, String commit) {

    /** Options that only say where something lies. */
    private static final List<String> PLACES = List.of("backbone", "data", "markdown");

    /** This call. */
    public static Origin of(String benchmark, Options options, Map<String, Object> machine) {
        return new Origin(
                options.command("bench/run " + benchmark, PLACES),
                machine.get("cores") + " cores of " + machine.get("processor") + ", " + machine.get("java"),
                String.valueOf(machine.get("commit")));
    }

    /** What the command says of an option. */
    public Optional<String> given(String option) {
        String start = option + "=";
        return List.of(command.split(" ")).stream()
                .filter(word -> word.startsWith(start))
                .map(word -> word.substring(start.length()))
                .findFirst();
    }

    /** As Markdown. */
    String text() {
        return "`" + command + "` on " + machine + ", commit " + commit;
    }
}
