package org.equipoise.local.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.client.TrainingOutcome.Decided;
import org.equipoise.local.sets.ImageSet;
import org.jspecify.annotations.Nullable;

/** One of the article's causes in three acts: it is planted, found, and repaired. */
final class CauseStory {

    private final Stage stage;
    private final PlayedCause cause;
    private final ImageSet sound;
    private final Map<String, String> settings;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

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
        long began = System.nanoTime();
        seconds.put("ready", round(readySeconds));
        DatasetFrozen dataset = timed("publish", () -> new PublishAct(stage).play(cause.spoilt(sound, stage.seed())));
        var training = new TrainAct(stage, dataset);
        TrainingOutcome collapsed = timed("collapse", () -> collapse(training));
        var diagnose = new DiagnoseAct(stage, training, settings);
        Optional<Diagnosis> diagnosis = timed("diagnosis", () -> diagnose.diagnosis(collapsed));
        stage.terminal().headline("3  The repair");
        diagnosis.ifPresentOrElse(
                card -> timed("repair", () -> repair(training, diagnose, card)),
                () -> stage.say("Without a diagnosis nothing is proposed."));
        seconds.put("total", round(readySeconds + (System.nanoTime() - began) / 1e9));
        return new CauseReport(
                cause.wireName(),
                DemoReport.Dataset.of(dataset),
                collapsed.decided().map(CauseStory::report).orElse(null),
                diagnosis.map(diagnose::report).orElse(null),
                seconds);
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

    private static DemoReport.Training report(Decided decided) {
        return DemoReport.Training.of(
                decided.trained().version(),
                decided.decision().outcome().code(),
                decided.trained().test(),
                decided.trained().epochs());
    }

    private <T extends @Nullable Object> T timed(String act, Supplier<T> play) {
        long began = System.nanoTime();
        T result = play.get();
        seconds.put(act, round((System.nanoTime() - began) / 1e9));
        return result;
    }

    private static double round(double seconds) {
        return Math.round(seconds * 10) / 10.0;
    }
}
