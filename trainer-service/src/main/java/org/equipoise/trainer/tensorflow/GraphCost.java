package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.NodeDef;

/** What the operations of a graph make and multiply, counted as they are built: before any is carried out. */
final class GraphCost {

    /** Of one operation and one image. */
    private static final long MOST_BYTES = 64L << 20;

    /** Of all operations and all images that are looked at at once. */
    private static final long MOST_BATCH_BYTES = 4L << 30;

    /** Of an image. */
    private static final double MOST_MULTIPLICATIONS = 50e9;

    private final long images;
    private final List<List<Long>> made = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private final List<String> makers = new ArrayList<>();
    private long bytes;
    private double multiplications;

    /** @param images that are looked at at once; {@link Shape#UNKNOWN_SIZE} where that is open */
    GraphCost(long images) {
        this.images = images;
    }

    /**
     * Counts an operation.
     *
     * @throws InvalidBackboneException if it takes too much, or with those before it, or it is not known how much
     */
    void add(Operation operation, List<Output<?>> inputs, NodeDef node) {
        for (int i = 0; i < operation.numOutputs(); i++) {
            Output<?> output = operation.output(i);
            long size = bytes(output, node);
            bytes += size;
            sizes.add(size);
            made.add(Arrays.stream(output.shape().asArray()).boxed().toList());
            makers.add(node.getOp());
        }
        if (bytes > MOST_BATCH_BYTES) {
            throw new InvalidBackboneException("the operations of the graph make more than " + (MOST_BATCH_BYTES >> 30)
                    + " GiB of " + atOnce() + " images, which are looked at at once");
        }
        multiplications += multiplications(operation, inputs, node);
        if (multiplications > MOST_MULTIPLICATIONS * atOnce()) {
            throw new InvalidBackboneException(
                    "the graph multiplies more than " + Math.round(MOST_MULTIPLICATIONS) + " times for an image");
        }
    }

    /**
     * Compares it with the same of fewer images.
     *
     * @throws InvalidBackboneException if anything but the first side of what is made grows, or otherwise than they do
     */
    void checkGrowth(GraphCost fewer) {
        for (int i = 0; i < made.size(); i++) {
            List<Long> many = made.get(i);
            List<Long> few = fewer.made.get(i);
            boolean same = many.equals(few);
            boolean grown = many.size() == few.size()
                    && !many.isEmpty()
                    && many.subList(1, many.size()).equals(few.subList(1, few.size()))
                    && many.get(0) * fewer.images == few.get(0) * images;
            if (!same && !grown) {
                throw new InvalidBackboneException("an operation " + makers.get(i) + " of the graph makes " + few
                        + " of " + fewer.images + " images and " + many + " of " + images
                        + ": it must be as much of each, and the images its first side");
            }
        }
    }

    /** Bytes that each image more adds to whatever grows most with them, beside the same of fewer images. */
    long mostOfAnImage(GraphCost fewer) {
        long most = 0;
        for (int i = 0; i < sizes.size(); i++) {
            most = Math.max(most, (sizes.get(i) - fewer.sizes.get(i)) / (images - fewer.images));
        }
        return most;
    }

    private long atOnce() {
        return images == Shape.UNKNOWN_SIZE ? 1 : images;
    }

    private long bytes(Output<?> output, NodeDef node) {
        Shape shape = output.shape();
        if (shape.isUnknown()) {
            throw unknown(node);
        }
        long most = MOST_BYTES * atOnce();
        long size = width(output, node);
        long[] sides = shape.asArray();
        for (int i = 0; i < sides.length; i++) {
            // Where the number of images is open, so is the first side of what is made of them, and no other.
            if (sides[i] == Shape.UNKNOWN_SIZE && (i > 0 || images != Shape.UNKNOWN_SIZE)) {
                throw unknown(node);
            }
            size *= sides[i] == Shape.UNKNOWN_SIZE ? 1 : Math.min(sides[i], most + 1);
            if (size > most) {
                throw new InvalidBackboneException("an operation " + node.getOp() + " of the graph makes "
                        + Arrays.toString(sides) + " numbers of " + atOnce() + " images, at most " + (MOST_BYTES >> 20)
                        + " MiB are taken of each");
            }
        }
        return size;
    }

    private static int width(Output<?> output, NodeDef node) {
        return switch (output.dataType()) {
            case DT_BOOL, DT_INT8, DT_UINT8 -> 1;
            case DT_HALF, DT_BFLOAT16, DT_INT16, DT_UINT16 -> Short.BYTES;
            case DT_FLOAT, DT_INT32, DT_UINT32 -> Integer.BYTES;
            case DT_DOUBLE, DT_INT64, DT_UINT64, DT_COMPLEX64 -> Long.BYTES;
            case DT_COMPLEX128 -> 2 * Double.BYTES;
            default ->
                throw new InvalidBackboneException(
                        "an operation " + node.getOp() + " of the graph makes " + output.dataType());
        };
    }

    private static InvalidBackboneException unknown(NodeDef node) {
        return new InvalidBackboneException(
                "how much an operation " + node.getOp() + " of the graph makes is not known before it is carried out");
    }

    private static double multiplications(Operation operation, List<Output<?>> inputs, NodeDef node) {
        return switch (node.getOp()) {
            case "Conv2D" -> made(operation) * product(inputs.get(1), 0, 3);
            case "DepthwiseConv2dNative" -> made(operation) * product(inputs.get(1), 0, 2);
            case "MatMul", "BatchMatMulV2" -> {
                int rank = operation.output(0).shape().numDimensions();
                int first = inputs.get(0).shape().numDimensions();
                yield made(operation)
                        * product(inputs.get(0), first - 2, first)
                        / Math.max(1, product(operation.output(0), rank - 2, rank - 1));
            }
            case "Einsum" -> everyLetter(node.getAttrOrThrow("equation").getS().toStringUtf8(), inputs);
            case "AvgPool", "MaxPool" ->
                made(operation)
                        * node.getAttrOrThrow("ksize").getList().getIList().stream()
                                .mapToDouble(Long::doubleValue)
                                .reduce(1, (a, b) -> a * b);
            default ->
                made(operation) + inputs.stream().mapToDouble(GraphCost::size).sum();
        };
    }

    private static double made(Operation operation) {
        double all = 0;
        for (int i = 0; i < operation.numOutputs(); i++) {
            all += size(operation.output(i));
        }
        return all;
    }

    private static double size(Output<?> tensor) {
        return product(tensor, 0, tensor.shape().numDimensions());
    }

    private static double product(Output<?> tensor, int from, int to) {
        double product = 1;
        for (int i = from; i < to; i++) {
            product *= Math.max(1, tensor.shape().get(i));
        }
        return product;
    }

    /** Once for each combination of the places that its letters go through; sides without a letter count apart. */
    private static double everyLetter(String equation, List<Output<?>> inputs) {
        Map<Character, Double> sides = new HashMap<>();
        double apart = 1;
        String[] terms = equation.replaceAll("->.*|\\s", "").split(",", -1);
        for (int t = 0; t < inputs.size(); t++) {
            String letters = terms[t].replace("...", "");
            int before = terms[t].contains("...") ? terms[t].indexOf("...") : letters.length();
            int rank = inputs.get(t).shape().numDimensions();
            int open = rank - letters.length();
            for (int i = 0; i < rank; i++) {
                double side = product(inputs.get(t), i, i + 1);
                if (i >= before && i < before + open) {
                    apart *= side;
                } else {
                    sides.merge(letters.charAt(i < before ? i : i - open), side, Math::max);
                }
            }
        }
        return apart * sides.values().stream().reduce(1.0, (a, b) -> a * b);
    }
}
