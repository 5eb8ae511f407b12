package org.equipoise.trainer.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * How large what a graph makes is may be said by constants and by the sizes of what it has, handed on as they are: what
 * is computed with them, or from pixels, would be small for the batches that were tried and enormous for another.
 */
final class HandedSizes {

    /** Hand a size on that is their first input. */
    private static final Set<String> HANDING = Set.of(
            "Cast",
            "ExpandDims",
            "GatherV2",
            "Identity",
            "Prod",
            "Reshape",
            "Slice",
            "Squeeze",
            "StridedSlice",
            "Unpack");

    private static final Set<String> JOINING = Set.of("ConcatV2", "IdentityN", "Pack");

    /** Make what has the size that is their second input. */
    private static final Set<String> TAKING =
            Set.of("BroadcastTo", "Reshape", "ResizeBilinear", "ResizeNearestNeighbor", "Tile");

    /** Whose inputs after the first say how much they make. */
    private static final Set<String> SIZED = Set.of(
            "BatchToSpaceND",
            "BroadcastTo",
            "ExpandDims",
            "Max",
            "Mean",
            "Min",
            "MirrorPad",
            "Pad",
            "PadV2",
            "Prod",
            "Reshape",
            "ResizeBilinear",
            "ResizeNearestNeighbor",
            "Slice",
            "SpaceToBatchND",
            "SplitV",
            "StridedSlice",
            "Sum",
            "Tile",
            "Transpose");

    /** Where a value is from. */
    private enum From {
        CONSTANTS,
        SIZES,
        PIXELS
    }

    private HandedSizes() {}

    /**
     * Looks at every operation.
     *
     * @param graph in the order in which it is computed
     * @throws InvalidBackboneException if one computes with sizes, or makes as much as pixels say
     */
    static void check(GraphDef graph) {
        Map<String, From> known = new HashMap<>();
        for (NodeDef node : graph.getNodeList()) {
            List<From> inputs = node.getInputList().stream()
                    .map(input -> known.getOrDefault(SavedModelGraph.node(input), From.PIXELS))
                    .toList();
            known.put(node.getName(), from(node.getOp(), inputs));
        }
    }

    private static From from(String operation, List<From> inputs) {
        boolean anySize = inputs.contains(From.SIZES);
        boolean anyPixels = inputs.contains(From.PIXELS);
        if (operation.equals("Placeholder")) {
            return From.PIXELS;
        }
        if (!anySize && !anyPixels || operation.equals("Rank")) {
            return From.CONSTANTS;
        }
        if (operation.equals("Shape") || operation.equals("Size")) {
            return From.SIZES;
        }
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) == From.PIXELS && saysSize(operation, i)) {
                throw new InvalidBackboneException(
                        "how much an operation " + operation + " of the graph makes depends on the pixels");
            }
        }
        if (!anySize) {
            return From.PIXELS;
        }
        boolean first = inputs.get(0) == From.SIZES;
        boolean others = inputs.subList(1, inputs.size()).contains(From.SIZES);
        if (JOINING.contains(operation) && !anyPixels || HANDING.contains(operation) && first && !others) {
            return From.SIZES;
        }
        boolean fills = operation.equals("Fill") && first && !others;
        boolean takes = TAKING.contains(operation) && !first && others;
        if (fills || takes) {
            return From.PIXELS;
        }
        throw new InvalidBackboneException("an operation " + operation
                + " of the graph computes with the number of images or pixels: sizes may be handed on only");
    }

    private static boolean saysSize(String operation, int input) {
        return operation.equals("Range")
                || (operation.equals("Fill") ? input == 0 : input > 0 && SIZED.contains(operation));
    }
}
