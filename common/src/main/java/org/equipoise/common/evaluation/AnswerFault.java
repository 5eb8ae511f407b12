package org.equipoise.common.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.labels.LabelSet;

/**
 * What is wrong with a network's answers to labelled images: everything is one class, or some classes are lost. A class
 * is lost whose recall is at most {@link Evaluation#COLLAPSED_RECALL}.
 *
 * @param kind how far it goes
 * @param lost indices of the classes that are lost, in label-set order, at least one
 * @param taker index of the class that takes most answers
 * @param share of the answers that it takes, in [0, 1]
 */
public record AnswerFault(Kind kind, List<Integer> lost, int taker, double share) {

    /** How far it goes. */
    public enum Kind {
        /** One class takes at least nine answers in ten, and every other class with images is lost: a collapse. */
        ONE_CLASS,
        /** Classes are lost, and others are told apart. */
        CLASS_LOST
    }

    public AnswerFault {
        lost = List.copyOf(lost);
    }

    /**
     * The fault; empty where no class is lost.
     *
     * @param recalls per class, of those that {@code known} names
     * @param known whether a class has images
     * @param shares of the answers per class
     */
    public static Optional<AnswerFault> of(List<Double> recalls, IntPredicate known, List<Double> shares) {
        List<Integer> lost = IntStream.range(0, recalls.size())
                .filter(known)
                .filter(k -> recalls.get(k) <= Evaluation.COLLAPSED_RECALL)
                .boxed()
                .toList();
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        int taker = IntStream.range(0, shares.size())
                .reduce((a, b) -> shares.get(b) > shares.get(a) ? b : a)
                .orElseThrow();
        boolean othersLost = IntStream.range(0, recalls.size())
                .filter(known)
                .filter(k -> k != taker)
                .allMatch(lost::contains);
        boolean one = othersLost && shares.get(taker) >= 1 - Evaluation.COLLAPSED_RECALL;
        return Optional.of(new AnswerFault(one ? Kind.ONE_CLASS : Kind.CLASS_LOST, lost, taker, shares.get(taker)));
    }

    /** The fault of an evaluation in words; empty where no class is lost. */
    public static Optional<String> words(Evaluation evaluation) {
        return of(evaluation)
                .map(fault -> fault.words(new LabelSet(evaluation.classes().stream()
                        .map(Evaluation.PerClass::name)
                        .toList())));
    }

    /** The fault of an evaluation; empty where no class is lost. */
    static Optional<AnswerFault> of(Evaluation evaluation) {
        var classes = evaluation.classes();
        return of(
                classes.stream().map(c -> c.recall() == null ? 0 : c.recall()).toList(),
                k -> classes.get(k).support() > 0,
                classes.stream()
                        .map(c -> c.predicted() / (double) Math.max(1, evaluation.images()))
                        .toList());
    }

    /** In words: {@code collapsed: every answer is none}, {@code class lost: malignant}. */
    public String words(LabelSet labels) {
        return name() + ": " + detail(labels);
    }

    /** The fault's name: {@code collapsed}, {@code class lost} or {@code classes lost}. */
    public String name() {
        return switch (kind) {
            case ONE_CLASS -> "collapsed";
            case CLASS_LOST -> lost.size() == 1 ? "class lost" : "classes lost";
        };
    }

    /** What follows the name. */
    public String detail(LabelSet labels) {
        return switch (kind) {
            case ONE_CLASS ->
                share == 1
                        ? "every answer is " + labels.name(taker)
                        : String.format(Locale.ROOT, "%.3f of the answers are %s", share, labels.name(taker));
            case CLASS_LOST -> lost.stream().map(labels::name).collect(Collectors.joining(", "));
        };
    }
}
