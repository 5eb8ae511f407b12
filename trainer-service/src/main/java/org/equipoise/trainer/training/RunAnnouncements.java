package org.equipoise.trainer.training;

import java.time.Clock;
import java.util.Locale;
import java.util.stream.Collectors;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.recipe.ChosenRecipe;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.Recipe.StopCriterion;
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

    /** @param remark what the gate will refuse whatever is trained, or empty: it is said first */
    void started(RunState state, RunPlan plan, NetworkDescription network, String device, String remark) {
        String choices = chosen.notable().stream()
                .map(choice -> choice.setting() + "=" + choice.value())
                .collect(Collectors.joining(", "));
        String remarks = plan.remarks().stream().map(r -> "; " + r).collect(Collectors.joining());
        publish(
                state,
                Phase.STARTED,
                plan.epochs(),
                null,
                String.format(
                        Locale.ROOT,
                        "%srecipe %s on %s; %,d parameters, %,d multiply-adds an image; %s; the model card has every"
                                + " setting with its reason%s",
                        remark.isEmpty() ? "" : remark + "; ",
                        chosen.name(),
                        device,
                        network.parameters(),
                        network.multiplyAdds(),
                        choices.isEmpty() ? "every setting is as usual" : choices,
                        remarks));
    }

    /** A sentence on the way, without numbers. */
    void remark(RunState state, RunPlan plan, String message) {
        publish(state, Phase.EPOCH, plan.epochs(), null, message);
    }

    /** @param anew the plan behind the epoch, of which more or fewer may follow than {@code plan} had */
    void epoch(RunState state, RunPlan plan, RunPlan anew, LabelSet labelSet) {
        EpochTelemetry last = state.telemetry().get(state.epochs() - 1);
        String remark = anew.equals(plan)
                ? ""
                : "; " + anew.remarks().get(anew.remarks().size() - 1);
        publish(state, Phase.EPOCH, anew.epochs(), last, EpochMeasures.sentence(last, labelSet) + remark);
    }

    /** On the way through the epoch after those of {@code state}. */
    void steps(RunState state, RunPlan plan, StepTelemetry seen) {
        String message = String.format(
                Locale.ROOT,
                "step %d in epoch %d: loss %.4f, %.0f images/s",
                seen.step(),
                state.epochs() + 1,
                seen.loss(),
                seen.imagesPerSecond());
        sink.publish(new TrainingProgressed(
                state.request().runId(),
                state.request().model(),
                Phase.EPOCH,
                state.epochs(),
                plan.epochs(),
                null,
                message,
                clock.instant(),
                seen));
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
                        "kept epoch %d of %d (%svalidation loss %.4f) after %.1f s%s",
                        best.bestEpoch(),
                        state.epochs(),
                        score(recipe.schedule().stopOn(), best),
                        state.telemetry().get(best.bestEpoch() - 1).validationLoss(),
                        state.seconds(),
                        plan.missed(recipe, state.epochs())
                                .map(missed -> "; " + missed)
                                .orElse("")));
    }

    /** What the best epoch was chosen by; a loss is said anyway. */
    private static String score(StopCriterion criterion, EarlyStopping best) {
        return switch (criterion) {
            case ACCURACY -> score("accuracy", best);
            case BALANCED_ACCURACY -> score("balanced accuracy", best);
            case AUC -> score("AUC", best);
            case LOSS -> "";
        };
    }

    private static String score(String name, EarlyStopping best) {
        return String.format(Locale.ROOT, "%s %.3f, ", name, best.bestScore());
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
