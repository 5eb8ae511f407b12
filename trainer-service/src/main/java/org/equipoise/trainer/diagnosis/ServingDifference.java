package org.equipoise.trainer.diagnosis;

import java.util.Locale;
import java.util.Optional;

import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.Trial;
import org.equipoise.diagnosis.preprocessing.Values;
import org.jspecify.annotations.Nullable;

/**
 * Between the preprocessing that a version is served with and the one that brings its accuracy back.
 *
 * @param today what is done to the images
 * @param expected what would be right; absent where nothing that was tried is better
 * @param remembered whether it gives again the answers that were kept at a registration
 * @param chance probability of so great a gain by chance, in [0, 1]
 * @param before balanced accuracy today, in [0, 1]
 * @param after balanced accuracy with what would be right, in [0, 1]; {@code before} without it
 * @param images that both are judged by
 * @param tried preprocessings
 */
record ServingDifference(
        Preprocessing today,
        @Nullable Preprocessing expected,
        boolean remembered,
        double chance,
        double before,
        double after,
        int images,
        int tried) {

    /** What a search came to; empty where there were too few images. */
    static Optional<ServingDifference> of(SearchResult result) {
        if (result.verdict() == SearchResult.Verdict.TOO_FEW_IMAGES) {
            return Optional.empty();
        }
        Trial before = result.before();
        Trial after = result.verdict() == SearchResult.Verdict.NOTHING_BETTER ? null : result.after();
        return Optional.of(new ServingDifference(
                before.preprocessing(),
                after == null ? null : after.preprocessing(),
                false,
                result.verdict() == SearchResult.Verdict.FOUND ? result.chance() : 1,
                before.balancedAccuracy(),
                after == null ? before.balancedAccuracy() : after.balancedAccuracy(),
                result.images(),
                result.counts().tried()));
    }

    /** Whether it may be named as the cause. */
    boolean sure() {
        return expected != null && chance < 1;
    }

    double gain() {
        return after - before;
    }

    /** One sentence for an operator, or two. */
    String sentence() {
        Preprocessing right = expected;
        if (right == null) {
            return String.format(
                    Locale.ROOT,
                    "None of %d preprocessings brings the answers back: on %d labelled images the balanced accuracy stays at"
                            + " %.3f.",
                    tried,
                    images,
                    before);
        }
        return String.format(
                Locale.ROOT,
                "%s: %s. Put right, %sits balanced accuracy is %.3f instead of %.3f.",
                sure()
                        ? "The preprocessing differs from the training"
                        : "The preprocessing may differ from the training, though there are too few labelled images to be"
                                + " sure",
                words(right),
                remembered ? "it gives again the answers that were kept when it was registered, and " : "",
                after,
                before);
    }

    /** Of samples that stay in 0..255 what undoes the difference, of numbers what is expected. */
    private String words(Preprocessing right) {
        boolean numbers =
                !today.values().equals(Values.RAW) || right.values().words().startsWith("[");
        return numbers
                ? "the model " + right.instead(today) + ", as its serving format in the registry says"
                : "the model answers right where the images are " + right.words();
    }
}
