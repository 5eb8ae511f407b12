package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.LabelSuspected;
import org.equipoise.local.terminal.Table;
import org.equipoise.local.terminal.WholeFile;

/** Suspected labels for a person: a table of the first ones, and a file of all. */
final class SuspectTable {

    /** Digits of an image id in the table: enough for {@code equipoise trace}. */
    private static final int DIGITS = 12;

    private SuspectTable() {}

    /** The first {@code top} suspects. */
    static List<String> lines(List<LabelSuspected> suspects, int top) {
        var table = new Table("rank", "image", "given", "suggested", "score", "evidence");
        suspects.stream()
                .limit(top)
                .forEach(s -> table.row(
                        Integer.toString(s.rank()),
                        s.imageId().substring(0, DIGITS),
                        s.givenLabel(),
                        s.suggestedLabel(),
                        String.format(Locale.ROOT, "%.3f", s.score()),
                        s.evidence()));
        return table.isEmpty() ? List.of() : table.lines();
    }

    /** Writes {@code rank,imageId,given,suggested,score,evidence}, replacing a file that is there. */
    static void write(Path file, List<LabelSuspected> suspects) throws IOException {
        WholeFile.write(file, out -> {
            out.write(PredictionCsv.line(List.of("rank", "imageId", "given", "suggested", "score", "evidence")));
            for (LabelSuspected s : suspects) {
                out.write(PredictionCsv.line(List.of(
                        Integer.toString(s.rank()),
                        s.imageId(),
                        s.givenLabel(),
                        s.suggestedLabel(),
                        Double.toString(s.score()),
                        s.evidence())));
            }
        });
    }
}
