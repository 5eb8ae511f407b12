package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.diagnosis.preprocessing.Catalogue;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.PreprocessingSearch;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.trainer.training.LabelledImages;

/** Images between a network of our own, which takes samples of 8 bits, and a search, which changes numbers. */
final class InBytes {

    /** Why there is no search where samples have 16 bits. */
    static final String NOT_SOUGHT = "another preprocessing is sought for images of 8 bits only, these have 16";

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
        List<LabelledPixels> pixels = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            pixels.add(new LabelledPixels(images.format().pixels(images.pixels(), i), images.label(i)));
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
