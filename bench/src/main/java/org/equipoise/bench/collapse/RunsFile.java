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
import java.util.Set;
import java.util.stream.Collectors;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import org.equipoise.common.csv.CsvLine;

/** Every run that was made, a row each, kept in the repository: a later call goes on where it ends. */
final class RunsFile {

    private final Path file;
    private final List<RunRow> rows = new ArrayList<>();

    /** Reads what is there; a row that a kill cut short is forgotten. */
    RunsFile(Path file) {
        this.file = file;
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
                    rows.add(RunRow.of(cells.getFieldsAsMap()));
                }
            }
            if (!whole.equals(text) || !headings.equals(RunRow.columns())) {
                rewrite();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** In the order they were made. */
    synchronized List<RunRow> rows() {
        return List.copyOf(rows);
    }

    /** Those of the runs that were not made yet, in their order. */
    List<PlannedRun> missing(List<PlannedRun> runs) {
        Set<String> made = rows().stream().map(row -> row.run().key()).collect(Collectors.toSet());
        return runs.stream().filter(run -> !made.contains(run.key())).toList();
    }

    /** Adds a row at once, so that a kill loses none. */
    synchronized void add(RunRow row) {
        try {
            if (!Files.exists(file)) {
                rewrite();
            }
            Files.writeString(file, CsvLine.of(row.cells()) + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
            rows.add(row);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void rewrite() throws IOException {
        var text = new StringBuilder(CsvLine.of(RunRow.columns())).append('\n');
        rows.forEach(row -> text.append(CsvLine.of(row.cells())).append('\n'));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
