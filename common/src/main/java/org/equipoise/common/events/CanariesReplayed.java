package org.equipoise.common.events;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A scoring instance showed the labelled images that were frozen beside a version to the model it serves, through the
 * path that every study takes. Topic {@code canaries.replayed}, keyed by {@code model}.
 *
 * @param instance which scoring instance: each has a serving path of its own
 * @param classes one entry per class that has canaries; empty where the model could not answer
 * @param largestDifference largest difference between a probability now and the one when the version was registered, in
 *     [0, 1]
 * @param inputs canaries whose canonical image is still in the store
 * @param equalInputs of these, the ones that reach the network as the bytes that it was trained on
 * @param failure why the model could not answer; absent where it did
 */
public record CanariesReplayed(
        String model,
        String version,
        String instance,
        List<ClassResult> classes,
        double largestDifference,
        int inputs,
        int equalInputs,
        @Nullable String failure,
        Instant replayedAt) {

    /**
     * The canaries of one class.
     *
     * @param shown canaries of this class, at least 1
     * @param right answered with their class now
     * @param rightBefore answered so when the version was registered
     */
    public record ClassResult(String className, int shown, int right, int rightBefore) {
        public ClassResult {
            Require.text(className, "className");
            Require.atLeast(shown, 1, "shown");
            Require.atLeast(right, 0, "right");
            Require.atLeast(rightBefore, 0, "rightBefore");
            if (Math.max(right, rightBefore) > shown) {
                throw new IllegalArgumentException(right + " and " + rightBefore + " right of " + shown + " shown");
            }
        }
    }

    public CanariesReplayed {
        Require.name(model, "model");
        Require.name(version, "version");
        Require.text(instance, "instance");
        classes = Require.list(classes, "classes");
        Require.fraction(largestDifference, "largestDifference");
        Require.atLeast(inputs, 0, "inputs");
        Require.atLeast(equalInputs, 0, "equalInputs");
        if (equalInputs > inputs) {
            throw new IllegalArgumentException(equalInputs + " equal inputs of " + inputs);
        }
        if (failure != null) {
            Require.text(failure, "failure");
        }
        Require.present(replayedAt, "replayedAt");
    }

    /** What makes it unique. */
    public String id() {
        return model + "/" + version + "/" + instance + "/" + replayedAt;
    }
}
