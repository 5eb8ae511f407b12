package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.equipoise.common.events.TrainingRequested;
import org.jspecify.annotations.Nullable;

/** The trainings of late. A record that was seen before changes nothing. Thread-safe. */
public final class TrainingRuns {

    static final int MOST_RUNS = 50;
    /** A run may take more; the oldest epochs are then left out. */
    static final int MOST_EPOCHS = 500;

    private final Map<String, Run> runs = new Bounded<>(MOST_RUNS);
    private long revision;

    private static final class Run {
        private @Nullable TrainingRequested request;
        private @Nullable TrainingProgressed last;
        private @Nullable Instant startedAt;
        private final TreeMap<Integer, EpochTelemetry> epochs = new TreeMap<>();

        private boolean isOf(String model) {
            if (request != null) {
                return request.model().equals(model);
            }
            return last == null || last.model().equals(model);
        }

        private void forget() {
            last = null;
            startedAt = null;
            epochs.clear();
        }
    }

    /**
     * One epoch.
     *
     * @param epoch counted from 1
     * @param fault the name of what is wrong with its answers, e.g. {@code class lost}; absent where no class is lost
     */
    public record Epoch(int epoch, @Nullable String fault, EpochTelemetry telemetry) {}

    /**
     * A run.
     *
     * @param phase absent while it waits for a trainer
     * @param fault the name of what is wrong with the answers of its last epoch; absent where no class is lost
     * @param faultSince the epoch from which on a class is lost in each; absent where none is
     * @param steps the last sign of life within an epoch; absent between two
     * @param history epoch by epoch
     */
    public record RunView(
            String runId,
            String model,
            @Nullable String dataset,
            @Nullable String datasetVersion,
            @Nullable String recipe,
            @Nullable Phase phase,
            int epoch,
            int epochs,
            String message,
            @Nullable Instant startedAt,
            Instant at,
            @Nullable String fault,
            @Nullable Integer faultSince,
            @Nullable StepTelemetry steps,
            List<Epoch> history) {

        public RunView {
            history = List.copyOf(history);
        }

        /** The same for a list. */
        public RunView withoutHistory() {
            return new RunView(
                    runId,
                    model,
                    dataset,
                    datasetVersion,
                    recipe,
                    phase,
                    epoch,
                    epochs,
                    message,
                    startedAt,
                    at,
                    fault,
                    faultSince,
                    steps,
                    List.of());
        }
    }

    /** Somebody asked for it. */
    public synchronized void requested(TrainingRequested event) {
        Run run = run(event.runId());
        if (run.last != null && !run.last.model().equals(event.model())) {
            run.forget();
        }
        run.request = event;
        revision++;
    }

    /**
     * It began, went on, or ended. What is told of another model is of another work, a diagnosis for one, that somebody
     * asked for under the id of this run; the run stays as it is.
     */
    public synchronized void progressed(TrainingProgressed event) {
        Run run = run(event.runId());
        if (!run.isOf(event.model())) {
            return;
        }
        if (event.phase() == Phase.STARTED) {
            run.startedAt = event.at();
            run.epochs.clear();
        }
        if (event.phase() == Phase.RESUMED) {
            run.epochs.tailMap(event.epoch(), false).clear();
        }
        EpochTelemetry telemetry = event.telemetry();
        if (telemetry != null) {
            run.epochs.put(event.epoch(), telemetry);
            if (run.epochs.size() > MOST_EPOCHS) {
                run.epochs.pollFirstEntry();
            }
        }
        run.last = event;
        revision++;
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /** Every run that is remembered, the last change first, without its history. */
    public synchronized List<RunView> all() {
        return List.copyOf(runs.keySet()).stream()
                .map(this::run)
                .map(TrainingRuns::view)
                .map(RunView::withoutHistory)
                .sorted(Comparator.comparing(RunView::at).reversed())
                .toList();
    }

    /** One run with its history. */
    public synchronized Optional<RunView> find(String runId) {
        return runs.containsKey(runId) ? Optional.of(view(run(runId))) : Optional.empty();
    }

    private Run run(String runId) {
        return runs.computeIfAbsent(runId, id -> new Run());
    }

    private static RunView view(Run run) {
        TrainingRequested request = run.request;
        TrainingProgressed last = run.last;
        var latest = run.epochs.lastEntry();
        return new RunView(
                request != null ? request.runId() : last == null ? "" : last.runId(),
                request != null ? request.model() : last == null ? "" : last.model(),
                request == null ? null : request.dataset(),
                request == null ? null : request.datasetVersion(),
                request == null ? null : request.recipe(),
                last == null ? null : last.phase(),
                last == null ? 0 : last.epoch(),
                last == null ? 0 : last.epochs(),
                last == null ? "waits for a trainer" : last.message(),
                run.startedAt,
                last != null ? last.at() : request == null ? Instant.EPOCH : request.requestedAt(),
                latest == null ? null : fault(latest.getValue()),
                faultSince(run.epochs),
                last == null ? null : last.steps(),
                run.epochs.entrySet().stream()
                        .map(entry -> new Epoch(entry.getKey(), fault(entry.getValue()), entry.getValue()))
                        .toList());
    }

    private static @Nullable String fault(EpochTelemetry telemetry) {
        return telemetry.fault().map(AnswerFault::name).orElse(null);
    }

    private static @Nullable Integer faultSince(TreeMap<Integer, EpochTelemetry> epochs) {
        Integer since = null;
        for (var entry : epochs.descendingMap().entrySet()) {
            if (entry.getValue().fault().isEmpty()) {
                break;
            }
            since = entry.getKey();
        }
        return since;
    }
}
