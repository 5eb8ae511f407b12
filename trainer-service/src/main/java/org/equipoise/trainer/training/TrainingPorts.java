package org.equipoise.trainer.training;

import java.time.Clock;

/** Everything a run needs from outside. */
public record TrainingPorts(
        DatasetCatalogue datasets,
        DatasetPacks packs,
        NetworkFactory networks,
        ShardSource.Factory shards,
        Checkpoints checkpoints,
        ProgressSink progress,
        TrainingOutcome outcome,
        Clock clock) {}
