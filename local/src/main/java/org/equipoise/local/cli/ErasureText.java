package org.equipoise.local.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import org.equipoise.common.words.Counted;
import org.equipoise.local.client.ErasureClient.Report;

/** An erasure for people: what goes, what stays, and why it is refused. */
final class ErasureText {

    private ErasureText() {}

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        lines.add(report.done() ? "Erased:" : "Would be erased:");
        int before = lines.size();
        new TreeMap<>(report.images())
                .forEach((dataset, images) -> lines.add("  " + Counted.of(images, "image") + " of dataset \"" + dataset
                        + "\", with labels and standing"));
        if (report.originals() > 0) {
            lines.add("  " + Counted.of(report.originals(), "original") + " in the bucket studies");
        }
        if (report.refusedFiles() > 0) {
            lines.add("  " + Counted.of(report.refusedFiles(), "refused file") + " in the bucket quarantine");
        }
        for (Report.Version version : report.versions()) {
            lines.add("  version " + version.version() + " of dataset \"" + version.dataset() + "\", "
                    + (version.images() == 0
                            ? "whose manifest cannot be read"
                            : "which holds " + Counted.of(version.images(), "of them", "of them"))
                    + (version.references().isEmpty()
                            ? ""
                            : ", referred to by " + String.join(", ", version.references())));
        }
        report.canaries().forEach(model -> lines.add("  the canaries of model version " + model));
        if (lines.size() == before) {
            lines.add("  nothing: no image of this patient is stored");
        }
        lines.add("Stays:");
        report.stays().forEach(sentence -> lines.add("  " + sentence));
        if (!report.refusals().isEmpty()) {
            lines.add("Refused:");
            report.refusals().forEach(sentence -> lines.add("  " + sentence));
        }
        return lines;
    }
}
