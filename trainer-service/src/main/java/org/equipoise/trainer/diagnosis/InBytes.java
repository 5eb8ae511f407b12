package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.diagnosis.preprocessing.Catalogue;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.PreprocessingSearch;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.trainer.training.LabelledImages;

/** Images between a network of our own, which takes samples of 8 bits, and a search, which changes numbers. */
final class InBytes {

    private InBytes() {}

    /** A model that takes samples of 8 bits. */
    @FunctionalInterface
    interface Answering {

        /** Probabilities {@code [images, classes]}, row by row. */
        float[] probabilities(LabelledImages images);
    }

    /** Other preprocessings of images that are in the shape of the input. */
    static SearchResult search(Answering model, LabelledImages some, int classes, BooleanSupplier enough) {
        InputShape shape = some.shape();
        return new PreprocessingSearch(
                        (samples, images) -> model.probabilities(of(samples, images, shape)), shape, classes)
                .search(pixels(some), Preprocessing.NONE, Catalogue.changes(shape), enough);
    }

    /** One by one. */
    static List<LabelledPixels> pixels(LabelledImages images) {
        InputShape shape = images.shape();
        List<LabelledPixels> pixels = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            byte[] samples = Arrays.copyOfRange(images.pixels(), i * shape.length(), (i + 1) * shape.length());
            pixels.add(new LabelledPixels(
                    new Pixels(shape.width(), shape.height(), shape.channels(), samples), images.label(i)));
        }
        return pixels;
    }

    /** Rounded, and brought back into 0..255; nobody asks for their classes. */
    static LabelledImages of(float[] samples, int images, InputShape shape) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = (byte) Math.max(0, Math.min(255, Math.round(samples[i])));
        }
        return new LabelledImages(shape, bytes, new int[images]);
    }
}
