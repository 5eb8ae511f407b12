package org.equipoise.trainer.labels;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Every image from the most to the least suspicious: by the {@link NoiseChannel}'s probability that the label is wrong,
 * and for images of rare classes by that of {@link RareClassOdds}. Equals keep the images' order.
 */
public final class SuspectRanking {

    private final OutOfFold predictions;
    private final NoiseChannel channel;
    private final RareClassRule rare;
    private final RareClassOdds odds;
    private final int[] counts;

    /** Of one dataset. */
    public SuspectRanking(OutOfFold predictions, NoiseChannel channel, RareClassRule rare) {
        this.predictions = predictions;
        this.channel = channel;
        this.rare = rare;
        this.odds = new RareClassOdds(rare);
        this.counts = predictions.counts();
    }

    /** All images, ranked. */
    public List<LabelSuspicion> all() {
        List<LabelSuspicion> found = new ArrayList<>();
        for (int i = 0; i < predictions.images(); i++) {
            found.add(isRare(predictions.label(i)) ? byNeighbours(i) : byChannel(i));
        }
        found.sort(Comparator.comparingDouble(LabelSuspicion::score).reversed());
        return numbered(found);
    }

    /**
     * Those of {@code ranked} whose labels are probably wrong. The two kinds are counted apart: of the images of other
     * classes as many as the channel estimates among them, of those of rare classes each that is more probably wrong
     * than right, which may be none.
     *
     * @param ranked of {@link #all}
     */
    public List<LabelSuspicion> suspects(List<LabelSuspicion> ranked) {
        double ofRare = IntStream.range(0, predictions.images())
                .filter(i -> isRare(predictions.label(i)))
                .mapToDouble(channel::wrong)
                .sum();
        long left = Math.round(Math.max(0, channel.noise().rate() * predictions.images() - ofRare));
        List<LabelSuspicion> suspects = new ArrayList<>();
        for (LabelSuspicion suspicion : ranked) {
            boolean isRare = isRare(suspicion.given());
            if (isRare ? suspicion.score() > 0.5 : left > 0) {
                suspects.add(suspicion);
                left -= isRare ? 0 : 1;
            }
        }
        return numbered(suspects);
    }

    private boolean isRare(int given) {
        return counts[given] < RareClassRule.FEWEST_FOR_THRESHOLDS;
    }

    private static List<LabelSuspicion> numbered(List<LabelSuspicion> inOrder) {
        List<LabelSuspicion> numbered = new ArrayList<>();
        for (LabelSuspicion s : inOrder) {
            numbered.add(new LabelSuspicion(
                    s.image(), s.given(), s.suggested(), s.score(), numbered.size() + 1, s.evidence()));
        }
        return numbered;
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
        double wrong = odds.wrong(i, given, verdict.nearest());
        String evidence = String.format(
                Locale.ROOT,
                "class %d is rare; among images of other patients, those of class %d are %s, %s",
                given,
                verdict.nearest(),
                verdict.suspicion() > 0.5 ? "nearer than those of its own class" : "not nearer than its own",
                wrong > 0.5 ? "as for images of that class" : "as may be for an image that is labelled right");
        return new LabelSuspicion(i, given, verdict.nearest(), wrong, 1, evidence);
    }
}
