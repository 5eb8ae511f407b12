package org.equipoise.trainer.registry;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.ModelTrained;
import org.jspecify.annotations.Nullable;

/**
 * What of a version's card outlives releases: the rest of a card may have changed, and the version can still serve.
 *
 * @param decision the last decision about this version; absent until there is one
 */
record StoredVersion(
        ModelTrained trained,
        HealthyReference reference,
        @Nullable ModelDecided decision) {

    String version() {
        return trained.version();
    }

    /** The version as it would serve. */
    Champion champion() {
        return new Champion(
                trained.version(),
                trained.artifactKey(),
                trained.labelSet(),
                trained.input(),
                reference,
                trained.window(),
                trained.fit());
    }

    /** Whether the last word about this version is that it serves or served well. */
    boolean stands() {
        return decision != null && decision.outcome() == Outcome.PROMOTED;
    }

    /** Whether it served once: the gate promoted it, whatever an operator said later. */
    boolean served() {
        return decision != null && decision.outcome() != Outcome.REFUSED;
    }
}
