package org.equipoise.local.demo;

import java.util.Map;
import java.util.Optional;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.sets.ImageSet;

/** One of the article's causes in three acts: it is planted, found, and repaired. */
final class CauseStory {

    private final Stage stage;
    private final PlayedCause cause;
    private final ImageSet sound;
    private final Map<String, String> settings;

    /**
     * @param sound the phantoms with their right labels
     * @param settings of the training that repairs, over those that the diagnosis proposes
     */
    CauseStory(Stage stage, PlayedCause cause, ImageSet sound, Map<String, String> settings) {
        this.stage = stage;
        this.cause = cause;
        this.sound = sound;
        this.settings = Map.copyOf(settings);
    }

    /** @param readySeconds how long the stack took to start */
    CauseReport play(double readySeconds) {
        var timings = new Timings(readySeconds);
        DatasetFrozen dataset =
                timings.of("publish", () -> new PublishAct(stage).play(cause.spoilt(sound, stage.seed())));
        var training = new TrainAct(stage, dataset);
        TrainingOutcome collapsed = timings.of("collapse", () -> collapse(training));
        var diagnose = new DiagnoseAct(stage, training, settings);
        Optional<Diagnosis> diagnosis = timings.of("diagnosis", () -> diagnose.diagnosis(collapsed));
        stage.terminal().headline("3  The repair");
        diagnosis.ifPresentOrElse(
                card -> timings.of("repair", () -> repair(training, diagnose, card)),
                () -> stage.say("Without a diagnosis nothing is proposed."));
        return new CauseReport(
                cause.wireName(),
                DemoReport.Dataset.of(dataset),
                collapsed.decided().map(DemoReport.Training::of).orElse(null),
                diagnosis.map(diagnose::report).orElse(null),
                timings.total());
    }

    private TrainingOutcome collapse(TrainAct training) {
        stage.terminal().headline("2  A training with one fault");
        stage.say(cause.words());
        TrainingOutcome collapsed = training.outcome(training.ask("naive", cause.settings()));
        if (collapsed instanceof TrainingOutcome.Failed failed) {
            stage.say(stage.terminal().red("The run failed: " + failed.reason()));
        }
        collapsed.decided().ifPresent(decided -> {
            AnswerFault.words(decided.trained().test())
                    .ifPresent(words -> stage.say(stage.terminal().red(words + ".")));
            training.tellGate(decided);
        });
        return collapsed;
    }

    private boolean repair(TrainAct training, DiagnoseAct diagnose, Diagnosis card) {
        DatasetFrozen dataset =
                cause == PlayedCause.LABELS ? new ReadAct(stage, training.dataset(), sound).play() : training.dataset();
        return diagnose.repair(card, dataset);
    }
}
