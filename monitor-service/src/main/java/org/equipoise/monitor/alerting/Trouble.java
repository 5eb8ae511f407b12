package org.equipoise.monitor.alerting;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.events.AlertChanged;

/**
 * What an alert is about, by name: whoever reads it at night should not take a class that is answered twice as often as
 * usual for a model that answers nothing else.
 */
public enum Trouble {
    /** One class takes nearly every answer. */
    @JsonProperty("one-class")
    ONE_CLASS("one class takes nearly every answer"),
    /** A class takes more of the answers than it does while healthy. */
    @JsonProperty("class-over-share")
    CLASS_OVER_SHARE("a class takes more than its share"),
    /** A class that should appear is not answered. */
    @JsonProperty("class-lost")
    CLASS_LOST("a class is lost"),
    /** The probabilities are the same for every image. */
    @JsonProperty("constant-output")
    CONSTANT_OUTPUT("the output is constant"),
    /** The most probable class is hardly ahead of the next. */
    @JsonProperty("squashed-scores")
    SQUASHED_SCORES("the scores are squashed");

    /** From this share of the answers on, in [0, 1], a class is said to take nearly all of them. */
    public static final double NEARLY_ALL = 0.9;

    private final String words;

    Trouble(String words) {
        this.words = words;
    }

    /** Of an alert, by its kind and its share. */
    public static Trouble of(AlertChanged alert) {
        return switch (alert.kind()) {
            case COLLAPSE -> isOneClass(alert.share()) ? ONE_CLASS : CLASS_OVER_SHARE;
            case NEVER_PREDICTED -> CLASS_LOST;
            case CONSTANT_OUTPUT -> CONSTANT_OUTPUT;
            case SQUASHED_SCORES -> SQUASHED_SCORES;
        };
    }

    /** Whether such a share of the answers is nearly all of them. */
    public static boolean isOneClass(double share) {
        return share >= NEARLY_ALL;
    }

    /** For a person, without a full stop. */
    public String words() {
        return words;
    }
}
