package org.equipoise.bench.collapse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import org.equipoise.common.csv.CsvLine;

/**
 * What was made of runs, a row each, kept in the repository: a later call goes on where it ends.
 *
 * @param <R> a row
 */
final class KeptRows<R> {

    private final Path file;
    private final Form<R> form;
    private final List<R> rows = new ArrayList<>();

    /**
     * How a row is written.
     *
     * @param of a row of any version of the file, whose cells are known by their headings
     * @param cells in the order of the columns
     * @param run that a row is of
     */
    record Form<R>(
            List<String> columns,
            Function<Map<String, String>, R> of,
            Function<R, List<String>> cells,
            Function<R, PlannedRun> run) {

        Form {
            columns = List.copyOf(columns);
        }
    }

    /** Reads what is there; a row that a kill cut short is forgotten. */
    private KeptRows(Path file, Form<R> form) {
        this.file = file;
        this.form = form;
        if (!Files.exists(file)) {
            return;
        }
        try {
            String text = Files.readString(file);
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            List<String> headings = new ArrayList<>();
            try (var reader = CsvReader.builder().ofNamedCsvRecord(whole)) {
                for (NamedCsvRecord cells : reader) {
                    headings = cells.getHeader();
                    rows.add(form.of().apply(cells.getFieldsAsMap()));
                }
            }
            if (!whole.equals(text) || !headings.equals(form.columns())) {
                rewrite();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Runs with what was measured of them, a row a run. */
    static KeptRows<RunRow> runs(Path file) {
        return new KeptRows<>(file, RunRow.FORM);
    }

    /** Repairs that were tried, a row a proposal. */
    static KeptRows<RepairRow> repairs(Path file) {
        return new KeptRows<>(file, RepairRow.FORM);
    }

    /** In the order they were made. */
    synchronized List<R> rows() {
        return List.copyOf(rows);
    }

    /** Those of the runs that have no row, in their order. */
    List<PlannedRun> missing(List<PlannedRun> runs) {
        Set<String> made =
                rows().stream().map(row -> form.run().apply(row).key()).collect(Collectors.toSet());
        return runs.stream().filter(run -> !made.contains(run.key())).toList();
    }

    /** Adds the rows of a run at once, so that a kill loses none and parts none. */
    synchronized void add(List<R> more) {
        try {
            if (!Files.exists(file)) {
                rewrite();
            }
            Files.writeString(file, lines(more), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            rows.addAll(more);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private String lines(List<R> some) {
        return some.stream()
                .map(row -> CsvLine.of(form.cells().apply(row)) + "\n")
                .collect(Collectors.joining());
    }

    private void rewrite() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, CsvLine.of(form.columns()) + "\n" + lines(rows));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
