package org.equipoise.diagnosis.preprocessing;

import java.util.List;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a search came to.
 *
 * @param before today's preprocessing on the confirming half; of no image where there were too few
 * @param after the chosen candidate on the same half; absent where none was better on the choosing one
 * @param chance probability of so great a gain if both were equally good, in (0, 1]; 1 without a candidate
 * @param alike other candidates that the choosing half does not tell from the chosen one
 * @param images of the confirming half
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchResult(
        Verdict verdict,
        Trial before,
        @Nullable Trial after,
        double chance,
        List<Preprocessing> alike,
        Counts counts,
        int images) {

    /** What may be said. */
    public enum Verdict {
        /** Another preprocessing brings the accuracy back, on images by which it was not chosen, too. */
        FOUND,
        /** One seems to, but on too few images to be sure. */
        NOT_CONFIRMED,
        /** None does. */
        NOTHING_BETTER,
        /** There are fewer than four images of a class, or of one class only. */
        TOO_FEW_IMAGES
    }

    /**
     * What was tried.
     *
     * @param tried candidates, today's among them
     * @param oneClass candidates under which every image is answered with the same class
     * @param highest balanced accuracy of any candidate on the choosing half
     * @param stopped whether the time was over before everything was tried
     */
    public record Counts(int tried, int oneClass, double highest, boolean stopped) {}

    public SearchResult {
        alike = List.copyOf(alike);
    }

    static SearchResult tooFew(Preprocessing today) {
        return new SearchResult(
                Verdict.TOO_FEW_IMAGES,
                new Trial(today, 0, 0, 0, List.of()),
                null,
                1,
                List.of(),
                new Counts(0, 0, 0, false),
                0);
    }

    /** What was found, where it may be said. */
    public Optional<Trial> found() {
        return verdict == Verdict.FOUND ? Optional.ofNullable(after) : Optional.empty();
    }

    /** By how much the balanced accuracy is better, on the confirming half; 0 where it is not. */
    public double gain() {
        return after == null ? 0 : Math.max(0, after.balancedAccuracy() - before.balancedAccuracy());
    }
}
