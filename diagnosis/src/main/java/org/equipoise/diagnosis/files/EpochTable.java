package org.equipoise.diagnosis.files;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.history.TrainingHistory.Epoch;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a log says until all of an epoch is known: training and validation stand on different lines of some,
 * and steps on lines of their own. Several values of an epoch count as their mean.
 */
final class EpochTable {

    static final int MOST_EPOCHS = 100_000;

    private final String name;
    private final Map<Long, Map<HistoryColumn, Mean>> epochs = new TreeMap<>();

    EpochTable(String name) {
        this.name = name;
    }

    /** A value of an epoch; one that is not finite is kept as such. */
    void add(long epoch, HistoryColumn column, double value) {
        epochs.computeIfAbsent(epoch, e -> new EnumMap<>(HistoryColumn.class))
                .computeIfAbsent(column, c -> new Mean())
                .add(value);
        if (epochs.size() > MOST_EPOCHS) {
            throw new UnreadableFileException(name + " has more than " + MOST_EPOCHS + " epochs");
        }
    }

    /** Whether a loss was seen, finite or not. */
    boolean hasLoss() {
        return epochs.values().stream().anyMatch(row -> row.keySet().stream().anyMatch(HistoryColumn::isLoss));
    }

    /** The history; there must be a value. */
    TrainingHistory history() {
        List<Epoch> rows = new ArrayList<>();
        Integer diverged = null;
        for (Map<HistoryColumn, Mean> row : epochs.values()) {
            int number = rows.size() + 1;
            boolean finite = row.entrySet().stream()
                    .noneMatch(entry -> entry.getKey().isLoss()
                            && !Double.isFinite(entry.getValue().value()));
            if (!finite && diverged == null) {
                diverged = number;
            }
            rows.add(new Epoch(
                    number,
                    value(row, HistoryColumn.TRAIN_LOSS),
                    value(row, HistoryColumn.VALIDATION_LOSS),
                    value(row, HistoryColumn.TRAIN_ACCURACY),
                    value(row, HistoryColumn.VALIDATION_ACCURACY),
                    value(row, HistoryColumn.BALANCED_ACCURACY),
                    value(row, HistoryColumn.LEARNING_RATE)));
        }
        return new TrainingHistory(rows, diverged);
    }

    private static @Nullable Double value(Map<HistoryColumn, Mean> row, HistoryColumn column) {
        Mean mean = row.get(column);
        return mean == null || !Double.isFinite(mean.value()) ? null : Double.valueOf(mean.value());
    }

    private static final class Mean {

        private double sum;
        private int n;

        void add(double value) {
            sum += value;
            n++;
        }

        double value() {
            return sum / n;
        }
    }
}
