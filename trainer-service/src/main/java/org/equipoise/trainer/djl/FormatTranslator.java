package org.equipoise.trainer.djl;

import java.nio.FloatBuffer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.outside.OutputReading;
import org.equipoise.trainer.outside.ServingFormat;
import org.jspecify.annotations.Nullable;

/**
 * For models trained elsewhere: a whole batch in, uint8 or scaled float32 {@code [n, height, width, channels]};
 * probabilities {@code [n, K]} out, from a softmax or from logits.
 */
final class FormatTranslator implements Translator<ImageBatch, ClassProbabilities> {

    private final BatchTranslator bytes;
    private final int classes;
    private final ServingFormat format;

    FormatTranslator(int classes, ServingFormat format) {
        this.bytes = new BatchTranslator(classes);
        this.classes = classes;
        this.format = format;
    }

    @Override
    public NDList processInput(TranslatorContext context, ImageBatch batch) {
        if (format.input() == ServingFormat.Input.UINT8) {
            return bytes.processInput(context, batch);
        }
        byte[] samples = batch.samples();
        float[] scaled = new float[samples.length];
        for (int i = 0; i < samples.length; i++) {
            scaled[i] = (float) ((samples[i] & 0xff) * format.scale() + format.offset());
        }
        var shape = new Shape(
                batch.size(),
                batch.shape().height(),
                batch.shape().width(),
                batch.shape().channels());
        NDArray images = context.getNDManager().create(FloatBuffer.wrap(scaled), shape);
        return new NDList(images);
    }

    @Override
    public ClassProbabilities processOutput(TranslatorContext context, NDList output) {
        float[] values = output.singletonOrThrow().toFloatArray();
        return new ClassProbabilities(classes, new OutputReading(classes, format.output()).probabilities(values));
    }

    /** None: the input is a batch already. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}
