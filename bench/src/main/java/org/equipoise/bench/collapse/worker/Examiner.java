package org.equipoise.bench.collapse.worker;

import java.time.Duration;

import org.equipoise.bench.collapse.Design;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.trainer.training.NetworkFactory;

/** STUB until the trainer's examination is there. */
final class Examiner {

    Examiner(NetworkFactory networks, Duration budget) {}

    Evidence examine(Design design, RunTrainer.Trained trained) {
        return Evidence.NONE;
    }
}
