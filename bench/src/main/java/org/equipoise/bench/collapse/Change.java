package org.equipoise.bench.collapse;

import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** What an injection does to a run. */
interface Change {

    /** Training images per class, from those there are and those that would usually be drawn. */
    default int[] counts(int[] available, int[] usual) {
        return usual;
    }

    /** The run with the change; the training split is drawn already. */
    default Design to(Design design, Random dice) {
        return design;
    }

    /** Settings of the recipe: names and values in turns. */
    static Change set(String... namesAndValues) {
        return new Change() {
            @Override
            public Design to(Design design, Random dice) {
                Map<String, String> settings = new java.util.LinkedHashMap<>();
                for (int i = 0; i < namesAndValues.length; i += 2) {
                    settings.put(namesAndValues[i], namesAndValues[i + 1]);
                }
                return design.set(settings);
            }
        };
    }

    /** Each class but the commonest has one image for so many of it. */
    static Change imbalance(int ratio) {
        return new Change() {
            @Override
            public int[] counts(int[] available, int[] usual) {
                return Counts.imbalanced(available, ratio);
            }
        };
    }

    /** So many images in all, evenly, each seen often; then the settings. */
    static Change few(int images, Change more) {
        return new Change() {
            @Override
            public int[] counts(int[] available, int[] usual) {
                return Counts.even(available, images);
            }

            @Override
            public Design to(Design design, Random dice) {
                // As many steps as a run on all images has, and batches that the images fill.
                String batch = Integer.toString(Math.max(4, Math.min(16, images / 2)));
                return more.to(design, dice).set(Map.of("epochs", "40", "patience", "40", "batchSize", batch));
            }
        };
    }

    static Change training(BiFunction<ImageTable, Random, ImageTable> change) {
        return new Change() {
            @Override
            public Design to(Design design, Random dice) {
                return design.training(images -> change.apply(images, dice));
            }
        };
    }

    static Change answered(UnaryOperator<ImageTable> change) {
        return new Change() {
            @Override
            public Design to(Design design, Random dice) {
                return design.answered(change);
            }
        };
    }

    static Change everywhere(BiFunction<ImageTable, Random, ImageTable> change) {
        return new Change() {
            @Override
            public Design to(Design design, Random dice) {
                UnaryOperator<ImageTable> each = images -> change.apply(images, dice);
                return design.training(each).answered(each);
            }
        };
    }

    static Change design(UnaryOperator<Design> change) {
        return new Change() {
            @Override
            public Design to(Design design, Random dice) {
                return change.apply(design);
            }
        };
    }

    static Change spoilt(UnaryOperator<Design.Spoiling> change) {
        return design(design -> design.spoilt(change));
    }

    /** One of two, as chance decides. */
    static Change either(Change one, Change other) {
        return new Change() {
            @Override
            public Design to(Design design, Random dice) {
                return (dice.nextBoolean() ? one : other).to(design, dice);
            }
        };
    }
}
