package org.equipoise.trainer.djl;

import java.nio.file.Path;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;
import org.tensorflow.proto.ConfigProto;

/**
 * How a single image is answered: a small one by one thread, the caller's where there is nothing to compute. Several
 * wait for each other at every layer, which takes longer than the layer.
 */
final class LoneImage {

    /** TensorFlow's own: by it every session has threads of its own, else all have those of the process's first. */
    static final String OWN_THREADS = "TF_OVERRIDE_GLOBAL_THREADPOOL";

    /** Of a network of this project that does not resize its images; at 128 x 128 several threads are faster. */
    private static final int MOST_PIXELS = 64 * 64;

    private LoneImage() {}

    /**
     * Whether a session may have other threads than the first one of this process. Without it a session of one thread,
     * were it the first, would leave one to all others.
     *
     * @param environment of this process
     */
    static boolean sessionsHaveOwnThreads(Map<String, String> environment) {
        String value = environment.getOrDefault(OWN_THREADS, "");
        return value.equals("1") || value.equals("true");
    }

    /** @param root folder of the SavedModel */
    static boolean isSmall(Path root, InputShape shape) {
        return shape.width() * shape.height() <= MOST_PIXELS && !BatchBound.resizes(root);
    }

    /** A session's settings with one thread, which below 0 is the caller's. */
    static ConfigProto session(ConfigProto batches) {
        return batches.toBuilder()
                .setIntraOpParallelismThreads(1)
                .setInterOpParallelismThreads(-1)
                .build();
    }
}
