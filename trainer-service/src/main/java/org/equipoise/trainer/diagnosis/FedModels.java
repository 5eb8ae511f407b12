package org.equipoise.trainer.diagnosis;

import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.diagnosis.preprocessing.AnsweringModel;

/** Opens stored versions behind every preprocessing of theirs: they take what their network itself is fed. */
@FunctionalInterface
public interface FedModels {

    /** One that is open, for one thread. */
    interface FedModel extends AnsweringModel, AutoCloseable {

        @Override
        void close();
    }

    /**
     * Opens a version; the caller closes it.
     *
     * @throws org.equipoise.common.storage.StorageException if the registry cannot be read
     * @throws org.equipoise.trainer.classifier.UnusableModelException if it has no such version that can be loaded
     */
    FedModel feed(Champion version);
}
