package org.equipoise.trainer.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * How large a network that is trained sees the images, of a few sides: no larger than their detail asks for, and of
 * those the largest that is paid for. The smallest is taken where none is, and where nobody saw the detail.
 *
 * @param side pixels of the longer side
 * @param reason the numbers that decided
 */
public record SideChoice(int side, String reason) {

    /** Sides that are tried of larger images. Networks that are trained from the beginning rarely see more. */
    private static final List<Integer> SIDES = List.of(64, 112, 160, 224);

    /** Nats that no pixels are paid for, however certain they are. */
    private static final double NEGLIGIBLE = 0.005;

    /**
     * What is lost with the detail that a smaller side does not show.
     *
     * @param more log loss of held-out images, more than where nothing is reduced, nats
     * @param error standard error of that difference
     */
    public record Detail(int side, double more, double error) {

        /** Whether the smaller images are as good: within the uncertainty, or nearly. */
        public boolean enough() {
            return more <= Math.max(error, NEGLIGIBLE);
        }

        private String words() {
            return String.format(Locale.ROOT, "%+.4f (standard error %.4f) at %d pixels", more, error, side);
        }
    }

    /**
     * What all epochs of one network take.
     *
     * @param needed of what is counted
     * @param most that they may take
     * @param unit what is counted, in words
     * @param failure why a step of it failed, of which nothing can be counted; absent where none did
     */
    public record Cost(
            int side,
            double needed,
            double most,
            String unit,
            @Nullable String failure) {

        /** Of a network whose steps do not fail. */
        public Cost(int side, double needed, double most, String unit) {
            this(side, needed, most, unit, null);
        }

        /** Of one that cannot be trained here: it does not fit. */
        public static Cost failed(int side, String why) {
            return new Cost(side, Double.POSITIVE_INFINITY, 0, "", why);
        }

        /** Whether it is paid for. */
        public boolean fits() {
            return failure == null && needed <= most;
        }

        private String words() {
            return failure != null
                    ? "too much at " + side + " pixels, where a step failed (" + failure + ")"
                    : String.format(Locale.ROOT, "%.3g %s at %d pixels, of %.3g", needed, unit, side, most);
        }
    }

    /** The sides that come into question for images whose longer side has so many pixels, from small to large. */
    public static List<Integer> candidates(int longer) {
        List<Integer> sides =
                new ArrayList<>(SIDES.stream().filter(side -> side < longer).toList());
        if (longer <= SIDES.get(SIDES.size() - 1)) {
            sides.add(longer);
        }
        return sides;
    }

    /** The largest side that the detail asks for; the smallest where nobody saw it, because nothing speaks for more. */
    public static int enough(List<Integer> candidates, List<Detail> details) {
        return details.stream()
                .filter(Detail::enough)
                .map(Detail::side)
                .min(Comparator.naturalOrder())
                .orElse(candidates.get(details.isEmpty() ? 0 : candidates.size() - 1));
    }

    /**
     * Chooses.
     *
     * @param candidates from small to large, at least one
     * @param details of some of them
     * @param who saw the detail, or why nobody did
     * @param costs of some of them; what has none is not chosen, but for the smallest
     */
    public static SideChoice of(List<Integer> candidates, List<Detail> details, String who, List<Cost> costs) {
        int enough = enough(candidates, details);
        int side = costs.stream()
                .filter(cost -> cost.side() <= enough && cost.fits())
                .map(Cost::side)
                .max(Comparator.naturalOrder())
                .orElse(candidates.get(0));
        String seen = details.isEmpty()
                ? who
                : who
                        + details.stream().map(Detail::words).collect(Collectors.joining(", "))
                        + (details.stream().anyMatch(Detail::enough)
                                ? ": " + enough + " pixels show as much as more"
                                : ": every reduction that was tried hides something"
                                        // The last one may be the images' own side, which hides nothing.
                                        + (details.size() < candidates.size() - 1
                                                ? ", and the time ended before " + candidates.get(details.size())
                                                        + " pixels were tried"
                                                : ""));
        String paid = costs.isEmpty()
                ? ""
                : "; all epochs of one network take "
                        + costs.stream().map(Cost::words).collect(Collectors.joining(", "));
        return new SideChoice(side, seen + paid);
    }
}
