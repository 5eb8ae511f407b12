package org.equipoise.trainer.recipe;

/**
 * One setting of a recipe.
 *
 * @param range what it may be
 * @param usual its value where no recipe and no person says otherwise
 * @param why it is usual
 * @param meaning unit and use, to go on with after the range; empty where the name says it
 */
public record RecipeSetting(String name, SettingRange range, String usual, String why, String meaning) {

    /** What it may be and what that means, in words. */
    public String values() {
        return meaning.isEmpty() ? range.words() : range.words() + ": " + meaning;
    }

    /** Whether it is the usual value, however that was written: 0 is 0.0. */
    boolean isUsual(String value) {
        if (value.equals(usual)) {
            return true;
        }
        try {
            return Double.parseDouble(value) == Double.parseDouble(usual);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * The value as it is read, without spaces around it.
     *
     * @throws InvalidRecipeException if it is not within the range
     */
    String require(String value) {
        String stripped = value.strip();
        if (!range.allows(stripped)) {
            throw new InvalidRecipeException(name, stripped, range.words());
        }
        return stripped;
    }
}
