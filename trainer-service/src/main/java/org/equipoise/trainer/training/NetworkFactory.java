package org.equipoise.trainer.training;

import org.equipoise.trainer.network.NetworkDescription;

/** Builds networks. */
public interface NetworkFactory {

    /** Whether a GPU computes. */
    boolean accelerated();

    /** A network with weights that follow from the seed alone. */
    TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed);
}
