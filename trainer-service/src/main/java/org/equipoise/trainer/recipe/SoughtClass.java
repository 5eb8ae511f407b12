package org.equipoise.trainer.recipe;

import org.jspecify.annotations.Nullable;

/**
 * The class of two that is to be found, and how much of the other is to be spared meanwhile.
 *
 * @param index of the class, 0 or 1, in label-set order
 * @param specificity share of the other class's images that are to be answered as it, from {@value #LEAST} to
 *     {@value #MOST}
 */
public record SoughtClass(int index, double specificity) {

    static final String NONE = "none";
    static final double LEAST = 0.5;
    static final double MOST = 0.999;

    /** What it must be, to go on with after "it must be". */
    static final String WORDS = "none, or the place of one of two classes in the label set, 0 or 1, and the specificity"
            + " from 0.5 to 0.999 that is to be kept, such as 1@0.9";

    public SoughtClass {
        if (index < 0 || index > 1 || !(specificity >= LEAST && specificity <= MOST)) {
            throw new IllegalArgumentException("the class to be found must be " + WORDS);
        }
    }

    /**
     * Reads what {@link #toString} writes; null for {@value #NONE}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static @Nullable SoughtClass parse(String text) {
        if (text.equals(NONE)) {
            return null;
        }
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("the class to be found must be " + WORDS);
        }
        return new SoughtClass(
                Integer.parseInt(text.substring(0, at).strip()),
                Double.parseDouble(text.substring(at + 1).strip()));
    }

    @Override
    public String toString() {
        return index + "@" + RecipeSettings.number(specificity);
    }
}
