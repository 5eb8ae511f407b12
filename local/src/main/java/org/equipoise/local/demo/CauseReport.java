package org.equipoise.local.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.diagnosis.cause.Cause;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --cause ... --report} writes as JSON.
 *
 * @param played the cause that was planted
 * @param collapsed the test evaluation of the run with it; absent where it made no model
 * @param diagnosis absent where none came
 * @param seconds wall time of each act, of starting ({@code ready}), and in all ({@code total})
 */
record CauseReport(
        String played,
        DemoReport.Dataset dataset,
        DemoReport.@Nullable Training collapsed,
        DemoReport.@Nullable Diagnosed diagnosis,
        Map<String, Double> seconds) {

    /** What did not hold, one sentence each; empty when all of it did. */
    List<String> broken(PlayedCause planted) {
        List<String> broken = new ArrayList<>();
        if (diagnosis == null) {
            broken.add("the run was not diagnosed");
            return broken;
        }
        List<String> expected = planted.causes().stream().map(Cause::wireName).toList();
        String cause = diagnosis.cause();
        if (cause == null || !expected.contains(cause)) {
            broken.add("the cause that is named is " + (cause == null ? "none" : cause) + ", planted was "
                    + String.join(" or ", expected));
        }
        Repair repair = diagnosis.repair();
        if (repair == null || !repair.repaired()) {
            broken.add("nothing was repaired" + (repair == null ? "" : ": " + repair.sentence()));
        }
        return broken;
    }
}
