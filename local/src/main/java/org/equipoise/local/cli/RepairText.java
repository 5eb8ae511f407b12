package org.equipoise.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.local.terminal.Table;

/** What a repair did, as plain text. */
final class RepairText {

    private RepairText() {}

    static List<String> lines(Repair repair) {
        List<String> lines = new ArrayList<>();
        lines.add((repair.repaired() ? "Repaired: " : "Not repaired: ") + repair.sentence());
        if (!repair.recalls().isEmpty()) {
            var table = new Table("class", "test images", "recall before", "after");
            repair.recalls()
                    .forEach(one -> table.row(
                            one.name(),
                            Long.toString(one.images()),
                            number(one.recall()),
                            one.repaired() == null ? "" : number(one.repaired())));
            table.lines().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
