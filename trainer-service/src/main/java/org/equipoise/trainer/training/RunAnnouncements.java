package org.equipoise.trainer.training;

import java.time.Clock;
import java.util.Locale;
import java.util.stream.Collectors;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.telemetry.EpochMeasures;
import org.jspecify.annotations.Nullable;

/** Says what a run does, in events and sentences. */
final class RunAnnouncements {

    private final ProgressSink sink;
    private final Clock clock;
    private final ChosenRecipe chosen;

    RunAnnouncements(ProgressSink sink, Clock clock, ChosenRecipe chosen) {
        this.sink = sink;
        this.clock = clock;
        this.chosen = chosen;
    }

    /**
     * Says where a run goes on, and whether its last bits will be others than without the interruption.
     *
     * @param remark the end of the sentence, or empty
     */
    void resumed(RunState state, RunPlan plan, String device, String remark) {
        String where = state.epochs() > 0 ? "after epoch " + state.epochs() : "before its first epoch";
        String before = plan.device();
        String bits = before == null || before.equals(device)
                ? ""
                : "; it began on " + before
                        + ", so the last bits of its weights differ from those of an undisturbed run";
        publish(state, Phase.RESUMED, plan.epochs(), null, "goes on " + where + " on " + device + bits + remark);
    }

    void started(RunState state, RunPlan plan, NetworkDescription network, String device) {
        String choices = chosen.choices().stream()
                .map(c -> c.setting() + "=" + c.value() + " (" + c.reason() + ")")
                .collect(Collectors.joining("; "));
        String remarks = plan.remarks().stream().map(r -> "; " + r).collect(Collectors.joining());
        publish(
                state,
                Phase.STARTED,
                plan.epochs(),
                null,
                String.format(
                        Locale.ROOT,
                        "recipe %s on %s; %,d parameters, %,d multiply-adds an image; %s",
                        chosen.name(),
                        device,
                        network.parameters(),
                        network.multiplyAdds(),
                        choices + remarks));
    }

    void epoch(RunState state, RunPlan plan, LabelSet labelSet) {
        EpochTelemetry last = state.telemetry().get(state.epochs() - 1);
        publish(state, Phase.EPOCH, plan.epochs(), last, EpochMeasures.sentence(last, labelSet));
    }

    void finished(RunState state, Recipe recipe) {
        EarlyStopping best = state.stopping();
        RunPlan decided = state.plan();
        RunPlan plan = decided == null ? RunPlan.of(chosen) : decided;
        publish(
                state,
                Phase.FINISHED,
                plan.epochs(),
                null,
                String.format(
                        Locale.ROOT,
                        "kept epoch %d of %d (%s %.3f, validation loss %.4f) after %.1f s%s",
                        best.bestEpoch(),
                        state.epochs(),
                        recipe.schedule()
                                .stopOn()
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', ' '),
                        best.bestScore(),
                        best.bestLoss(),
                        state.seconds(),
                        plan.missed(recipe, state.epochs())
                                .map(missed -> "; " + missed)
                                .orElse("")));
    }

    private void publish(RunState state, Phase phase, int epochs, @Nullable EpochTelemetry telemetry, String message) {
        sink.publish(new TrainingProgressed(
                state.request().runId(),
                state.request().model(),
                phase,
                state.epochs(),
                epochs,
                telemetry,
                message,
                clock.instant()));
    }
}
