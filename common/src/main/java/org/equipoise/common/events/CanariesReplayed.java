package org.equipoise.common.events;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A scoring instance showed the labelled images that were frozen beside a version to the model it serves, through the
 * path that every study takes. Topic {@code canaries.replayed}, keyed by {@code model}.
 *
 * @param instance which scoring instance: each has a serving path of its own
 * @param classes one entry per class that has canaries, {@value #MOST} of them at most in all; empty where the model
 *     could not answer
 * @param largestDifference largest difference between a probability now and the one when the version was registered, in
 *     [0, 1]; absent where those were not kept, and where the model could not answer
 * @param inputs canaries whose canonical image is still in the store
 * @param equalInputs of these, the ones that reach the network as the bytes that it was trained on
 * @param failure why the model could not answer; absent where it did
 * @param speaksUntil what is later and not from this instance tells more: an instance that goes on has replayed again
 *     by then; absent where it replays on no schedule
 */
public record CanariesReplayed(
        String model,
        String version,
        String instance,
        List<ClassResult> classes,
        @Nullable Double largestDifference,
        int inputs,
        int equalInputs,
        @Nullable String failure,
        Instant replayedAt,
        @Nullable Instant speaksUntil)
        implements Dated {

    /** Canaries that one event may report: their exact odds cost the square of it. */
    public static final int MOST = 2000;

    /**
     * The canaries of one class.
     *
     * @param shown canaries of this class, at least 1
     * @param right answered with their class now
     * @param rightBefore answered so when the version was registered
     * @param tested what the version answered to all images of this class that it was not trained on; absent when
     *     unknown
     */
    public record ClassResult(
            String className,
            int shown,
            int right,
            int rightBefore,
            @Nullable Tested tested) {
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

    /**
     * A recall as it was counted.
     *
     * @param images images of the class
     * @param right of these, answered with it
     */
    public record Tested(long images, long right) {
        public Tested {
            Require.atLeast(images, 0, "images");
            Require.atLeast(right, 0, "right");
            if (right > images) {
                throw new IllegalArgumentException(right + " right of " + images + " images");
            }
        }
    }

    public CanariesReplayed {
        Require.name(model, "model");
        Require.name(version, "version");
        Require.text(instance, "instance");
        classes = Require.list(classes, "classes");
        int shown = 0;
        Set<String> names = new HashSet<>();
        for (ClassResult result : classes) {
            shown = Math.addExact(shown, result.shown());
            if (!names.add(result.className())) {
                throw new IllegalArgumentException("classes[" + names.size() + "] has the name of an earlier one");
            }
        }
        if (shown > MOST) {
            throw new IllegalArgumentException(shown + " canaries were shown, at most " + MOST + " may be");
        }
        if (largestDifference != null) {
            Require.fraction(largestDifference, "largestDifference");
        }
        Require.atLeast(inputs, 0, "inputs");
        Require.atLeast(equalInputs, 0, "equalInputs");
        if (equalInputs > inputs) {
            throw new IllegalArgumentException(equalInputs + " equal inputs of " + inputs);
        }
        if (failure != null) {
            Require.text(failure, "failure");
        }
        Require.time(replayedAt, "replayedAt");
        if (speaksUntil != null) {
            Require.time(speaksUntil, "speaksUntil");
        }
        if (speaksUntil != null && speaksUntil.isBefore(replayedAt)) {
            throw new IllegalArgumentException("speaksUntil " + speaksUntil + " is before replayedAt " + replayedAt);
        }
    }

    /** What makes it unique. */
    public String id() {
        return model + "/" + version + "/" + instance + "/" + replayedAt;
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("replayedAt", replayedAt);
    }
}
