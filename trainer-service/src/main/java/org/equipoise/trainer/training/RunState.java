package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is; enough, with the network's checkpoint, to go on after a kill.
 *
 * @param request what was asked first under this run's id
 * @param plan what was decided before the first epoch; absent until then
 * @param steps optimiser steps taken
 * @param telemetry one entry per epoch completed
 * @param seconds wall time of the epochs completed
 * @param message why it failed, empty otherwise
 */
public record RunState(
        TrainingRequested request,
        @Nullable RunPlan plan,
        Phase phase,
        long steps,
        EarlyStopping stopping,
        List<EpochTelemetry> telemetry,
        double seconds,
        String message) {

    /** How far it is. */
    public enum Phase {
        /** Epochs are being trained. */
        TRAINING,
        /** The model and its answers are stored; what follows may not have happened. */
        TRAINED,
        /** Everything happened. */
        COMPLETED,
        /** Given up. */
        FAILED
    }

    public RunState {
        telemetry = List.copyOf(telemetry);
    }

    /** Nothing done yet. */
    public static RunState start(TrainingRequested request) {
        return new RunState(request, null, Phase.TRAINING, 0, EarlyStopping.START, List.of(), 0, "");
    }

    /** Epochs completed. */
    public int epochs() {
        return telemetry.size();
    }

    /** After one more epoch. */
    public RunState after(long stepsNow, EarlyStopping stoppingNow, EpochTelemetry epoch, double epochSeconds) {
        List<EpochTelemetry> all = new ArrayList<>(telemetry);
        all.add(epoch);
        return new RunState(request, plan, phase, stepsNow, stoppingNow, all, seconds + epochSeconds, "");
    }

    /** With what was decided before the first epoch. */
    public RunState planned(RunPlan decided) {
        return new RunState(request, decided, phase, steps, stopping, telemetry, seconds, message);
    }

    /** The same in another phase. */
    public RunState in(Phase next) {
        return new RunState(request, plan, next, steps, stopping, telemetry, seconds, message);
    }

    /** The same, given up. */
    public RunState failed(String why) {
        return new RunState(request, plan, Phase.FAILED, steps, stopping, telemetry, seconds, why);
    }
}
