package org.equipoise.monitor.attribution;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.Draw;
import org.equipoise.monitor.collapse.RateBounds;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.OpenStudy;
import org.equipoise.monitor.watch.WatchedVersion;
import org.jspecify.annotations.Nullable;

/**
 * A site with a model of recalls .95, .8 and .75, watched as the service watches it: every answer is drawn from the
 * confusion matrix, every margin from those of recorded classifiers, every canary from the recalls, and the reference
 * is counted on 300, 60 and 40 images that are drawn, too. Nothing tells the monitor what was changed.
 */
final class SimulatedSite {

    static final List<Double> PREVALENCE = List.of(.87, .09, .04);

    private static final double[][] CONFUSION = {{.95, .04, .01}, {.12, .8, .08}, {.05, .2, .75}};
    private static final int[] TESTED = {300, 60, 40};
    private static final int CANARIES = 8;
    private static final int BETWEEN_REPLAYS = 25;

    /** How far the most probable class is ahead: deciles of the right answers and of the wrong ones. */
    enum Margins {
        /** Five ResNet-50 on PneumoniaMNIST's validation images: sure, and often wrongly so. */
        SURE(
                new double[] {.006, .994, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                new double[] {.003, .255, .453, .623, .734, .848, .906, .962, .991, .997, 1}),
        /** Five ResNet-50 on RetinaMNIST's test images: unsure. */
        UNSURE(
                new double[] {0, .035, .079, .209, .348, .582, .743, .851, .916, .957, 1},
                new double[] {0, .012, .026, .044, .064, .091, .132, .205, .295, .651, 1});

        private final double[] right;
        private final double[] wrong;

        Margins(double[] right, double[] wrong) {
            this.right = right;
            this.wrong = wrong;
        }
    }

    /**
     * What happens.
     *
     * @param prevalence who comes from then on
     * @param into the class that answers fall into; null where the model answers as it always did
     * @param canariesToo whether the canaries do so, too
     * @param brighter by how many standard deviations of a class the images are brighter; NaN where nobody reports grey
     *     values, neither before nor after
     */
    record Change(
            List<Double> prevalence, @Nullable Integer into, boolean canariesToo, double brighter, Stations stations) {

        /** Of images that nobody says the source of. */
        Change(List<Double> prevalence, @Nullable Integer into, boolean canariesToo, double brighter) {
            this(prevalence, into, canariesToo, brighter, Stations.UNNAMED);
        }
    }

    /** Whether images name their source, one of five stations, and which of these the change concerns. */
    enum Stations {
        UNNAMED,
        EVERY,
        FIRST
    }

    /** What the monitor said when the first alert fired, and after all predictions; null where no alert was open. */
    record Outcome(@Nullable Attribution atFiring, @Nullable Attribution atEnd) {}

    private final RandomGenerator random;
    private final Margins margins;
    private final long[][] tested = new long[3][3];
    private final int[] canariesBefore = new int[3];
    private final WatchedVersion version;
    private final boolean grey;
    private int n;

    private SimulatedSite(long seed, Margins margins, boolean grey) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        this.margins = margins;
        this.grey = grey;
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < TESTED[j]; i++) {
                tested[j][Draw.of(CONFUSION[j], random)]++;
            }
            canariesBefore[j] = rightCanaries(j);
        }
        version = new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, 0);
        version.promote(
                new Champion("v1", "nodules/v1", new LabelSet(Fixtures.LABELS), new InputShape(64, 64, 1), reference()),
                Instant.EPOCH);
    }

    /** Runs a site for 600 healthy predictions, and for as many as given after the change. */
    static Outcome run(long seed, Margins margins, Change change, int predictions) {
        var site = new SimulatedSite(seed, margins, !Double.isNaN(change.brighter()));
        site.answers(600, new Change(PREVALENCE, null, false, 0, change.stations()));
        Attribution atFiring = site.answers(predictions, change);
        return new Outcome(atFiring, site.version.attribution());
    }

    private @Nullable Attribution answers(int count, Change change) {
        Attribution first = null;
        for (int i = 0; i < count; i++) {
            if (i % BETWEEN_REPLAYS == 0) {
                replay(change.canariesToo() ? change.into() : null);
            }
            for (AlertChanged alert : answer(change)) {
                if (first == null && alert.state() == State.FIRING) {
                    first = version.attribution();
                }
            }
        }
        return first;
    }

    private List<AlertChanged> answer(Change stated) {
        int station = stated.stations() == Stations.UNNAMED ? -1 : random.nextInt(5);
        Change change = stated.stations() == Stations.FIRST && station != 0
                ? new Change(PREVALENCE, null, false, 0, stated.stations())
                : stated;
        int truth = Draw.of(
                change.prevalence().stream().mapToDouble(Double::doubleValue).toArray(), random);
        int answer = Draw.of(CONFUSION[truth], random);
        double[] deciles = answer == truth ? margins.right : margins.wrong;
        Integer into = change.into();
        if (into != null && random.nextDouble() < .98) {
            // The worst case: the margins of right answers, so that they tell nothing.
            answer = into;
            deciles = margins.right;
        }
        List<Double> probabilities = probabilities(answer, between(deciles));
        double light = 100 + 12 * (random.nextGaussian() + 1.5 * truth + (grey ? change.brighter() : 0));
        var prediction = new PredictionMade(
                "nodules",
                "v1",
                "s" + n,
                "i",
                null,
                1,
                Fixtures.LABELS,
                probabilities,
                grey ? new InputStatistics(light, 30 + random.nextGaussian()) : null,
                null,
                Instant.ofEpochMilli(n),
                station < 0 ? null : new PredictionMade.Source("DX", "XR" + station));
        var study = OpenStudy.begin(3, 1, n);
        study.add(prediction, version.count(prediction));
        Instant now = Instant.ofEpochMilli(n++);
        return version.add(study.answers(), study.scores(), now.toEpochMilli(), now);
    }

    /** The two classes behind the answer share what is left unequally, so that no two outputs are equal. */
    private List<Double> probabilities(int answer, double margin) {
        double share = .5 * random.nextDouble();
        double rest = (1 - margin) / (1 + 1 / (1 - share));
        double second = rest;
        double third = rest * share / (1 - share);
        List<Double> probabilities = new ArrayList<>(List.of(third, third, third));
        probabilities.set(answer, 1 - second - third);
        probabilities.set((answer + 1) % 3, second);
        return probabilities;
    }

    private void replay(@Nullable Integer into) {
        List<ClassResult> results = new ArrayList<>();
        for (int j = 0; j < 3; j++) {
            int right = into == null ? rightCanaries(j) : into == j ? CANARIES : 0;
            results.add(new ClassResult(
                    Fixtures.LABELS.get(j), CANARIES, right, canariesBefore[j], new Tested(TESTED[j], tested[j][j])));
        }
        version.replayed(CanaryVerdict.of(new CanariesReplayed(
                "nodules", "v1", "scorer-1", results, null, 0, 0, null, Instant.ofEpochMilli(n), null)));
    }

    private int rightCanaries(int j) {
        int right = 0;
        for (int i = 0; i < CANARIES; i++) {
            right += Draw.of(CONFUSION[j], random) == j ? 1 : 0;
        }
        return right;
    }

    private HealthyReference reference() {
        List<List<Long>> rows = new ArrayList<>();
        double[] shares = new double[3];
        for (int j = 0; j < 3; j++) {
            rows.add(List.of(tested[j][0], tested[j][1], tested[j][2]));
            for (int k = 0; k < 3; k++) {
                shares[k] += PREVALENCE.get(j) * (tested[j][k] + 1.0 / 3) / (TESTED[j] + 1);
            }
        }
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (double share : shares) {
            lower.add(RateBounds.lower(share, 400, .05));
            upper.add(RateBounds.upper(share, 400, .05));
        }
        return new HealthyReference(List.of(shares[0], shares[1], shares[2]), lower, upper, 400, PREVALENCE, rows);
    }

    private double between(double[] deciles) {
        double x = 10 * random.nextDouble();
        int i = (int) x;
        return deciles[i] + (x - i) * (deciles[i + 1] - deciles[i]);
    }
}
