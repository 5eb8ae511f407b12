package org.equipoise.trainer.tensorflow;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import org.bytedeco.javacpp.Loader;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/**
 * The one native TensorFlow library of this process, shared by training (TensorFlow-Java) and serving (DJL). Unpacked
 * to {@code ~/.javacpp/cache} by the first start on a machine.
 */
public final class NativeLibrary {

    private static final Logger LOG = Logger.getLogger(NativeLibrary.class);
    private static final String DJL_PATH = "TENSORFLOW_LIBRARY_PATH";

    private NativeLibrary() {}

    /**
     * Loads the library and tells DJL where it is; without this DJL would try to download one. Cheap when called again.
     */
    public static void load() {
        String library = Whole.LIBRARY;
        if (library == null) {
            throw new IllegalStateException("no TensorFlow library for " + Loader.getPlatform() + " on the classpath");
        }
        Path folder = new File(library).toPath().getParent();
        if (folder != null) {
            System.setProperty(DJL_PATH, folder.toString());
        }
    }

    /** Done once a process: a library that is loaded cannot be mended. */
    private static final class Whole {

        private static final @Nullable String LIBRARY = load();

        private static @Nullable String load() {
            try {
                UnpackedLibrary.mend().forEach(LOG::warn);
            } catch (IOException e) {
                throw new UncheckedIOException("TensorFlow's library cannot be unpacked for this user", e);
            }
            return Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
        }
    }

    /** TensorFlow's own version, e.g. {@code 2.18.0}. */
    public static String version() {
        load();
        return TensorFlow.version();
    }
}
