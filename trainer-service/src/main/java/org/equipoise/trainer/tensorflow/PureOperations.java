package org.equipoise.trainer.tensorflow;

import java.util.Set;

/**
 * Operations of TensorFlow that a graph from outside may consist of: their output depends on their input alone, and
 * they touch no file, no network and no memory beyond a step. What is not here is refused, however harmless.
 */
final class PureOperations {

    private static final Set<String> LAYERS = Set.of(
            "AvgPool",
            "BatchMatMulV2",
            "BiasAdd",
            "Conv2D",
            "DepthwiseConv2dNative",
            "Einsum",
            "Elu",
            "Erf",
            "Erfc",
            "FusedBatchNorm",
            "FusedBatchNormV2",
            "FusedBatchNormV3",
            "LeakyRelu",
            "LogSoftmax",
            "MatMul",
            "MaxPool",
            "Relu",
            "Relu6",
            "ResizeBilinear",
            "ResizeNearestNeighbor",
            "Selu",
            "Sigmoid",
            "Softmax",
            "Softplus",
            "Softsign",
            "Tanh");

    private static final Set<String> ARITHMETIC = Set.of(
            "Abs",
            "Add",
            "AddN",
            "AddV2",
            "Cast",
            "Ceil",
            "ClipByValue",
            "Div",
            "DivNoNan",
            "Equal",
            "Exp",
            "Expm1",
            "Floor",
            "FloorDiv",
            "FloorMod",
            "Greater",
            "GreaterEqual",
            "Inv",
            "Less",
            "LessEqual",
            "Log",
            "Log1p",
            "LogicalAnd",
            "LogicalNot",
            "LogicalOr",
            "Max",
            "Maximum",
            "Mean",
            "Min",
            "Minimum",
            "Mul",
            "Neg",
            "NotEqual",
            "Pow",
            "Prod",
            "RealDiv",
            "Reciprocal",
            "Round",
            "Rsqrt",
            "Select",
            "SelectV2",
            "Sign",
            "Sqrt",
            "Square",
            "SquaredDifference",
            "Sub",
            "Sum");

    private static final Set<String> ARRANGEMENT = Set.of(
            "BatchToSpaceND",
            "BroadcastTo",
            "ConcatV2",
            "Const",
            "DepthToSpace",
            "ExpandDims",
            "Fill",
            "GatherV2",
            "Identity",
            "IdentityN",
            "MirrorPad",
            "OnesLike",
            "Pack",
            "Pad",
            "PadV2",
            "Placeholder",
            "Range",
            "Rank",
            "Reshape",
            "ReverseV2",
            "Shape",
            "Size",
            "Slice",
            "SpaceToBatchND",
            "SpaceToDepth",
            "Split",
            "SplitV",
            "Squeeze",
            "StopGradient",
            "StridedSlice",
            "Tile",
            "Transpose",
            "Unpack",
            "ZerosLike");

    private static final Set<String> VARIABLES =
            Set.of("ReadVariableOp", "RestoreV2", "VarHandleOp", "Variable", "VariableV2", "VarIsInitializedOp");

    private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

    private PureOperations() {}

    static boolean contains(String operation) {
        return LAYERS.contains(operation) || ARITHMETIC.contains(operation) || ARRANGEMENT.contains(operation);
    }

    /** Whether it holds or reads a variable. */
    static boolean isVariable(String operation) {
        return VARIABLES.contains(operation);
    }

    /** Whether it calls a function of the graph's library. */
    static boolean isCall(String operation) {
        return CALLS.contains(operation);
    }

    /** Whether it normalises by what it keeps, or, while training, by the images beside. */
    static boolean isNormalisation(String operation) {
        return operation.startsWith("FusedBatchNorm");
    }
}
