package org.equipoise.trainer.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
 * @param seconds wall time of the epochs completed, those that were lost and trained again included, and of the
 *     rehearsal and what was tried out before them
 * @param message why it failed, empty otherwise
 * @param owner who goes on with it; absent before the first trainer took it
 */
public record RunState(
        TrainingRequested request,
        @Nullable RunPlan plan,
        Phase phase,
        long steps,
        EarlyStopping stopping,
        List<EpochTelemetry> telemetry,
        double seconds,
        String message,
        @Nullable Owner owner) {

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

    /**
     * Who goes on with a run. A trainer that lost its run without knowing finds a newer owner in the state, and stops.
     *
     * @param attempt how often the run was taken, from 1: the fencing token, the greater one holds
     * @param trainer id of a trainer's process: of two that took the run at once, the one whose id sorts last holds it
     */
    public record Owner(int attempt, String trainer) {

        public Owner {
            if (attempt < 1) {
                throw new IllegalArgumentException("attempt " + attempt + ", the first one is 1");
            }
            if (trainer.isEmpty() || trainer.contains("/")) {
                throw new IllegalArgumentException("trainer \"" + trainer + "\" cannot be the name of a folder");
            }
        }
    }

    public RunState {
        Objects.requireNonNull(request, "request is missing");
        Objects.requireNonNull(phase, "phase is missing");
        Objects.requireNonNull(stopping, "stopping is missing");
        telemetry = List.copyOf(telemetry);
    }

    /** Nothing done yet. */
    public static RunState start(TrainingRequested request) {
        return new RunState(request, null, Phase.TRAINING, 0, EarlyStopping.START, List.of(), 0, "", null);
    }

    /** Epochs completed. */
    public int epochs() {
        return telemetry.size();
    }

    /** After one more epoch. */
    public RunState after(long stepsNow, EarlyStopping stoppingNow, EpochTelemetry epoch, double epochSeconds) {
        List<EpochTelemetry> all = new ArrayList<>(telemetry);
        all.add(epoch);
        return new RunState(request, plan, phase, stepsNow, stoppingNow, all, seconds + epochSeconds, "", owner);
    }

    /** As it was after its best epoch, because the network of the last one is lost. Every epoch has as many steps. */
    public RunState backToBest() {
        int best = stopping.bestEpoch();
        return new RunState(
                request,
                plan,
                phase,
                steps / epochs() * best,
                new EarlyStopping(best, stopping.bestScore(), stopping.bestLoss(), 0),
                telemetry.subList(0, best),
                seconds,
                message,
                owner);
    }

    /** After a rehearsal of so many seconds. */
    public RunState rehearsed(double more) {
        return new RunState(request, plan, phase, steps, stopping, telemetry, seconds + more, message, owner);
    }

    /** With what was decided before the first epoch. */
    public RunState planned(RunPlan decided) {
        return new RunState(request, decided, phase, steps, stopping, telemetry, seconds, message, owner);
    }

    /** The same in another phase. */
    public RunState in(Phase next) {
        return new RunState(request, plan, next, steps, stopping, telemetry, seconds, message, owner);
    }

    /** The same, given up. */
    public RunState failed(String why) {
        return new RunState(request, plan, Phase.FAILED, steps, stopping, telemetry, seconds, why, owner);
    }

    /** The same, taken by a trainer: from now on it alone may change it. */
    public RunState takenBy(String trainer) {
        return ownedBy(new Owner(attempt() + 1, trainer));
    }

    /** The same with this owner. */
    RunState ownedBy(@Nullable Owner next) {
        return new RunState(request, plan, phase, steps, stopping, telemetry, seconds, message, next);
    }

    /** How often it was taken; 0 before the first time. */
    public int attempt() {
        return owner == null ? 0 : owner.attempt();
    }

    /** Whether whoever holds {@code other} lost the run to the owner of this state. */
    public boolean supersedes(RunState other) {
        if (owner == null || other.owner == null || attempt() != other.attempt()) {
            return attempt() > other.attempt();
        }
        return owner.trainer().compareTo(other.owner.trainer()) > 0;
    }
}
