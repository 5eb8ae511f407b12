package org.equipoise.trainer.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Every image from the most to the least suspicious: by the {@link NoiseChannel}'s probability that the label is wrong,
 * and for images of rare classes by the {@link RareClassRule}. Equals keep the images' order.
 */
public final class SuspectRanking {

    private final OutOfFold predictions;
    private final NoiseChannel channel;
    private final RareClassRule rare;

    /** Of one dataset. */
    public SuspectRanking(OutOfFold predictions, NoiseChannel channel, RareClassRule rare) {
        this.predictions = predictions;
        this.channel = channel;
        this.rare = rare;
    }

    /** All images, ranked. */
    public List<LabelSuspicion> all() {
        int[] counts = predictions.counts();
        List<LabelSuspicion> found = new ArrayList<>();
        for (int i = 0; i < predictions.images(); i++) {
            found.add(
                    counts[predictions.label(i)] < RareClassRule.FEWEST_FOR_THRESHOLDS
                            ? byNeighbours(i)
                            : byChannel(i));
        }
        found.sort(Comparator.comparingDouble(LabelSuspicion::score).reversed());
        List<LabelSuspicion> ranked = new ArrayList<>();
        for (LabelSuspicion s : found) {
            ranked.add(new LabelSuspicion(
                    s.image(), s.given(), s.suggested(), s.score(), ranked.size() + 1, s.evidence()));
        }
        return ranked;
    }

    private LabelSuspicion byChannel(int i) {
        int given = predictions.label(i);
        int suggested = given == 0 ? 1 : 0;
        for (int k = suggested + 1; k < predictions.classes(); k++) {
            suggested = k != given && channel.probability(i, k) > channel.probability(i, suggested) ? k : suggested;
        }
        String evidence = String.format(
                Locale.ROOT,
                "models that did not see this image give class %d %.0f %% and class %d %.0f %%; %.1f %% of class %d"
                        + " seem to be labelled class %d",
                suggested,
                100 * predictions.probability(i, suggested),
                given,
                100 * predictions.probability(i, given),
                100 * channel.rate(suggested, given),
                suggested,
                given);
        return new LabelSuspicion(i, given, suggested, channel.wrong(i), 1, evidence);
    }

    private LabelSuspicion byNeighbours(int i) {
        RareClassRule.Verdict verdict = rare.judge(i);
        int given = predictions.label(i);
        String evidence = String.format(
                Locale.ROOT,
                "class %d is rare; among images of other patients, those of class %d are %s",
                given,
                verdict.nearest(),
                verdict.suspicion() > 0.5 ? "nearer than those of its own class" : "not nearer than its own");
        return new LabelSuspicion(i, given, verdict.nearest(), verdict.suspicion(), 1, evidence);
    }
}
