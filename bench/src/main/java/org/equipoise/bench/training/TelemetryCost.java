package org.equipoise.bench.training;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;

/** What watching a training costs it: epochs with and without telemetry, in turns in one process. */
final class TelemetryCost {

    /** Training images of PneumoniaMNIST. */
    static final int IMAGES = 4708;

    /** Per cent of the epoch's time that it may cost. */
    private static final double LIMIT = 2;

    private static final int WALL = 0;
    private static final int CPU = 1;

    private final String subject;
    private final double[][] with;
    private final double[][] without;

    /**
     * Owns both arrays.
     *
     * @param with per round, seconds of wall time and of CPU time
     * @param without the same
     */
    TelemetryCost(String subject, double[][] with, double[][] without) {
        this.subject = subject;
        this.with = with;
        this.without = without;
    }

    /** Two epochs a round. */
    static TelemetryCost measure(Subjects subjects, int batch, int rounds, PrintStream out) {
        double[][] with = new double[rounds][];
        double[][] without = new double[rounds][];
        try (Subject ours = subjects.start(Subjects.OURS, Case.RESIDUAL, batch)) {
            ours.measure("telemetry", IMAGES);
            for (int round = 0; round < rounds; round++) {
                out.println("telemetry, round " + (round + 1) + " of " + rounds);
                var seconds = ours.measure("telemetry", IMAGES);
                with[round] = seconds.getOrDefault("with", new double[2]);
                without[round] = seconds.getOrDefault("without", new double[2]);
            }
            return new TelemetryCost(ours.name(), with, without);
        }
    }

    List<Measurement> rows() {
        String epoch = "epoch of " + IMAGES + " images, " + Case.RESIDUAL.forPeople();
        return List.of(
                Measurement.of(epoch, subject + " (with telemetry)", column(with, WALL), "s"),
                Measurement.of(epoch, subject + " (without)", column(without, WALL), "s"),
                Measurement.of("telemetry costs, wall time", subject, percent(WALL), "%"),
                Measurement.of("telemetry costs, CPU time", subject, percent(CPU), "%"));
    }

    /** The median over the rounds, of wall time. */
    Target target() {
        double median = rows().get(2).median();
        return new Target("telemetry costs, wall time of an epoch", median, LIMIT, Target.Kind.AT_MOST, "%");
    }

    /** Round by round, so that what else happens on the machine hits both sides. */
    private double[] percent(int column) {
        return IntStream.range(0, with.length)
                .mapToDouble(round -> 100 * (with[round][column] / without[round][column] - 1))
                .toArray();
    }

    private static double[] column(double[][] rounds, int column) {
        return IntStream.range(0, rounds.length)
                .mapToDouble(round -> rounds[round][column])
                .toArray();
    }
}
