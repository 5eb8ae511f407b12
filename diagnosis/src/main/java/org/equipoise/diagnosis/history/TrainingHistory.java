package org.equipoise.diagnosis.history;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A training, epoch by epoch, as its log tells it. What the log does not say is absent.
 *
 * @param epochs in their order, at least one
 * @param divergedAt number of the first epoch with a loss that is not finite; absent where all are
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TrainingHistory(List<Epoch> epochs, @Nullable Integer divergedAt) {

    /**
     * One epoch; every number is finite.
     *
     * @param number from 1
     * @param trainLoss as the log has it, usually cross-entropy in nats
     * @param validationLoss likewise
     * @param trainAccuracy in [0, 1]
     * @param validationAccuracy in [0, 1]
     * @param balancedAccuracy on validation images, in [0, 1]
     * @param learningRate as the log has it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Epoch(
            int number,
            @Nullable Double trainLoss,
            @Nullable Double validationLoss,
            @Nullable Double trainAccuracy,
            @Nullable Double validationAccuracy,
            @Nullable Double balancedAccuracy,
            @Nullable Double learningRate) {

        /** With what another log says of this epoch where this one is silent. */
        Epoch or(Epoch other) {
            return new Epoch(
                    number,
                    first(trainLoss, other.trainLoss),
                    first(validationLoss, other.validationLoss),
                    first(trainAccuracy, other.trainAccuracy),
                    first(validationAccuracy, other.validationAccuracy),
                    first(balancedAccuracy, other.balancedAccuracy),
                    first(learningRate, other.learningRate));
        }

        private static @Nullable Double first(@Nullable Double a, @Nullable Double b) {
            return a == null ? b : a;
        }
    }

    public TrainingHistory {
        epochs = List.copyOf(epochs);
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("a training history needs an epoch, got none");
        }
    }

    /** With what another log of the same run says: training and validation are often exported apart. */
    public TrainingHistory and(TrainingHistory other) {
        int most = Math.max(epochs.size(), other.epochs.size());
        List<Epoch> both = IntStream.range(0, most)
                .mapToObj(i -> i >= epochs.size()
                        ? other.epochs.get(i)
                        : i >= other.epochs.size()
                                ? epochs.get(i)
                                : epochs.get(i).or(other.epochs.get(i)))
                .toList();
        Integer first = divergedAt;
        Integer second = other.divergedAt;
        return new TrainingHistory(
                both, first == null ? second : second == null ? first : Integer.valueOf(Math.min(first, second)));
    }

    /** The epoch at which a loss was not finite first; empty where all were. */
    public OptionalInt diverged() {
        Integer at = divergedAt;
        return at == null ? OptionalInt.empty() : OptionalInt.of(at);
    }

    /** The values of one column where it has some, in the order of the epochs. */
    public List<Double> values(Function<Epoch, @Nullable Double> column) {
        return epochs.stream()
                .<@Nullable Double>map(column)
                .filter(Objects::nonNull)
                .toList();
    }
}
