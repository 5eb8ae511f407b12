package org.equipoise.trainer.registry;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;

/** Where the registry's events go. Each call returns once the broker has the event, and throws when it has not. */
public interface RegistryEvents {

    /** A version is in the registry. */
    void trained(ModelTrained event);

    /** The gate decided. */
    void decided(ModelDecided event);

    /** Takes the turn to decide about a model; without other processes there is nobody to take it from. */
    default Turn turn(String model) {
        return this::decided;
    }

    /**
     * The turn to decide about a model. What is published in it was decided from the log as it was after the turn was
     * taken: no other process published a decision about the model in between.
     */
    @FunctionalInterface
    interface Turn extends AutoCloseable {

        /**
         * Publishes the decision.
         *
         * @throws OvertakenException if another process took the turn; then nothing was published
         */
        void decided(ModelDecided event);

        @Override
        default void close() {}
    }
}
