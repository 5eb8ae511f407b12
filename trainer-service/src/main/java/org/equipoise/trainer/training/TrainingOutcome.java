package org.equipoise.trainer.training;

/** What happens to a model once it is trained: registration, the gate, the events. */
public interface TrainingOutcome {

    /**
     * Takes a trained model over. Called again with equal content when the service died before the first call came
     * back, so every step of it must be repeatable.
     *
     * @throws org.equipoise.common.storage.StorageException if the object store failed; the call is then repeated
     */
    void trained(TrainedModel model);
}
