package org.equipoise.local.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.local.client.TrainingOutcome.Decided;
import org.jspecify.annotations.Nullable;

/** The five acts in order, and what they add up to. */
final class Story {

    private final Stage stage;
    private final DemoData data;
    private final Map<String, String> balancedSettings = new LinkedHashMap<>();
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    /** @param settings of the balanced training, over the automatic recipe */
    Story(Stage stage, DemoData data, Map<String, String> settings) {
        this.stage = stage;
        this.data = data;
        // An ensemble answers better and takes that many times longer; one network is enough to tell the story.
        balancedSettings.put("ensembleMembers", "1");
        balancedSettings.putAll(settings);
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
        Decided balanced = timed("balanced", () -> balanced(training, naive));
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

    private Decided balanced(TrainAct training, Decided naive) {
        stage.terminal().headline("3  A balanced training");
        stage.say(
                "The recipe auto: network, balance, warps and steps follow from the dataset; the model card has the reasons.");
        stage.say("The story takes one network where auto might take several, to be short.");
        Decided balanced = training.play("auto", balancedSettings);
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
