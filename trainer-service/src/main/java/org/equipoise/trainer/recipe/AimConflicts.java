package org.equipoise.trainer.recipe;

import java.util.Locale;
import java.util.Map;

/** An aim says where the answers should be; whoever says it twice, otherwise, is asked which of both he means. */
final class AimConflicts {

    private AimConflicts() {}

    /**
     * Refuses settings that contradict each other.
     *
     * @param given what somebody asked for, each within its range
     * @throws InvalidRecipeException if an aim is given beside another place for the answers, or costs without their
     *     aim
     */
    static void check(Map<String, String> given) {
        String aim = given.getOrDefault("aim", "none").strip();
        String costs = given.getOrDefault("aimCosts", CostMatrix.NONE).strip();
        boolean cost = aim.equals(AnswerAim.COST.name().toLowerCase(Locale.ROOT));
        if (cost && costs.equals(CostMatrix.NONE)) {
            throw new InvalidRecipeException(
                    "aim=cost needs aimCosts, what a wrong answer costs; " + "--aim cost FILE sets both");
        }
        if (!cost && !costs.equals(CostMatrix.NONE)) {
            throw new InvalidRecipeException("aimCosts is read with aim=cost alone, got aim=" + aim);
        }
        String finds = given.getOrDefault("aimFinds", SoughtClass.NONE).strip();
        boolean sensitivity = aim.equals(AnswerAim.SENSITIVITY.name().toLowerCase(Locale.ROOT));
        if (sensitivity == finds.equals(SoughtClass.NONE)) {
            throw new InvalidRecipeException(
                    sensitivity
                            ? "aim=sensitivity needs aimFinds, the class to be found and the specificity to be kept;"
                                    + " --aim sensitivity CLASS@SPECIFICITY sets both"
                            : "aimFinds is read with aim=sensitivity alone, got aim=" + aim);
        }
        if (!aim.equals("none")) {
            String other = Corrections.given(given, "answerAdjustment", "prevalence");
            if (!other.isEmpty()) {
                throw new InvalidRecipeException("aim=" + aim + " chooses on the validation split where " + other
                        + " says by itself what the answers assume; leave one of both out");
            }
        }
    }
}
