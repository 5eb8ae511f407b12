package org.equipoise.trainer.canary;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.equipoise.common.events.ModelDecided.Champion;

/** Sends canaries through the path that serves predictions. */
@FunctionalInterface
public interface CanaryTrial {

    /** What the serving path made of the canaries. */
    sealed interface Replay {

        /**
         * The stored model answered.
         *
         * @param probabilities one row per canary
         * @param inputs what serving prepared from each canary's stored image, {@code [height, width, channels]}; empty
         *     where that image is not in the store
         */
        record Answered(List<List<Double>> probabilities, List<Optional<byte[]>> inputs) implements Replay {}

        /** The stored model cannot be loaded or does not answer. */
        record Unusable(String reason) implements Replay {}

        /** Exhaustive choice. */
        default <R> R fold(Function<Answered, R> answered, Function<Unusable, R> unusable) {
            return this instanceof Answered a ? answered.apply(a) : unusable.apply((Unusable) this);
        }
    }

    /**
     * Loads the candidate as scoring does, and lets it answer.
     *
     * @param dataset where the canonical images are
     * @throws org.equipoise.common.storage.StorageException if the store does not answer
     */
    Replay replay(Champion candidate, String dataset, Canaries canaries);
}
