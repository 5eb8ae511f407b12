package org.equipoise.monitor.watch;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a model version is, in one word. */
public enum Condition {
    /** Counted; what its answers should look like is not known, or still learned. */
    @JsonProperty("no-reference")
    NO_REFERENCE,
    /** What its answers should look like is known, and no study was compared with it yet. */
    @JsonProperty("not-yet-watched")
    NOT_YET_WATCHED,
    /** Its answers agree with its reference. */
    @JsonProperty("healthy")
    HEALTHY,
    /** Nothing is held against it, but it has not been heard of for much longer than usual. */
    @JsonProperty("silent")
    SILENT,
    /** Some alert is pending. */
    @JsonProperty("suspicious")
    SUSPICIOUS,
    /** Its most probable class is hardly ahead of the next one. */
    @JsonProperty("squashed")
    SQUASHED,
    /** A class that should appear does not. */
    @JsonProperty("class-missing")
    CLASS_MISSING,
    /** A class takes more of the answers than it does while healthy, and others are still answered. */
    @JsonProperty("class-over-share")
    CLASS_OVER_SHARE,
    /** One class takes nearly every answer. */
    @JsonProperty("collapsed")
    COLLAPSED,
    /** Its output is the same for every image. */
    @JsonProperty("constant")
    CONSTANT,
    /** Another version of the model serves, or none. */
    @JsonProperty("superseded")
    SUPERSEDED;

    /** Whether something fires that nobody should serve with. */
    public boolean sick() {
        return switch (this) {
            case SQUASHED, CLASS_MISSING, CLASS_OVER_SHARE, COLLAPSED, CONSTANT -> true;
            case NO_REFERENCE, NOT_YET_WATCHED, HEALTHY, SILENT, SUSPICIOUS, SUPERSEDED -> false;
        };
    }
}
