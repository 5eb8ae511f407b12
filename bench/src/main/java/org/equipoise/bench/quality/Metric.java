package org.equipoise.bench.quality;

import java.util.OptionalDouble;
import java.util.function.Function;

import org.equipoise.common.evaluation.Evaluation;

/** What is read off the test split. */
enum Metric {
    AUC("AUC", test -> test.auc() == null ? OptionalDouble.empty() : OptionalDouble.of(test.auc())),
    ACCURACY("accuracy", test -> OptionalDouble.of(test.accuracy())),
    BALANCED_ACCURACY("balanced accuracy", test -> OptionalDouble.of(test.balancedAccuracy())),
    MACRO_F1("macro-F1", test -> OptionalDouble.of(test.macroF1()));

    private final String text;
    private final Function<Evaluation, OptionalDouble> value;

    Metric(String text, Function<Evaluation, OptionalDouble> value) {
        this.text = text;
        this.value = value;
    }

    String text() {
        return text;
    }

    /** In [0, 1]; empty where it is undefined. */
    OptionalDouble of(Evaluation test) {
        return value.apply(test);
    }
}
