package org.equipoise.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the story held: what the demonstration promised against what its report says. */
final class StoryCheck {

    /** A naive training that did not collapse must at least be this much worse in balanced accuracy. */
    static final double CLEARLY_WORSE = 0.10;

    private StoryCheck() {}

    /** What did not hold, one sentence each; empty when all of it did. */
    static List<String> broken(DemoReport report, long falseAlarms) {
        List<String> broken = new ArrayList<>();
        double gain = report.balanced().balancedAccuracy() - report.naive().balancedAccuracy();
        if (!report.naive().collapsed() && gain < CLEARLY_WORSE) {
            broken.add(String.format(
                    Locale.ROOT,
                    "the naive training did not collapse, and its balanced accuracy is only %.3f worse, not %.2f",
                    gain,
                    CLEARLY_WORSE));
        }
        if (report.naive().collapsed() && report.naive().outcome().equals("promoted")) {
            broken.add("the gate promoted the collapsed model");
        }
        DemoReport.Diagnosed diagnosis = report.diagnosis();
        if (report.naive().collapsed() && (diagnosis == null || diagnosis.cause() == null)) {
            broken.add("no cause was named for the collapse");
        }
        if (diagnosis != null
                && diagnosis.repair() != null
                && !diagnosis.repair().repaired()) {
            broken.add("the repair did not bring the recalls back: "
                    + diagnosis.repair().sentence());
        }
        if (report.balanced().collapsed()) {
            broken.add("the balanced training collapsed too");
        }
        if (!report.promoted()) {
            broken.add("the gate did not promote the balanced model: it was "
                    + report.balanced().outcome());
        }
        if (falseAlarms > 0) {
            broken.add(falseAlarms + " alerts fired on healthy images");
        }
        if (report.promoted() && report.alert() == null) {
            broken.add("no alert fired on the broken images");
        }
        return broken;
    }
}
