package org.equipoise.trainer.djl;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.outside.ServingFormat;
import org.jspecify.annotations.Nullable;

/** Numbers in, as the signature wants them; the model's own numbers out. */
final class AskedTranslator implements Translator<AskedImages, float[]> {

    private final ServingFormat.Input input;
    private final boolean channelsFirst;

    AskedTranslator(ServingFormat.Input input, boolean channelsFirst) {
        this.input = input;
        this.channelsFirst = channelsFirst;
    }

    @Override
    public NDList processInput(TranslatorContext context, AskedImages images) {
        NDManager manager = context.getNDManager();
        InputShape one = images.shape();
        var shape = channelsFirst
                ? new Shape(images.size(), one.channels(), one.height(), one.width())
                : new Shape(images.size(), one.height(), one.width(), one.channels());
        AskedImages ordered = channelsFirst ? new AskedImages(one, images.size(), images.channelsFirst()) : images;
        return new NDList(
                input == ServingFormat.Input.UINT8
                        ? manager.create(ByteBuffer.wrap(ordered.bytes()), shape, DataType.UINT8)
                        : manager.create(FloatBuffer.wrap(ordered.samples()), shape));
    }

    @Override
    public float[] processOutput(TranslatorContext context, NDList output) {
        return output.singletonOrThrow().toFloatArray();
    }

    /** None: the input is a batch already. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}
