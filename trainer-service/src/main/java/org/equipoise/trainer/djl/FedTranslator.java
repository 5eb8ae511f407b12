package org.equipoise.trainer.djl;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.equipoise.trainer.outside.OutputReading;
import org.equipoise.trainer.outside.ServingFormat;
import org.jspecify.annotations.Nullable;

/** Numbers in as they are, rounded into 0..255 for a network that takes bytes; probabilities out, whatever they are. */
final class FedTranslator implements Translator<FedBatch, float[]> {

    private final int classes;
    private final boolean bytes;
    private final boolean logits;

    FedTranslator(int classes, ServingFormat format) {
        this.classes = classes;
        bytes = format.input() == ServingFormat.Input.UINT8;
        logits = format.output() == ServingFormat.Output.LOGITS;
    }

    @Override
    public NDList processInput(TranslatorContext context, FedBatch batch) {
        var shape = new Shape(
                batch.images(),
                batch.shape().height(),
                batch.shape().width(),
                batch.shape().channels());
        float[] samples = batch.samples();
        if (!bytes) {
            return new NDList(context.getNDManager().create(FloatBuffer.wrap(samples), shape));
        }
        byte[] rounded = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            rounded[i] = (byte) Math.max(0, Math.min(255, Math.round(samples[i])));
        }
        NDArray images = context.getNDManager().create(ByteBuffer.wrap(rounded), shape, DataType.UINT8);
        return new NDList(images);
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList output) {
        float[] values = output.singletonOrThrow().toFloatArray();
        if (logits) {
            OutputReading.softmax(values, classes);
        }
        return values;
    }

    /** None: the input is a batch already. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}
