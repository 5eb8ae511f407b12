package org.equipoise.trainer.tensorflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.equipoise.trainer.backbone.InvalidBackboneException;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;

/**
 * The nodes that lead from a graph's images to its features, each of an operation that is known, written anew: in the
 * order in which they are computed, without names, devices and waiting for each other. Nothing is carried out.
 */
final class SavedModelGraph {

    /** The first node: a placeholder. */
    static final String IMAGES = "images";

    /** The last node. */
    static final String FEATURES = "features";

    private final Map<String, NodeDef> nodes = new HashMap<>();
    private final Map<String, String> renamed = new LinkedHashMap<>();
    private final GraphDef.Builder written = GraphDef.newBuilder();
    private final FrozenNumbers numbers;
    private final String images;
    private boolean reached;

    private SavedModelGraph(GraphDef graph, FrozenNumbers numbers, String images) {
        this.numbers = numbers;
        this.images = images;
        for (NodeDef node : graph.getNodeList()) {
            if (nodes.put(node.getName(), node) != null) {
                throw new InvalidBackboneException("the graph has two nodes of one name");
            }
        }
    }

    /**
     * Checks and writes.
     *
     * @param signature its input and its output
     * @param numbers counts and checks the constants
     * @throws InvalidBackboneException if anything in between is not known to be harmless
     */
    static GraphDef of(GraphDef graph, FeatureSignature signature, FrozenNumbers numbers) {
        var from = new SavedModelGraph(graph, numbers, node(signature.input()));
        if (!port(signature.input()).isEmpty()) {
            throw new InvalidBackboneException("the input is not the only output of its node");
        }
        NodeDef input = from.nodes.get(from.images);
        if (input == null || !input.getOp().equals("Placeholder")) {
            throw new InvalidBackboneException("the input is no placeholder of the graph");
        }
        from.write(input, IMAGES);
        from.lead(node(signature.output()));
        if (!from.reached) {
            throw new InvalidBackboneException("its output does not depend on its input");
        }
        return from.written
                .addNode(NodeDef.newBuilder()
                        .setName(FEATURES)
                        .setOp("Identity")
                        .addInput(from.renamed(signature.output()))
                        .putAttr(
                                "T",
                                AttrValue.newBuilder()
                                        .setType(DataType.DT_FLOAT)
                                        .build()))
                .build();
    }

    /** Everything that a node needs, before it; with a stack of its own, however deep the graph is. */
    private void lead(String to) {
        Deque<String> open = new ArrayDeque<>(List.of(to));
        Set<String> begun = new HashSet<>();
        while (!open.isEmpty()) {
            String name = Objects.requireNonNull(open.peek());
            if (renamed.containsKey(name)) {
                reached |= name.equals(images);
                open.pop();
                continue;
            }
            NodeDef node = nodes.get(name);
            if (node == null) {
                throw new InvalidBackboneException("the graph is cut short: it lacks a node that another one needs");
            }
            if (begun.add(name)) {
                check(node);
                inputs(node).forEach(input -> open.push(node(input)));
            } else if (inputs(node).stream().allMatch(input -> renamed.containsKey(node(input)))) {
                write(node, "n" + renamed.size());
                open.pop();
            } else {
                throw new InvalidBackboneException("the graph runs in a circle");
            }
        }
    }

    private void check(NodeDef node) {
        String operation = node.getOp();
        if (PureOperations.isVariable(operation)) {
            throw new InvalidBackboneException("the SavedModel holds variables (" + operation
                    + "): export it with its weights as constants, docs/backbones.md says how");
        }
        if (PureOperations.isCall(operation)) {
            throw new InvalidBackboneException("the SavedModel calls functions (" + operation
                    + "): export it as one graph with its weights as constants, docs/backbones.md says how");
        }
        if (!PureOperations.contains(operation)) {
            throw new InvalidBackboneException("the graph has the operation " + printable(operation)
                    + ", which is not among those that are known");
        }
        if (operation.equals("Placeholder")) {
            throw new InvalidBackboneException("the graph needs something else than its one input");
        }
        AttrValue training = node.getAttrMap().get("is_training");
        if (PureOperations.isNormalisation(operation) && (training == null || training.getB())) {
            throw new InvalidBackboneException("the graph normalises by the images beside (" + operation
                    + " with is_training): export it as it answers, training=False");
        }
        if (operation.equals("Const")) {
            numbers.check(node);
        }
    }

    private void write(NodeDef node, String name) {
        NodeDef.Builder plain = NodeDef.newBuilder().setName(name).setOp(node.getOp());
        inputs(node).forEach(input -> plain.addInput(renamed(input)));
        node.getAttrMap().forEach((key, value) -> {
            if (value.hasFunc()
                    || value.hasPlaceholder()
                    || (value.hasList() && value.getList().getFuncCount() > 0)) {
                throw new InvalidBackboneException("an operation " + node.getOp() + " of the graph names a function");
            }
            if (!key.startsWith("_")) {
                plain.putAttr(key, value);
            }
        });
        written.addNode(plain);
        renamed.put(node.getName(), name);
    }

    /** What computes before something else and hands nothing on is left out: nothing here has any other effect. */
    private static List<String> inputs(NodeDef node) {
        return node.getInputList().stream()
                .filter(input -> !input.startsWith("^"))
                .toList();
    }

    private String renamed(String tensor) {
        return renamed.get(node(tensor)) + port(tensor);
    }

    /** The node that makes a tensor. */
    static String node(String tensor) {
        int colon = tensor.lastIndexOf(':');
        return colon < 0 ? tensor : tensor.substring(0, colon);
    }

    /** Which of a node's outputs, with its colon; empty of the first. */
    private static String port(String tensor) {
        int colon = tensor.lastIndexOf(':');
        String port = colon < 0 ? null : tensor.substring(colon);
        if (port != null && !port.matches(":[0-9]{1,4}")) {
            throw new InvalidBackboneException("the graph names an output that is no number");
        }
        return port == null || port.equals(":0") ? "" : port;
    }

    /** A name from a file, short and without anything that a terminal would obey. */
    static String printable(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._/-]", "?");
        return plain.length() <= 80 ? plain : plain.substring(0, 80) + "...";
    }
}
