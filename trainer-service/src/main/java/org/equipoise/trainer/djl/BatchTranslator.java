package org.equipoise.trainer.djl;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.ImageBatch;
import org.jspecify.annotations.Nullable;

/**
 * A whole batch in, uint8, or samples of 16 bits as int32, {@code [n, height, width, channels]}; probabilities
 * {@code [n, K]} out.
 */
final class BatchTranslator implements Translator<ImageBatch, ClassProbabilities> {

    private final int classes;

    BatchTranslator(int classes) {
        this.classes = classes;
    }

    @Override
    public NDList processInput(TranslatorContext context, ImageBatch batch) {
        var shape = new Shape(
                batch.size(),
                batch.shape().height(),
                batch.shape().width(),
                batch.shape().channels());
        NDArray images = batch.format().bits() == Byte.SIZE
                ? context.getNDManager().create(ByteBuffer.wrap(batch.samples()), shape, DataType.UINT8)
                : context.getNDManager()
                        .create(IntBuffer.wrap(batch.format().samples(batch.samples(), 0, batch.size())), shape);
        return new NDList(images);
    }

    @Override
    public ClassProbabilities processOutput(TranslatorContext context, NDList output) {
        return new ClassProbabilities(classes, output.singletonOrThrow().toFloatArray());
    }

    /** None: the input is a batch already. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}
