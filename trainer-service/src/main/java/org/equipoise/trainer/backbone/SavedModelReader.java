package org.equipoise.trainer.backbone;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Reads SavedModels that are handed in as pretrained networks. */
@FunctionalInterface
public interface SavedModelReader {

    /**
     * The graph of a zip that holds a SavedModel; empty where it holds none, or is no zip.
     *
     * @param range of the values that it was trained on, which must be said of a SavedModel
     * @throws InvalidBackboneException if it is not said, or the graph does not turn images into features, or not by
     *     operations that are known
     */
    Optional<Imported> read(byte[] file, @Nullable PixelRange range);

    /**
     * A graph that was checked and tried.
     *
     * @param bytes as they are kept: equal graphs have equal bytes; not copied
     * @param parameters numbers that it holds
     */
    @SuppressWarnings("ArrayRecordComponent") // Megabytes that are read once.
    record Imported(ImportedGraph graph, byte[] bytes, long parameters) {}
}
