package org.equipoise.diagnosis.proof;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/** The experiments that what is known already suspects: those that may prove something soon come first. */
public final class Agenda {

    private Agenda() {}

    /** Which to make before the others, the most telling first; may be empty. */
    public static List<Measure> first(Evidence known) {
        List<Measure> first = new ArrayList<>();
        if (known.value(Measure.IMBALANCE_RATIO).orElse(1) > ExperimentProofs.IMBALANCED
                && known.value(Measure.SHARES_CORRECTED).orElse(1) < ExperimentProofs.BALANCED_ITSELF) {
            first.add(Measure.BALANCED_GAIN);
            first.add(Measure.LEARNING_GAIN);
        }
        if (Math.abs(known.value(Measure.RATE_SET).orElse(0)) >= ExperimentProofs.RATE_OFF) {
            first.add(Measure.BEST_RATE);
            first.add(Measure.LEARNING_GAIN);
        }
        if (ExperimentProofs.labelsDoubted(known)) {
            first.add(Measure.DOUBTED_LABELS_GAIN);
            first.add(Measure.LEARNING_GAIN);
        }
        if (known.value(Measure.AUGMENTED_OTHER_LEARNER).orElse(0) >= ExperimentProofs.HARMED) {
            first.add(Measure.WITHOUT_AUGMENTATION_GAIN);
        }
        if (known.value(Measure.RECALL_GAP).orElse(0) >= ExperimentProofs.BY_HEART) {
            first.add(Measure.AUGMENTATION_GAIN);
            first.add(Measure.CAPACITY_GAIN);
        }
        return first.stream().distinct().toList();
    }
}
