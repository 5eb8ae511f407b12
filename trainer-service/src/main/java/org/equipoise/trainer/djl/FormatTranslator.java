package org.equipoise.trainer.djl;

import java.nio.FloatBuffer;
import java.util.Locale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.outside.ServingFormat;
import org.jspecify.annotations.Nullable;

/**
 * For models trained elsewhere: a whole batch in, uint8 or scaled float32 {@code [n, height, width, channels]};
 * probabilities {@code [n, K]} out, from a softmax or from logits.
 */
final class FormatTranslator implements Translator<ImageBatch, ClassProbabilities> {

    /** As {@link ClassProbabilities} takes them. */
    private static final double SUM_TOLERANCE = 0.01;

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
        if (format.output() == ServingFormat.Output.LOGITS) {
            softmax(values, classes);
        } else {
            requireProbabilities(values);
        }
        return new ClassProbabilities(classes, values);
    }

    /** Whoever forgot to say what the outputs are is told what they look like. */
    private void requireProbabilities(float[] values) {
        for (int row = 0; row + classes <= values.length; row += classes) {
            double sum = 0;
            float lowest = values[row];
            float highest = values[row];
            for (int k = 0; k < classes; k++) {
                sum += values[row + k];
                lowest = Math.min(lowest, values[row + k]);
                highest = Math.max(highest, values[row + k]);
            }
            if (Double.isFinite(sum) && Math.abs(sum - 1) > SUM_TOLERANCE) {
                boolean shares = lowest >= 0 && highest <= 1;
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "the outputs for one image lie from %.3g to %.3g and sum to %.3g, probabilities sum to 1: %s",
                        lowest,
                        highest,
                        sum,
                        shares
                                ? "they look like independent sigmoids, which must become a softmax first"
                                : "they look like logits, say --logits"));
            }
        }
    }

    /** Row by row, in place; the largest logit is taken off first, so that no exponential overflows. */
    static void softmax(float[] values, int classes) {
        for (int row = 0; row + classes <= values.length; row += classes) {
            float largest = values[row];
            for (int k = 1; k < classes; k++) {
                largest = Math.max(largest, values[row + k]);
            }
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(values[row + k] - largest);
            }
            for (int k = 0; k < classes; k++) {
                values[row + k] = (float) (Math.exp(values[row + k] - largest) / sum);
            }
        }
    }

    /** None: the input is a batch already. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}
