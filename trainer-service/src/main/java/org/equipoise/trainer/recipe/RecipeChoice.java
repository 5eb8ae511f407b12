package org.equipoise.trainer.recipe;

import org.jspecify.annotations.Nullable;

/**
 * One setting and why it has its value.
 *
 * @param setting the setting's name
 * @param reason one sentence with the number that decided
 */
public record RecipeChoice(String setting, String value, String reason) {

    /** The same with something more to say; null for nothing. */
    public RecipeChoice because(@Nullable String remark) {
        return remark == null ? this : new RecipeChoice(setting, value, reason + "; " + remark);
    }
}
