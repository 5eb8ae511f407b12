package org.equipoise.trainer.gate;

/** What a candidate must show against the model that serves. */
public enum ChampionRule {
    /** That it is better: who is no better than what serves does not take its place. */
    BETTER("better-than-champion"),
    /** Nothing, but it must neither be shown to be worse nor lose much: for those who train again and again. */
    NOT_WORSE("not-worse-than-champion");

    private final String check;

    ChampionRule(String check) {
        this.check = check;
    }

    /** The check's name. */
    String check() {
        return check;
    }
}
