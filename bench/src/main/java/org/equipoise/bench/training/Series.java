package org.equipoise.bench.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.equipoise.bench.report.Measurement;

/** One quantity of one library over the rounds, by the way the library was used. */
final class Series {

    private final String subject;
    private final boolean moreIsBetter;
    private final Map<String, List<Double>> rounds = new LinkedHashMap<>();

    Series(String subject, boolean moreIsBetter) {
        this.subject = subject;
        this.moreIsBetter = moreIsBetter;
    }

    void add(String variant, double value) {
        rounds.computeIfAbsent(variant, v -> new ArrayList<>()).add(value);
    }

    /** The ways it was used, in the order of their first round. */
    List<String> variants() {
        return List.copyOf(rounds.keySet());
    }

    /** The way with the best median. */
    String best() {
        return variants().stream()
                .reduce((a, b) -> better(median(b), median(a)) ? b : a)
                .orElseThrow(() -> new IllegalStateException(subject + " was not measured"));
    }

    private boolean better(double a, double b) {
        return moreIsBetter ? a > b : a < b;
    }

    private double median(String variant) {
        return row("", variant, "").median();
    }

    /** A row of the table for one way of using it. */
    Measurement row(String what, String variant, String unit) {
        return Measurement.of(what, subject + " (" + variant + ")", values(variant), unit);
    }

    /** How many times as fast this is as the peer, round by round: above 1, this is faster. */
    Measurement against(String what, Series peer, String peerVariant) {
        double[] own = values(best());
        double[] theirs = peer.values(peerVariant);
        double[] ratios = IntStream.range(0, Math.min(own.length, theirs.length))
                .mapToDouble(i -> moreIsBetter ? own[i] / theirs[i] : theirs[i] / own[i])
                .toArray();
        return Measurement.of(what, "ours against " + peer.subject + " (" + peerVariant + ")", ratios, "times");
    }

    private double[] values(String variant) {
        return rounds.getOrDefault(variant, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }
}
