package org.equipoise.bench.collapse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The order of the runs. A round has every cause once, at changing places and severities, three healthy runs and two
 * with two causes; rounds for development and held-out rounds take turns, two to one from the third on, so that the
 * beginning of the grid says something already. At the end more runs with two causes for development: of nine pairs
 * four runs each teach too little.
 */
final class Plan {

    /** Runs of the short grid. */
    static final int SHORT = 40;

    private static final int SEVERITIES = Severity.values().length;
    private static final int PAIRS_A_ROUND = 2;

    /** For each round of development, others than those of the round. */
    private static final int MORE_PAIRS_A_ROUND = 4;

    private Plan() {}

    /** A dataset with a network. */
    private record Place(String dataset, Network network) {}

    /** Every run on these datasets and networks. */
    static List<PlannedRun> full(List<String> datasets, Set<Network> networks, long seed) {
        List<Place> development = places(datasets, networks, false);
        List<Place> heldOut = places(datasets, networks, true);
        List<PlannedRun> runs = new ArrayList<>();
        int rounds = SEVERITIES * Math.max(development.size(), heldOut.size());
        int reported = 0;
        for (int round = 0; round < rounds; round++) {
            runs.addAll(round(development, round, seed));
            // More is learnt from another run for development than seen in another that is held out.
            if (round < 2 || round % 2 == 1) {
                runs.addAll(round(heldOut, reported++, seed));
            }
        }
        while (reported < rounds) {
            runs.addAll(round(heldOut, reported++, seed));
        }
        for (int round = 0; round < SEVERITIES * development.size(); round++) {
            addPairs(runs, development, round, PAIRS_A_ROUND, MORE_PAIRS_A_ROUND, seed);
        }
        return List.copyOf(runs);
    }

    private static List<Place> places(List<String> datasets, Set<Network> networks, boolean heldOut) {
        List<Place> places = new ArrayList<>();
        for (Network network : Network.values()) {
            for (String dataset : datasets) {
                if (networks.contains(network) && HeldOut.is(dataset, network) == heldOut) {
                    places.add(new Place(dataset, network));
                }
            }
        }
        return places;
    }

    private static List<PlannedRun> round(List<Place> places, int round, long seed) {
        List<PlannedRun> runs = new ArrayList<>();
        if (round >= places.size() * SEVERITIES) {
            return runs;
        }
        for (Injection injection : Injection.values()) {
            if (injection == Injection.HEALTHY) {
                continue;
            }
            add(runs, cell(places, List.of(injection), round, injection.ordinal(), seed));
        }
        for (int recipe = 0; recipe < SEVERITIES; recipe++) {
            // At places far from each other, so that soon each has a healthy run to be compared with.
            Place place = places.get((round + recipe * Math.max(1, places.size() / SEVERITIES)) % places.size());
            // Another seed for each time that all places had their turn, so that no healthy run is there twice.
            long own = seed + round / places.size();
            add(
                    runs,
                    new PlannedRun(
                            place.dataset(),
                            place.network(),
                            own,
                            List.of(Injection.HEALTHY),
                            Severity.values()[recipe]));
        }
        addPairs(runs, places, round, 0, PAIRS_A_ROUND, seed);
        return runs;
    }

    /** Some of the pairs, in an order that every round begins elsewhere. */
    private static void addPairs(
            List<PlannedRun> runs, List<Place> places, int round, int first, int count, long seed) {
        for (int i = first; i < first + count; i++) {
            int pair = (PAIRS_A_ROUND * round + i) % Injection.PAIRS.size();
            add(runs, cell(places, Injection.PAIRS.get(pair), round, pair, seed));
        }
    }

    /** Over all rounds every place and severity comes once; which comes first depends on the cause. */
    private static PlannedRun cell(List<Place> places, List<Injection> injections, int round, int offset, long seed) {
        int cells = places.size() * SEVERITIES;
        int cell = (round + 5 * offset) % cells;
        Place place = places.get(cell % places.size());
        Severity severity = Severity.values()[(cell / places.size() + offset) % SEVERITIES];
        return new PlannedRun(place.dataset(), place.network(), seed, injections, severity);
    }

    private static void add(List<PlannedRun> runs, PlannedRun run) {
        if (run.injections().stream().allMatch(injection -> injection.appliesTo(run.network()))) {
            runs.add(run);
        }
    }
}
