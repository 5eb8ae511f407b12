package org.equipoise.bench.collapse.worker;

import java.time.Clock;
import java.time.Duration;

import org.equipoise.bench.collapse.Design;
import org.equipoise.bench.collapse.ImageTable;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.trainer.diagnosis.ExaminedRun;
import org.equipoise.trainer.diagnosis.RunExamination;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.NetworkFactory;

/** Lets the trainer examine a run, which knows nothing of what was injected. */
final class Examiner {

    private final RunExamination examination;
    private final Duration budget;

    /** @param networks for the experiments: as they should be */
    Examiner(NetworkFactory networks, Duration budget) {
        examination = new RunExamination(networks, Clock.systemUTC(), () -> false);
        this.budget = budget;
    }

    Evidence examine(Design design, RunTrainer.Trained trained) {
        var run = new ExaminedRun(
                trained.recipe(),
                trained.network(),
                trained.seed(),
                trained.counts(),
                images(design.train()),
                images(design.validation()),
                trained.drawn(),
                trained.answers(),
                trained.telemetry(),
                trained.checkpoint(),
                trained.failure());
        return examination.examine(run, budget).evidence();
    }

    private static LabelledImages images(ImageTable images) {
        return new LabelledImages(images.shape(), images.pixels(), images.labels());
    }
}
