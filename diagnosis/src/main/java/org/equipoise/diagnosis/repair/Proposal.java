package org.equipoise.diagnosis.repair;

import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What may repair a run: a recipe to train, or something that only a person can do.
 *
 * @param rung step of the ladder, {@link Rung#wireName}
 * @param sentence what to do, for a person
 * @param recipe to train; absent where a training alone repairs nothing
 * @param settings that replace the recipe's own, all of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Proposal(
        String rung, String sentence, @Nullable String recipe, Map<String, String> settings) {

    public Proposal {
        settings = Map.copyOf(new TreeMap<>(settings));
    }

    static Proposal training(Rung rung, String sentence, String recipe, Map<String, String> settings) {
        return new Proposal(rung.wireName(), sentence, recipe, settings);
    }

    static Proposal instruction(Rung rung, String sentence) {
        return new Proposal(rung.wireName(), sentence, null, Map.of());
    }

    /** Whether a person has to do something before it is worth training. */
    public boolean needsAPerson() {
        return recipe == null || rung.equals(Rung.RELABELLING.wireName());
    }
}
