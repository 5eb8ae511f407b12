package org.equipoise.bench.collapse;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * All that decides a run.
 *
 * @param settings that replace the recipe's own; the recipe is {@code custom}, but in repairs
 * @param order of the images in a shard
 * @param spoiling what is done to the network
 * @param reading how the answers are read off the finished model
 */
public record Design(
        ImageTable train,
        ImageTable validation,
        ImageTable test,
        Map<String, String> settings,
        BatchOrder order,
        Spoiling spoiling,
        Reading reading) {

    /**
     * What is done to a network.
     *
     * @param channels that each layer keeps, 0 for all
     * @param dead share of the last hidden layer's units that are dead from the first step on
     * @param statisticsHeld how much of the first value batch normalisation's averages take back in every step
     * @param lateFactor what the learning rate is multiplied by in the last third of the steps; the last weights are
     *     kept; 1 for nothing
     */
    public record Spoiling(int channels, double dead, double statisticsHeld, Freezing freezing, double lateFactor) {

        /** Nothing. */
        static final Spoiling NONE = new Spoiling(0, 0, 0, Freezing.NOTHING, 1);

        Spoiling narrowed(int kept) {
            return new Spoiling(kept, dead, statisticsHeld, freezing, lateFactor);
        }

        Spoiling dead(double share) {
            return new Spoiling(channels, share, statisticsHeld, freezing, lateFactor);
        }

        Spoiling held(double much) {
            return new Spoiling(channels, dead, much, freezing, lateFactor);
        }

        Spoiling frozen(Freezing what) {
            return new Spoiling(channels, dead, statisticsHeld, what, lateFactor);
        }

        Spoiling late(double factor) {
            return new Spoiling(channels, dead, statisticsHeld, freezing, factor);
        }
    }

    public Design {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Nothing spoilt. */
    static Design usual(ImageTable train, ImageTable validation, ImageTable test, Map<String, String> settings) {
        return new Design(train, validation, test, settings, BatchOrder.MIXED, Spoiling.NONE, Reading.RIGHT);
    }

    /** With another training split. */
    Design training(UnaryOperator<ImageTable> change) {
        return new Design(change.apply(train), validation, test, settings, order, spoiling, reading);
    }

    /** With other images where the model answers. */
    Design answered(UnaryOperator<ImageTable> change) {
        return new Design(train, change.apply(validation), change.apply(test), settings, order, spoiling, reading);
    }

    /** With some settings replaced. */
    Design set(Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.putAll(others);
        return new Design(train, validation, test, all, order, spoiling, reading);
    }

    /** The same images with other settings, trained and answered by a program that has no fault. */
    public Design mended(Map<String, String> others) {
        return new Design(train, validation, test, others, BatchOrder.MIXED, Spoiling.NONE, Reading.RIGHT);
    }

    Design in(BatchOrder other) {
        return new Design(train, validation, test, settings, other, spoiling, reading);
    }

    Design read(Reading other) {
        return new Design(train, validation, test, settings, order, spoiling, other);
    }

    Design spoilt(UnaryOperator<Spoiling> change) {
        return new Design(train, validation, test, settings, order, change.apply(spoiling), reading);
    }
}
