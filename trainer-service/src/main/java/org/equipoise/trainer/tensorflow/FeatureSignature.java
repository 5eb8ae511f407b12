package org.equipoise.trainer.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * What a SavedModel says of how images become features.
 *
 * @param input name of the tensor that the images are
 * @param output name of the tensor that the features are
 * @param side of the images, both ways; absent where it is open
 * @param features of an image
 */
record FeatureSignature(
        String input, String output, @Nullable Integer side, int features) {

    private static final int COLOURS = 3;
    private static final int RANK = 4;

    /**
     * Of a graph's one signature.
     *
     * @throws InvalidBackboneException if it has none or several, or none of images to features
     */
    static FeatureSignature of(MetaGraphDef graph) {
        Map<String, SignatureDef> signatures = new TreeMap<>(graph.getSignatureDefMap());
        signatures.keySet().removeIf(name -> name.startsWith("__"));
        if (signatures.size() != 1) {
            throw new InvalidBackboneException("the SavedModel must have one signature, but has " + signatures.size());
        }
        SignatureDef signature = signatures.values().iterator().next();
        TensorInfo images = single("input", signature.getInputsMap());
        TensorInfo features = single("output", signature.getOutputsMap());
        List<Long> in = dimensions(images);
        if (in.size() != RANK || in.get(0) >= 0 || in.get(RANK - 1) != COLOURS) {
            throw new InvalidBackboneException(
                    "the input must be images [n, height, width, 3] with n open, but is " + in);
        }
        List<Long> out = dimensions(features);
        if (out.size() != 2 || out.get(0) >= 0 || out.get(1) < 1) {
            throw new InvalidBackboneException("the output must be features [n, F] with n open and F fixed, but is "
                    + out + ": a network without its last layers, and pooled, is wanted");
        }
        return new FeatureSignature(
                images.getName(), features.getName(), side(in), (int) Math.min(Integer.MAX_VALUE, out.get(1)));
    }

    private static @Nullable Integer side(List<Long> dimensions) {
        long height = dimensions.get(1);
        long width = dimensions.get(2);
        if (height != width || height > Integer.MAX_VALUE) {
            throw new InvalidBackboneException(
                    "the images must be as high as they are wide, or both sides open, but are " + dimensions);
        }
        return height < 0 ? null : (int) height;
    }

    private static TensorInfo single(String what, Map<String, TensorInfo> tensors) {
        if (tensors.size() != 1) {
            throw new InvalidBackboneException("the SavedModel must have one " + what + ", but has " + tensors.size());
        }
        TensorInfo only = tensors.values().iterator().next();
        if (only.getDtype() != DataType.DT_FLOAT) {
            throw new InvalidBackboneException("the " + what + " must be float32, but is " + only.getDtype());
        }
        return only;
    }

    private static List<Long> dimensions(TensorInfo tensor) {
        return tensor.getTensorShape().getDimList().stream()
                .map(dimension -> dimension.getSize())
                .toList();
    }
}
