package org.equipoise.local.demo;

import java.util.Map;
import java.util.Optional;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.local.client.TrainingOutcome.Decided;

/** The five acts in order, and what they add up to. */
final class Story {

    private final Stage stage;
    private final DemoData data;
    private final Map<String, String> settings;

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
        var timings = new Timings(readySeconds);
        DatasetFrozen dataset = timings.of("publish", () -> new PublishAct(stage).play(data.training()));
        var training = new TrainAct(stage, dataset);
        Decided naive = timings.of("naive", () -> naive(training));
        var diagnose = new DiagnoseAct(stage, training, settings);
        Optional<Diagnosis> diagnosis = timings.of("diagnosis", () -> diagnose.diagnosis(naive));
        Decided balanced = timings.of("balanced", () -> balanced(training, diagnose, naive, diagnosis));
        Champion champion = balanced.decision().champion();
        DemoReport.Alert alert = null;
        long falseAlarms = 0;
        if (champion == null) {
            stage.say(stage.terminal().red("No version serves, so the last two acts cannot be played."));
        } else {
            try (var watch = new WatchAct(stage, data, champion)) {
                falseAlarms = timings.of("healthy", watch::playHealthy);
                long alarmsSoFar = falseAlarms;
                alert = timings.of("fault", () -> watch.playFault(alarmsSoFar));
            }
        }
        var report = new DemoReport(
                DemoReport.Dataset.of(dataset),
                DemoReport.Training.of(naive),
                DemoReport.Training.of(balanced),
                balanced.promoted(),
                alert,
                diagnosis.map(diagnose::report).orElse(null),
                timings.total());
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
        stage.table(DemoTables.comparison(DemoReport.Training.of(naive), DemoReport.Training.of(balanced)));
        return balanced;
    }
}
