package org.equipoise.trainer.training;

import java.time.Clock;

/**
 * Everything a run needs from outside.
 *
 * @param backbones pretrained networks
 * @param augmentation looks at what a recipe does to images, before the run trains on them
 * @param aftermath looks at the run's end, before its checkpoints go
 * @param testImagesPerClass that the gate will need, as it is set here
 */
public record TrainingPorts(
        DatasetCatalogue datasets,
        DatasetPacks packs,
        NetworkFactory networks,
        FrozenNetworks backbones,
        ShardSource.Factory shards,
        AugmentationExamination augmentation,
        Checkpoints checkpoints,
        ProgressSink progress,
        TrainingOutcome outcome,
        EndedRun.Aftermath aftermath,
        Clock clock,
        long testImagesPerClass) {

    /** Without pretrained networks and without an examination of the augmentation. */
    public TrainingPorts(
            DatasetCatalogue datasets,
            DatasetPacks packs,
            NetworkFactory networks,
            ShardSource.Factory shards,
            Checkpoints checkpoints,
            ProgressSink progress,
            TrainingOutcome outcome,
            EndedRun.Aftermath aftermath,
            Clock clock,
            long testImagesPerClass) {
        this(
                datasets,
                packs,
                networks,
                FrozenNetworks.NONE,
                shards,
                AugmentationExamination.NONE,
                checkpoints,
                progress,
                outcome,
                aftermath,
                clock,
                testImagesPerClass);
    }
}
