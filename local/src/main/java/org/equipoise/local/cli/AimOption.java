package org.equipoise.local.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.csv.CsvTable;
import org.equipoise.common.csv.EncodedText;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.local.options.UsageException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --aim} means: one of a few words, of {@code cost} with a table of what wrong answers cost, of
 * {@code sensitivity} with the class that is to be found.
 *
 * @param aim {@code balanced}, {@code f1}, {@code accuracy}, {@code cost} or {@code sensitivity}
 * @param costs read from the file; absent of another aim
 * @param sought the class to be found; absent of another aim
 */
record AimOption(
        String aim, @Nullable CostTable costs, @Nullable SoughtOption sought) {

    private static final List<String> AIMS = List.of("balanced", "f1", "accuracy", "cost", "sensitivity");
    private static final int MOST_BYTES = 1 << 18;

    /**
     * Reads what was typed.
     *
     * @param typed the aim and, of {@code cost}, a file
     * @throws UsageException if it is no aim, or the file is no such table
     */
    static AimOption parse(List<String> typed) {
        String aim = typed.get(0);
        if (!AIMS.contains(aim)) {
            throw new UsageException("--aim must be balanced, f1, accuracy, cost or sensitivity, got \"" + aim + "\"");
        }
        boolean more = typed.size() == 2;
        return switch (aim) {
            case "cost" -> {
                if (!more) {
                    throw new UsageException(
                            "--aim cost needs a CSV file: classes x classes, what a wrong answer costs");
                }
                yield new AimOption(aim, table(Path.of(typed.get(1))), null);
            }
            case "sensitivity" -> {
                if (!more) {
                    throw new UsageException("--aim sensitivity needs the class to be found and the specificity to be"
                            + " kept: CLASS@0.9");
                }
                yield new AimOption(aim, null, SoughtOption.parse(typed.get(1)));
            }
            default -> {
                if (more) {
                    throw new UsageException("--aim " + aim + " takes no file, got \"" + typed.get(1) + "\"");
                }
                yield new AimOption(aim, null, null);
            }
        };
    }

    private static CostTable table(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new UsageException("--aim cost: cannot read " + file + ": " + e.getMessage());
        }
        if (bytes.length > MOST_BYTES) {
            throw new UsageException("--aim cost: " + file + " has more than " + MOST_BYTES + " bytes");
        }
        try {
            String name = file.toString();
            return CostTable.of(CsvTable.of(EncodedText.of(bytes, name, null), name), name);
        } catch (UnreadableFileException e) {
            throw new UsageException("--aim cost: " + e.getMessage());
        }
    }

    /**
     * The recipe settings that say the same.
     *
     * @param classes the dataset's, in label-set order; empty where nobody knows them yet: then the file's order
     * @throws UsageException if the file's classes are others
     */
    Map<String, String> settings(List<String> classes) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("aim", aim);
        if (costs != null) {
            settings.put("aimCosts", costs.inOrder(classes.isEmpty() ? costs.classes() : classes));
        }
        if (sought != null) {
            settings.put("aimFinds", sought.among(classes));
        }
        return settings;
    }
}
