package org.equipoise.monitor.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that the console knows beside the watched models. */
public record ConsoleState(
        TrainingRuns runs,
        ModelFiles models,
        FrozenDatasets datasets,
        ReviewQueue review,
        ShareHistory history,
        ChangeCount alerts) {

    /** Knows nothing yet. */
    public static ConsoleState empty() {
        return new ConsoleState(
                new TrainingRuns(),
                new ModelFiles(),
                new FrozenDatasets(),
                new ReviewQueue(),
                new ShareHistory(),
                new ChangeCount());
    }

    /** A number for each part that grows when the part changes. */
    public Map<String, Long> revisions() {
        Map<String, Long> revisions = new LinkedHashMap<>();
        revisions.put("runs", runs.revision());
        revisions.put("models", models.revision() + history.revision());
        revisions.put("alerts", alerts.revision());
        revisions.put("datasets", datasets.revision());
        revisions.put("review", review.revision());
        return revisions;
    }
}
