package org.equipoise.trainer.canary;

import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.ModelDecided.Champion;

/** How stored images reach a version that serves. */
@FunctionalInterface
public interface ServedInputs {

    /**
     * Each image as the version would be fed, {@code [height, width, channels]}, samples of 16 bits low byte first;
     * empty where it is not in the store.
     */
    List<Optional<byte[]>> inputs(Champion version, String dataset, List<String> imageIds);
}
