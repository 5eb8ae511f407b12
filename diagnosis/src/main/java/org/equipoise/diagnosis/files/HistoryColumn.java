package org.equipoise.diagnosis.files;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a column of a training history is about, by the names that Keras, Lightning, Hugging Face and people give it.
 */
enum HistoryColumn {
    TRAIN_LOSS,
    VALIDATION_LOSS,
    TRAIN_ACCURACY,
    VALIDATION_ACCURACY,
    BALANCED_ACCURACY,
    LEARNING_RATE;

    private static final Set<String> LOSS = Set.of("loss", "cross_entropy", "crossentropy", "ce", "ce_loss", "nll");
    private static final Set<String> ACCURACY = Set.of(
            "accuracy",
            "acc",
            "binary_accuracy",
            "categorical_accuracy",
            "sparse_categorical_accuracy",
            "multiclassaccuracy",
            "binaryaccuracy");
    private static final Set<String> BALANCED = Set.of("balanced_accuracy", "bal_acc", "balanced_acc", "uar");

    /** The column of a name; empty for one that says nothing here. */
    static Optional<HistoryColumn> of(String name) {
        String key = name.strip().toLowerCase(Locale.ROOT).replaceAll("[/.\\s-]+", "_");
        if (key.equals("lr") || key.equals("learning_rate") || key.startsWith("lr_")) {
            return Optional.of(LEARNING_RATE);
        }
        String bare = key.replaceFirst("_(epoch|step)$", "").replaceFirst("^epoch_", "");
        String measure = bare.replaceFirst("^(val|valid|validation|eval)_", "").replaceFirst("_(val|validation)$", "");
        boolean validation = !measure.equals(bare);
        if (!validation) {
            measure = bare.replaceFirst("^(train|training)_", "").replaceFirst("_train$", "");
        }
        if (LOSS.contains(measure)) {
            return Optional.of(validation ? VALIDATION_LOSS : TRAIN_LOSS);
        }
        if (ACCURACY.contains(measure)) {
            return Optional.of(validation ? VALIDATION_ACCURACY : TRAIN_ACCURACY);
        }
        return BALANCED.contains(measure) && validation ? Optional.of(BALANCED_ACCURACY) : Optional.empty();
    }

    /** Whether it is a loss: only those can be read against the prior's entropy. */
    boolean isLoss() {
        return this == TRAIN_LOSS || this == VALIDATION_LOSS;
    }
}
