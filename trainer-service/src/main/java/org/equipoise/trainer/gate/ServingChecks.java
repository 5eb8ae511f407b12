package org.equipoise.trainer.gate;

import java.util.List;
import java.util.Locale;

import org.equipoise.common.events.ModelDecided.GateCheck;

/** The two checks that compare serving with training. */
final class ServingChecks {

    /**
     * Largest difference allowed between a probability served and one computed in training. Both are 32-bit floats of
     * the same weights in the same library, served with batch normalisation folded into the kernels: they differ by
     * about 1e-7.
     */
    static final double TOLERANCE = 1e-5;

    /**
     * The same where a GPU trained. It rounds the factors of products to 11 bits (TF32, float16), and folded kernels
     * round otherwise: 1.4e-3 was measured, 2.2e-3 in mixed precision.
     */
    static final double TOLERANCE_OF_GPUS = 1e-2;

    private static final String SERVES = "serves-what-was-trained";
    private static final String PREPARES = "preprocessing-equal";
    private static final int DIGITS = 12;

    private ServingChecks() {}

    static List<GateCheck> of(ServingEvidence evidence) {
        return evidence.fold(
                none -> List.of(
                        new GateCheck(SERVES, true, 0, TOLERANCE, "Not compared: " + cut(none.reason())),
                        new GateCheck(PREPARES, true, 1, 1, "Not compared: " + cut(none.reason()))),
                unusable -> List.of(
                        new GateCheck(
                                SERVES,
                                false,
                                1,
                                TOLERANCE,
                                "The stored model cannot be used: " + cut(unusable.reason())),
                        new GateCheck(PREPARES, false, 0, 1, "Not compared: the stored model cannot be used.")),
                mistaken -> List.of(
                        new GateCheck(
                                SERVES,
                                false,
                                mistaken.balancedAccuracy(),
                                mistaken.otherwise(),
                                mistaken.explanation()),
                        new GateCheck(PREPARES, true, 1, 1, "Not compared: it was trained elsewhere.")),
                replayed -> List.of(serves(replayed), prepares(replayed)));
    }

    private static GateCheck serves(ServingEvidence.Replayed replayed) {
        double difference = replayed.largestDifference();
        double tolerance = replayed.accelerated() ? TOLERANCE_OF_GPUS : TOLERANCE;
        boolean passed = replayed.canaries() > 0 && difference <= tolerance;
        return new GateCheck(
                SERVES,
                passed,
                difference,
                tolerance,
                replayed.canaries() == 0
                        ? "There are no canaries: the validation split has no images."
                        : String.format(
                                Locale.ROOT,
                                "The stored model, loaded as for scoring, answers %d canaries as training did within"
                                        + " %.1e; at most %.0e is allowed.",
                                replayed.canaries(),
                                difference,
                                tolerance));
    }

    private static GateCheck prepares(ServingEvidence.Replayed replayed) {
        int canaries = replayed.canaries();
        int missing = canaries - replayed.inputs();
        return new GateCheck(
                PREPARES,
                canaries > 0 && replayed.equalInputs() == canaries,
                canaries == 0 ? 0 : replayed.equalInputs() / (double) canaries,
                1,
                replayed.inputs() == 0
                        ? "No canary's image is in the store: what serving feeds the network cannot be compared."
                        : String.format(
                                Locale.ROOT,
                                "%d of %d canaries, decoded and fitted as for scoring, are the bytes that training was"
                                        + " fed: SHA-256 %s in training, %s in serving.%s",
                                replayed.equalInputs(),
                                canaries,
                                cut(replayed.trainingChecksum(), DIGITS),
                                cut(replayed.servingChecksum(), DIGITS),
                                missing == 0 ? "" : " The images of " + missing + " are not in the store."));
    }

    /** A reason from outside, as far as an explanation has room for it. */
    static String cut(String reason) {
        return cut(reason, 800);
    }

    private static String cut(String text, int length) {
        return text.substring(0, Math.min(text.length(), length));
    }
}
