package org.equipoise.trainer.djl;

import java.nio.file.Files;
import java.nio.file.Path;

import org.equipoise.common.imaging.InputShape;

/** How many images a SavedModel is asked about at once, so that what it makes of them fits into memory. */
final class BatchBound {

    /**
     * Pixels that are answered at once: what 16 channels of 4 bytes make of them, at half the side, is 32 MiB, and a
     * few such layers are in memory at a time.
     */
    private static final int MOST_PIXELS = 1 << 21;

    /**
     * Images of a graph that resizes them, which their own pixels say nothing of. Of a pretrained network at its
     * largest side, 320, with mirror images, the widest layer, 96 channels of 4 bytes at half the side, takes 157 MB.
     */
    static final int RESIZED = 8;

    private BatchBound() {}

    /**
     * Images at once, at least 1.
     *
     * @param root folder of the SavedModel; without a graph its images count as they are
     */
    static int images(Path root, InputShape shape) {
        int fit = Math.max(1, MOST_PIXELS / (shape.width() * shape.height()));
        return resizes(root) ? Math.min(RESIZED, fit) : fit;
    }

    /** Whether its graph makes other sizes of its images; without a graph it does not. */
    static boolean resizes(Path root) {
        Path graph = root.resolve(SavedModelFolder.GRAPH);
        return Files.isRegularFile(graph) && SignatureReader.resizes(graph);
    }
}
