package org.equipoise.trainer.tensorflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import com.google.protobuf.InvalidProtocolBufferException;
import org.equipoise.trainer.backbone.ImportedGraph;
import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.equipoise.trainer.backbone.PixelRange;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.types.TFloat32;

/**
 * A {@link SavedModelGraph} among the operations of another graph: node by node, so that what each will be as large as
 * is known before any is carried out.
 */
final class CopiedGraph {

    private static final int MOST_OUTPUTS = 4096;

    private final Ops tf;
    private final GraphDef graph;
    private final Map<String, OpDef> definitions;

    /** @param tf a scope that its operations are named in */
    CopiedGraph(Ops tf, GraphDef graph) {
        this.tf = tf;
        this.graph = graph;
        definitions = TensorFlow.registeredOpList().getOpList().stream()
                .filter(definition -> PureOperations.contains(definition.getName()))
                .collect(Collectors.toMap(OpDef::getName, definition -> definition));
    }

    /** What {@link SavedModelGraph} wrote. */
    static GraphDef parsed(byte[] bytes) {
        try {
            return GraphDef.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidBackboneException("the kept graph cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What is seen of images.
     *
     * @param images of 0 to 1, {@code [n, height, width, channels]}
     * @param channels 1 or 3; grey is every colour
     * @param side pixels that they are resized to
     * @throws InvalidBackboneException if the graph cannot be computed of them
     */
    Operand<TFloat32> features(Operand<TFloat32> images, int channels, int side, ImportedGraph seen) {
        return features(
                images, channels, side, seen, new GraphCost(images.shape().get(0)));
    }

    /** The same, counted. */
    Operand<TFloat32> features(Operand<TFloat32> images, int channels, int side, ImportedGraph seen, GraphCost cost) {
        if (seen.side() != null && seen.side() != side) {
            throw new InvalidBackboneException(
                    "the graph takes images of " + seen.side() + " pixels a side, not " + side);
        }
        return copied(fed(BackboneGraph.coloured(tf, images, channels, side), seen.range()), cost);
    }

    private Operand<TFloat32> fed(Operand<TFloat32> images, PixelRange range) {
        float[] offsets = new float[range.offsets().size()];
        float[] factors = new float[offsets.length];
        for (int c = 0; c < offsets.length; c++) {
            offsets[c] = range.offsets().get(c).floatValue();
            factors[c] = (float) (1 / range.scales().get(c));
        }
        return tf.math.mul(tf.math.sub(images, tf.constant(offsets)), tf.constant(factors));
    }

    private Operand<TFloat32> copied(Operand<TFloat32> images, GraphCost cost) {
        Map<String, Operation> made = new HashMap<>();
        made.put(SavedModelGraph.IMAGES, images.op());
        for (NodeDef node : graph.getNodeList()) {
            if (!node.getName().equals(SavedModelGraph.IMAGES)) {
                made.put(node.getName(), copied(node, made, cost));
            }
        }
        return Objects.requireNonNull(made.get(SavedModelGraph.FEATURES)).output(0);
    }

    private Operation copied(NodeDef node, Map<String, Operation> made, GraphCost cost) {
        OpDef definition = definitions.get(node.getOp());
        if (definition == null) {
            throw new InvalidBackboneException("the graph has the operation " + node.getOp() + ", which is not known");
        }
        Operation operation;
        List<Output<?>> inputs;
        try {
            OperationBuilder builder = tf.scope().opBuilder(node.getOp(), node.getName());
            inputs = addInputs(builder, node, definition, made);
            checkOutputs(node, definition);
            definition.getAttrList().stream()
                    .map(OpDef.AttrDef::getName)
                    .filter(node::containsAttr)
                    .forEach(name -> builder.setAttr(name, node.getAttrOrThrow(name)));
            operation = builder.build();
        } catch (InvalidBackboneException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvalidBackboneException(
                    "an operation " + node.getOp() + " of the graph cannot be computed: " + e.getMessage(), e);
        }
        cost.add(operation, inputs, node);
        return operation;
    }

    /** Some operations hand on lists, of lengths that a node says: each is made before its size is known. */
    private static void checkOutputs(NodeDef node, OpDef definition) {
        for (OpDef.ArgDef argument : definition.getOutputArgList()) {
            String number = argument.getNumberAttr();
            if (!number.isEmpty() && node.getAttrOrThrow(number).getI() > MOST_OUTPUTS) {
                throw new InvalidBackboneException(
                        "an operation " + node.getOp() + " of the graph has more than " + MOST_OUTPUTS + " outputs");
            }
        }
    }

    /** Some operations take lists, of lengths that a node says. */
    private static List<Output<?>> addInputs(
            OperationBuilder builder, NodeDef node, OpDef definition, Map<String, Operation> made) {
        List<Output<?>> all = new ArrayList<>();
        int at = 0;
        for (OpDef.ArgDef argument : definition.getInputArgList()) {
            int count = 1;
            boolean list = true;
            if (!argument.getNumberAttr().isEmpty()) {
                count = (int) node.getAttrOrThrow(argument.getNumberAttr()).getI();
            } else if (!argument.getTypeListAttr().isEmpty()) {
                count = node.getAttrOrThrow(argument.getTypeListAttr())
                        .getList()
                        .getTypeCount();
            } else {
                list = false;
            }
            if (count < 0 || count > node.getInputCount() - at) {
                throw new IllegalArgumentException("it has " + node.getInputCount() + " inputs");
            }
            Output<?>[] inputs = node.getInputList().subList(at, at + count).stream()
                    .map(input -> output(input, made))
                    .toArray(Output<?>[]::new);
            if (list) {
                builder.addInputList(inputs);
            } else {
                builder.addInput(inputs[0]);
            }
            all.addAll(List.of(inputs));
            at += count;
        }
        return all;
    }

    private static Output<?> output(String tensor, Map<String, Operation> made) {
        int colon = tensor.indexOf(':');
        Operation from = made.get(colon < 0 ? tensor : tensor.substring(0, colon));
        int index = colon < 0 ? 0 : Integer.parseInt(tensor.substring(colon + 1));
        if (from == null || index >= from.numOutputs()) {
            throw new IllegalArgumentException("there is no output " + tensor);
        }
        return from.output(index);
    }
}
