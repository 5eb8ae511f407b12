package org.equipoise.bench.training;

import java.io.PrintStream;
import java.util.List;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;

/**
 * What long work does to the resident set of our process.
 *
 * @param what was done, with how often
 * @param before MiB
 * @param after MiB
 */
record Memory(String what, double before, double after) {

    /** Per cent that it may grow by, not reached. */
    private static final double LIMIT = 5;

    /** @param command as the measured process knows it */
    static Memory measure(Subjects subjects, int batch, String command, int count, String what, PrintStream out) {
        out.println("memory over " + count + " " + what);
        try (Subject ours = subjects.forMemory(Case.ARTICLE, batch)) {
            double[] mebibytes = ours.measure(command, count).getOrDefault("MiB", new double[2]);
            return new Memory(count + " " + what, mebibytes[0], mebibytes[1]);
        }
    }

    private double growth() {
        return 100 * (after / before - 1);
    }

    List<Measurement> rows() {
        return List.of(
                Measurement.once("memory before " + what, before, "MiB"),
                Measurement.once("memory after " + what, after, "MiB"),
                Measurement.once("its growth over " + what, growth(), "%"));
    }

    Target target() {
        return new Target("growth of the memory over " + what, growth(), LIMIT, Target.Kind.BELOW, "%");
    }
}
