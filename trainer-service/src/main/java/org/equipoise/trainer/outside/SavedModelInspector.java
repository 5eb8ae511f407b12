package org.equipoise.trainer.outside;

import java.util.List;

import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.training.SavedModel;

/** Looks into SavedModels that others made. */
@FunctionalInterface
public interface SavedModelInspector {

    /**
     * What a SavedModel says about itself.
     *
     * @param files the same files with {@code saved_model.pb} at the root, in a fixed order and with fixed times
     * @param dimensions of the input behind the batch: height, width, channels; -1 where it does not say
     * @param outputs size of the output's last dimension; -1 where it does not say
     */
    record Inspected(
            SavedModel files, String signature, ServingFormat.Input input, List<Long> dimensions, long outputs) {}

    /**
     * Looks into a zip of a SavedModel folder.
     *
     * @throws InvalidModelException if it is none, or none of an image classifier
     */
    Inspected inspect(byte[] zip);
}
