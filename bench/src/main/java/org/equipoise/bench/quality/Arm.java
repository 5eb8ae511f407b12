package org.equipoise.bench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.equipoise.bench.UnusableOptionException;

/** What stands side by side, so that the gain of each part is seen. */
enum Arm {
    /** The study's recipes on a stack that keeps no pretrained network. */
    AUTO("auto", "auto", false),
    /** {@code auto} on a stack that keeps one: whether it is used is the recipe's choice. */
    WITH("with", "auto with backbone", true),
    /** A classifier on what the pretrained network sees, and nothing else. */
    ALONE("alone", "backbone alone", true);

    /** The recipe that is measured. */
    static final String RECIPE = "auto";

    private final String option;
    private final String title;
    private final boolean needsBackbone;

    Arm(String option, String title, boolean needsBackbone) {
        this.option = option;
        this.title = title;
        this.needsBackbone = needsBackbone;
    }

    /** As the table says it. */
    String title() {
        return title;
    }

    boolean needsBackbone() {
        return needsBackbone;
    }

    /**
     * What to train of this arm.
     *
     * @param replaced settings that every variant has replaced
     */
    List<Variant> variants(Study study, Map<String, String> replaced) {
        String minutes = Integer.toString(study.minutes());
        return switch (this) {
            case AUTO ->
                study.recipes().stream()
                        .map(recipe -> new Variant(
                                recipe,
                                recipe,
                                with(recipe.equals(RECIPE) ? Map.of("minutes", minutes) : Map.of(), replaced)))
                        .toList();
            case WITH -> List.of(new Variant(title, RECIPE, with(Map.of("minutes", minutes), replaced)));
            case ALONE -> List.of(new Variant(title, RECIPE, with(Map.of("network", "backbone"), replaced)));
        };
    }

    private static Map<String, String> with(Map<String, String> settings, Map<String, String> replaced) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(replaced);
        return all;
    }

    /** Names of all variants of a study, in the order of the table. */
    static List<String> names(Study study) {
        List<String> names = new ArrayList<>(study.recipes());
        names.add(WITH.title);
        names.add(ALONE.title);
        return names;
    }

    /**
     * Those that were asked for.
     *
     * @param text their options with commas between them; empty for all that can be had
     * @param backbone whether there is one to be added
     * @throws UnusableOptionException if there is no such arm, or its backbone is missing
     */
    static Set<Arm> chosen(String text, boolean backbone) {
        Set<Arm> chosen = EnumSet.noneOf(Arm.class);
        if (text.isEmpty()) {
            Arrays.stream(values())
                    .filter(arm -> backbone || !arm.needsBackbone)
                    .forEach(chosen::add);
            return chosen;
        }
        for (String option : text.split(",")) {
            Arm arm = Arrays.stream(values())
                    .filter(a -> a.option.equals(option))
                    .findFirst()
                    .orElseThrow(() -> new UnusableOptionException("there is no variant \"" + option + "\", only "
                            + Arrays.stream(values()).map(a -> a.option).toList()));
            if (arm.needsBackbone && !backbone) {
                throw new UnusableOptionException(
                        "variants=" + option + " needs pretrained weights: say which with backbone=FILE");
            }
            chosen.add(arm);
        }
        return chosen;
    }
}
