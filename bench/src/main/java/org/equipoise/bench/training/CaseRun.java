package org.equipoise.bench.training;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;

/** One network in every library, in turns: ours, the peers, ours again. What else happens on the machine hits all. */
final class CaseRun {

    /** Keras's ways to score that ours is to reach. */
    private static final List<String> AIMED_AT = List.of("predict", "tf.function");

    private final Case network;
    private final int batch;
    private final Subjects subjects;
    private final PrintStream out;
    private final Map<Quantity, Map<String, Series>> measured = new LinkedHashMap<>();

    CaseRun(Case network, int batch, Subjects subjects, PrintStream out) {
        this.network = network;
        this.batch = batch;
        this.subjects = subjects;
        this.out = out;
    }

    void run(int rounds, double seconds) {
        Map<String, Subject> started = new LinkedHashMap<>();
        try {
            for (String key : subjects.available(network)) {
                Subject subject = subjects.start(key, network, batch);
                started.put(key, subject);
                requireSameNetwork(started);
                subject.measure("warm-up", 0);
            }
            for (int round = 1; round <= rounds; round++) {
                out.println(network.forPeople() + ", round " + round + " of " + rounds);
                for (String command : List.of("train", "score", "single")) {
                    started.forEach((key, subject) -> note(key, subject, command, subject.measure(command, seconds)));
                }
            }
        } finally {
            started.values().forEach(Subject::close);
        }
    }

    private void requireSameNetwork(Map<String, Subject> started) {
        List<Long> parameters =
                started.values().stream().map(Subject::parameters).distinct().toList();
        if (parameters.size() > 1) {
            throw new IllegalStateException(
                    network.forPeople() + " has not the same number of parameters everywhere: " + parameters);
        }
    }

    private void note(String key, Subject subject, String command, Map<String, double[]> numbers) {
        for (Quantity quantity : Quantity.ALL) {
            if (quantity.command().equals(command)) {
                Series series = measured.computeIfAbsent(quantity, q -> new LinkedHashMap<>())
                        .computeIfAbsent(key, k -> new Series(subject.name(), quantity.moreIsBetter()));
                numbers.forEach((variant, values) -> series.add(variant, values[quantity.index()]));
            }
        }
    }

    /** What was measured, and how many times as fast ours is as each peer. */
    List<Measurement> rows() {
        List<Measurement> rows = new ArrayList<>();
        measured.forEach((quantity, bySubject) -> {
            Series ours = ours(bySubject);
            List<Measurement> ratios = new ArrayList<>();
            bySubject.forEach((key, series) -> {
                for (String variant : quantity.everyVariant() ? series.variants() : List.of(series.best())) {
                    rows.add(series.row(what(quantity), variant, quantity.unit()));
                    if (!key.equals(Subjects.OURS)) {
                        ratios.add(ours.against(what(quantity), series, variant));
                    }
                }
            });
            rows.addAll(ratios);
        });
        return rows;
    }

    /** Faster than Keras in training, however it is called; in scoring at least as fast as its fastest ways. */
    List<Target> targets() {
        List<Target> targets = new ArrayList<>();
        measured.forEach((quantity, bySubject) -> {
            Series keras = bySubject.get(Subjects.KERAS);
            if (keras != null) {
                double aim = quantity.everyVariant() ? 1 : network.timesKeras();
                for (String variant : quantity.everyVariant() ? AIMED_AT : List.of(keras.best())) {
                    Measurement ratio = ours(bySubject).against(what(quantity), keras, variant);
                    targets.add(new Target(
                            ratio.what() + ", " + ratio.subject(), ratio.median(), aim, Target.Kind.AT_LEAST, "times"));
                }
            }
        });
        return targets;
    }

    private static Series ours(Map<String, Series> bySubject) {
        return java.util.Objects.requireNonNull(bySubject.get(Subjects.OURS));
    }

    private String what(Quantity quantity) {
        return quantity.name() + ", " + network.forPeople();
    }
}
