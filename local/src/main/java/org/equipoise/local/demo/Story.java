package org.equipoise.local.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.local.client.TrainingOutcome.Decided;
import org.jspecify.annotations.Nullable;

/** The five acts in order, and what they add up to. */
final class Story {

    private final Stage stage;
    private final DemoData data;
    private final Map<String, String> settings;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /** @param settings of the training that repairs, over those that the diagnosis proposes */
    Story(Stage stage, DemoData data, Map<String, String> settings) {
        this.stage = stage;
        this.data = data;
        this.settings = Map.copyOf(settings);
    }

    /**
     * How it went.
     *
     * @param falseAlarms alerts that fired before the fault
     */
    record Ending(DemoReport report, long falseAlarms) {}

    /** @param readySeconds how long the stack took to start */
    Ending play(double readySeconds) {
        long began = System.nanoTime();
        seconds.put("ready", round(readySeconds));
        DatasetFrozen dataset = timed("publish", () -> new PublishAct(stage).play(data.training()));
        var training = new TrainAct(stage, dataset);
        Decided naive = timed("naive", () -> naive(training));
        var diagnose = new DiagnoseAct(stage, training, settings);
        Optional<Diagnosis> diagnosis = timed("diagnosis", () -> diagnose.diagnosis(naive));
        Decided balanced = timed("balanced", () -> balanced(training, diagnose, naive, diagnosis));
        Champion champion = balanced.decision().champion();
        DemoReport.Alert alert = null;
        long falseAlarms = 0;
        if (champion == null) {
            stage.say(stage.terminal().red("No version serves, so the last two acts cannot be played."));
        } else {
            try (var watch = new WatchAct(stage, data, champion)) {
                falseAlarms = timed("healthy", watch::playHealthy);
                long alarmsSoFar = falseAlarms;
                alert = timed("fault", () -> watch.playFault(alarmsSoFar));
            }
        }
        seconds.put("total", round(readySeconds + (System.nanoTime() - began) / 1e9));
        var report = new DemoReport(
                DemoReport.Dataset.of(dataset),
                training(naive),
                training(balanced),
                balanced.promoted(),
                alert,
                diagnosis.map(diagnose::report).orElse(null),
                seconds);
        return new Ending(report, falseAlarms);
    }

    private Decided naive(TrainAct training) {
        stage.terminal().headline("2  A naive training");
        stage.say("Plain cross-entropy, images as they come, stopped by accuracy.");
        Decided naive = training.play("naive", Map.of());
        AnswerFault.words(naive.trained().test())
                .ifPresent(words ->
                        stage.say("The loss fell, and yet: " + stage.terminal().red(words) + "."));
        training.tellGate(naive);
        return naive;
    }

    private Decided balanced(TrainAct training, DiagnoseAct diagnose, Decided naive, Optional<Diagnosis> diagnosis) {
        stage.terminal().headline("3  The repair");
        Decided balanced = diagnose.trainProposed(diagnosis);
        training.tellGate(balanced);
        stage.table(DemoTables.comparison(training(naive), training(balanced)));
        return balanced;
    }

    private static DemoReport.Training training(Decided decided) {
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
