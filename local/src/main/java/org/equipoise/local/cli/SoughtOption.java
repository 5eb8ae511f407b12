package org.equipoise.local.cli;

import java.util.List;

import org.equipoise.local.options.UsageException;

/**
 * What follows {@code --aim sensitivity}: the class that is to be found, and the specificity that is to be kept.
 *
 * @param className as the dataset names it
 * @param specificity from {@value #LEAST} to {@value #MOST}
 */
record SoughtOption(String className, double specificity) {

    private static final double USUAL = 0.9;
    private static final double LEAST = 0.5;
    private static final double MOST = 0.999;

    /**
     * Reads {@code CLASS} or {@code CLASS@SPECIFICITY}.
     *
     * @throws UsageException if the specificity is none
     */
    static SoughtOption parse(String typed) {
        int at = typed.lastIndexOf('@');
        if (at < 0) {
            return new SoughtOption(typed, USUAL);
        }
        String number = typed.substring(at + 1);
        try {
            double specificity = Double.parseDouble(number);
            if (specificity >= LEAST && specificity <= MOST) {
                return new SoughtOption(typed.substring(0, at), specificity);
            }
        } catch (NumberFormatException e) {
            // Said below, as what is out of range.
        }
        throw new UsageException("--aim sensitivity: the specificity must be a number from " + LEAST + " to " + MOST
                + ", got \"" + number + "\"");
    }

    /**
     * As the recipe's setting is written.
     *
     * @param classes the dataset's, in label-set order; empty where nobody knows them yet
     * @throws UsageException if there are not two of them, or none of this name
     */
    String among(List<String> classes) {
        if (classes.isEmpty()) {
            return "1@" + specificity;
        }
        if (classes.size() != 2 || !classes.contains(className)) {
            throw new UsageException("--aim sensitivity finds one of two classes; the dataset's are " + classes
                    + ", got \"" + className + "\"");
        }
        return classes.indexOf(className) + "@" + specificity;
    }
}
