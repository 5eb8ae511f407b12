package org.equipoise.bench.collapse;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.cause.Cause;

/**
 * One run of the grid.
 *
 * @param injections one, or two at once; their order is that of the causes
 */
public record PlannedRun(String dataset, Network network, long seed, List<Injection> injections, Severity severity) {

    public PlannedRun {
        injections = List.copyOf(injections);
    }

    /** What names it, e.g. {@code pneumonia/conv4/1/class-imbalance+symmetric-label-noise/mild}. */
    public String key() {
        return String.join("/", dataset, network.wireName(), Long.toString(seed), causeNames(), severity.wireName());
    }

    /** Causes by their names, joined by {@code +}. */
    String causeNames() {
        return injections.stream()
                .map(injection -> injection.cause().wireName())
                .collect(Collectors.joining("+"));
    }

    /** The run of a key. */
    public static PlannedRun of(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not a run: " + key);
        }
        return new PlannedRun(
                parts[0],
                Network.named(parts[1]),
                Long.parseLong(parts[2]),
                injections(parts[3]),
                Severity.named(parts[4]));
    }

    private static List<Injection> injections(String names) {
        return Arrays.stream(names.split("\\+", -1))
                .map(name ->
                        Cause.named(name).orElseThrow(() -> new IllegalArgumentException("no cause is called " + name)))
                .map(Injection::of)
                .toList();
    }

    /** The injected causes. */
    Set<Cause> causes() {
        return injections.stream().map(Injection::cause).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Runs of one place are alike, whatever the seed: what judges one is learnt without all of them. */
    String place() {
        return dataset + "/" + network.wireName();
    }

    /** Whether nothing may be tuned on it. */
    boolean heldOut() {
        return HeldOut.is(dataset, network);
    }

    /** All that decides it, drawn from the images that there are. */
    public Design design(DataSplits data) {
        return Injection.designed(injections, severity, network, data, new Random(31L * key().hashCode() + seed));
    }
}
