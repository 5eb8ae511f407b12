package org.equipoise.monitor.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Everything that the console knows beside the watched models.
 *
 * @param caughtUp whether all is here that was said before the service started; what is missing before that is no
 *     answer
 */
public record ConsoleState(
        TrainingRuns runs,
        ModelFiles models,
        Diagnoses diagnoses,
        FrozenDatasets datasets,
        ReviewQueue review,
        Leases leases,
        Answers answers,
        Studies studies,
        ChangeCount alerts,
        AtomicBoolean caughtUp) {

    /** Knows nothing yet. */
    public static ConsoleState empty() {
        return new ConsoleState(
                new TrainingRuns(),
                new ModelFiles(),
                new Diagnoses(),
                new FrozenDatasets(),
                new ReviewQueue(),
                new Leases(),
                new Answers(),
                new Studies(),
                new ChangeCount(),
                new AtomicBoolean());
    }

    /**
     * A number for each part that grows when the part changes.
     *
     * @param watched changes of the watched versions
     */
    public Map<String, Long> revisions(long watched) {
        Map<String, Long> revisions = new LinkedHashMap<>();
        revisions.put("runs", runs.revision());
        revisions.put("models", models.revision() + watched);
        revisions.put("diagnoses", diagnoses.revision());
        revisions.put("alerts", alerts.revision());
        revisions.put("datasets", datasets.revision());
        // Pages that were told to come back later hear when that is.
        revisions.put("review", review.revision() + (caughtUp.get() ? 1 : 0));
        return revisions;
    }
}
