package org.equipoise.diagnosis.ranking;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.jspecify.annotations.Nullable;

/**
 * Questions about measures, one after the other. Where a measure is not known both answers are followed, each by the
 * share of the runs that it was given by, as in C4.5: what was not measured says nothing.
 *
 * @param nodes the first is the root; what follows a low value comes right after its question
 * @see <a href="https://doi.org/10.1007/BF00993309">Quinlan, C4.5, 1993</a>
 */
public record Tree(List<Node> nodes) {

    /**
     * A question, or an end.
     *
     * @param question absent at an end
     * @param runs that came here in the learning, by their causes; at least one above 0
     */
    public record Node(@Nullable Question question, Map<Cause, Double> runs) {

        public Node {
            var copy = new EnumMap<Cause, Double>(Cause.class);
            copy.putAll(runs);
            runs = Collections.unmodifiableMap(copy);
            if (runs.isEmpty() || runs.values().stream().anyMatch(count -> !(count > 0 && count < 1e9))) {
                throw new IllegalArgumentException("a node needs numbers of runs above 0, got " + runs);
            }
        }

        /** An end. */
        public static Node end(Map<Cause, Double> runs) {
            return new Node(null, runs);
        }

        /** A question, with the runs of both answers. */
        public static Node asking(Question question, Node low, Node high) {
            Map<Cause, Double> runs = new EnumMap<>(Cause.class);
            low.runs().forEach((cause, count) -> runs.merge(cause, count, Double::sum));
            high.runs().forEach((cause, count) -> runs.merge(cause, count, Double::sum));
            return new Node(question, runs);
        }

        /** Number of runs, of all causes. */
        double all() {
            return runs.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        double share(Cause cause) {
            return runs.getOrDefault(cause, 0.0) / all();
        }
    }

    /**
     * Whether a measure is at most a value.
     *
     * @param high place of the node that follows a higher value
     */
    public record Question(Measure measure, double upTo, int high) {}

    public Tree {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("a tree needs a node");
        }
        for (int i = 0; i < nodes.size(); i++) {
            Question question = nodes.get(i).question();
            if (question != null && !(question.high() > i + 1 && question.high() < nodes.size())) {
                throw new IllegalArgumentException(
                        "node " + i + " of " + nodes.size() + " leads to " + question.high());
            }
        }
    }

    /** Is told each step from a question to an answer. */
    @FunctionalInterface
    interface Steps {

        /**
         * Is told one.
         *
         * @param weight share of the run that goes this way, in (0, 1]
         */
        void step(Measure measure, Node from, Node to, double weight);
    }

    /** Adds the shares of the causes at the ends that the evidence leads to. */
    void add(Evidence evidence, Map<Cause, Double> shares, Steps steps) {
        follow(0, 1, evidence, shares, steps);
    }

    private void follow(int place, double weight, Evidence evidence, Map<Cause, Double> shares, Steps steps) {
        Node node = nodes.get(place);
        Question question = node.question();
        if (question == null) {
            node.runs().forEach((cause, count) -> shares.merge(cause, weight * count / node.all(), Double::sum));
            return;
        }
        int low = place + 1;
        if (evidence.value(question.measure()).isPresent()) {
            int next = evidence.value(question.measure()).getAsDouble() <= question.upTo() ? low : question.high();
            steps.step(question.measure(), node, nodes.get(next), weight);
            follow(next, weight, evidence, shares, steps);
        } else {
            double lowRuns = nodes.get(low).all();
            double lowShare = lowRuns / (lowRuns + nodes.get(question.high()).all());
            follow(low, weight * lowShare, evidence, shares, steps);
            follow(question.high(), weight * (1 - lowShare), evidence, shares, steps);
        }
    }
}
