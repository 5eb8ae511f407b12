package org.equipoise.trainer.tensorflow;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;

/** Counts the constants of a graph, which may say one number and mean millions, and looks at each. */
final class FrozenNumbers {

    private final long mostBytes;
    private long bytes;
    private long floats;

    /** @param mostBytes of all constants, once they are unpacked */
    FrozenNumbers(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Numbers of all weights so far. */
    long floats() {
        return floats;
    }

    /**
     * Looks at a constant.
     *
     * @throws InvalidBackboneException if it is too large, not finite, or of a type that is not read
     */
    void check(NodeDef node) {
        String name = SavedModelGraph.printable(node.getName());
        TensorProto tensor = node.getAttrOrDefault("value", org.tensorflow.proto.AttrValue.getDefaultInstance())
                .getTensor();
        long size = size(tensor, name);
        int width = width(tensor.getDtype(), name);
        if (size > (mostBytes - bytes) / width) {
            throw new InvalidBackboneException("the constants of the graph have more than " + mostBytes + " bytes");
        }
        bytes += size * width;
        if (!tensor.getTensorContent().isEmpty() && tensor.getTensorContent().size() != size * width) {
            throw new InvalidBackboneException("the constant " + name + " of " + size + " numbers has "
                    + tensor.getTensorContent().size() + " bytes");
        }
        if (tensor.getDtype() == DataType.DT_FLOAT) {
            floats += size;
            finite(tensor, name);
        }
    }

    private static long size(TensorProto tensor, String name) {
        long size = 1;
        for (var dimension : tensor.getTensorShape().getDimList()) {
            long side = dimension.getSize();
            if (side < 0 || side > Integer.MAX_VALUE || size * side > Integer.MAX_VALUE) {
                throw new InvalidBackboneException("the constant " + name + " has a side of " + side);
            }
            size *= side;
        }
        return size;
    }

    private static int width(DataType type, String name) {
        return switch (type) {
            case DT_FLOAT, DT_INT32 -> Integer.BYTES;
            case DT_INT64 -> Long.BYTES;
            case DT_BOOL -> 1;
            default ->
                throw new InvalidBackboneException(
                        "the constant " + name + " is " + type + "; float32, int32, int64 and bool are read");
        };
    }

    private static void finite(TensorProto tensor, String name) {
        FloatBuffer packed = ByteBuffer.wrap(tensor.getTensorContent().toByteArray())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        while (packed.hasRemaining()) {
            finite(packed.get(), name);
        }
        tensor.getFloatValList().forEach(value -> finite(value, name));
    }

    private static void finite(float value, String name) {
        if (!Float.isFinite(value)) {
            throw new InvalidBackboneException("the constant " + name + " has a value that is not finite: " + value);
        }
    }
}
