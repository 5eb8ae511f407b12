package org.equipoise.bench.detectors;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.equipoise.bench.report.Measurement;
import org.equipoise.monitor.collapse.CollapseDetector;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What one more answer costs the collapse detector, its evidence read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DetectorUpdates {

    /** Drawn answers, a power of two. */
    private static final int ANSWERS = 1 << 16;

    /** How many classes the model has. */
    @Param({"3", "7"})
    public int classes = 3;

    private CollapseDetector detector = new CollapseDetector(List.of(.5, .5));
    private StudyAnswers[] answers = {};
    private int next;

    /** Draws the answers of a healthy model. */
    @Setup
    public void draw() {
        List<Double> shares = classes == 3 ? List.of(.87, .09, .04) : List.of(.67, .11, .11, .05, .03, .02, .01);
        byte[] drawn = AnswerStreams.drawn(shares, 1, ANSWERS, 1).healthy();
        answers = new StudyAnswers[ANSWERS];
        for (int n = 0; n < ANSWERS; n++) {
            answers[n] = StudyAnswers.single(classes, drawn[n]);
        }
        detector = new CollapseDetector(shares);
    }

    /** One study of one image. */
    @Benchmark
    public double update() {
        detector.add(answers[next++ & (ANSWERS - 1)], 0);
        return detector.evidence();
    }

    /** Runs it in virtual machines of its own, a minute or less. */
    static List<Measurement> measured(int forks, PrintStream out) {
        out.println("updates of a detector, " + forks + " virtual machines");
        var options = new OptionsBuilder()
                .include(DetectorUpdates.class.getName())
                .forks(forks)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results;
        try {
            results = new Runner(options).run();
        } catch (RunnerException e) {
            throw new IllegalStateException("the updates cannot be measured", e);
        }
        List<Measurement> measurements = new ArrayList<>();
        for (RunResult result : results) {
            double[] rates = result.getBenchmarkResults().stream()
                    .flatMap(fork -> fork.getIterationResults().stream())
                    .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                    .toArray();
            measurements.add(Measurement.of(
                    "update, " + result.getParams().getParam("classes") + " classes",
                    "Equipoise, mixture e-SR",
                    rates,
                    "updates/s"));
        }
        return measurements;
    }
}
