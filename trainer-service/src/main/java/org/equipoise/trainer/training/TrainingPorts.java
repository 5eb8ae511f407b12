package org.equipoise.trainer.training;

import java.time.Clock;

/**
 * Everything a run needs from outside.
 *
 * @param aftermath looks at the run's end, before its checkpoints go
 * @param testImagesPerClass that the gate will need, as it is set here
 */
public record TrainingPorts(
        DatasetCatalogue datasets,
        DatasetPacks packs,
        NetworkFactory networks,
        ShardSource.Factory shards,
        Checkpoints checkpoints,
        ProgressSink progress,
        TrainingOutcome outcome,
        EndedRun.Aftermath aftermath,
        Clock clock,
        long testImagesPerClass) {}
