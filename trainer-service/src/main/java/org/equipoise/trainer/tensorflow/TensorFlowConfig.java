package org.equipoise.trainer.tensorflow;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * How TensorFlow uses the machine. Device, threads and precision decide in which order and how exactly numbers are
 * added, and so the last bits of every weight. A run that is resumed with others goes on, and says so.
 */
@ConfigMapping(prefix = "equipoise.trainer.tensorflow")
public interface TensorFlowConfig {

    /**
     * Threads inside one operation; 0 takes as many as there are processors. All sessions of a process share those that
     * its first one asked for, unless it was started with {@code TF_OVERRIDE_GLOBAL_THREADPOOL=1}: then every session
     * has a pool of so many of its own.
     */
    @WithDefault("0")
    int intraOpThreads();

    /** Operations at the same time; 0 takes as many as there are processors. Does not change bits. */
    @WithDefault("0")
    int interOpThreads();

    /** {@code auto} takes the first GPU where there is one, {@code cpu} takes none. */
    @WithDefault("auto")
    Device device();

    /**
     * Numbers of the GPUs that may be used, e.g. {@code 1} or {@code 0,2}; empty for all. For a process that only
     * trains: the scoring engine opens a context of its own on every GPU it sees, so there {@code CUDA_VISIBLE_DEVICES}
     * decides.
     */
    Optional<String> visibleGpus();

    /**
     * Whether GPU memory is taken as it is needed; all at once otherwise, which leaves none for others. The variable
     * {@code TF_FORCE_GPU_ALLOW_GROWTH}, where it is set, decides instead, and for the scoring engine too.
     */
    @WithDefault("true")
    boolean memoryGrowth();

    /**
     * Whether a GPU computes in float16 where that is safe. Faster on tensor cores; other bits, and no use on a CPU.
     * Without it a GPU that has tensor cores for that still rounds the factors of float32 products (TF32), unless the
     * process was started with {@code NVIDIA_TF32_OVERRIDE=0}.
     */
    @WithDefault("false")
    boolean mixedPrecision();

    /** What may compute. */
    enum Device {
        /** The first GPU, else the CPU. */
        AUTO,
        /** The CPU. */
        CPU
    }

    /** The threads inside one operation, counted. */
    default int threads() {
        return orProcessors(intraOpThreads());
    }

    private static int orProcessors(int threads) {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    /**
     * What computes, with the settings that decide about last bits, as a sentence.
     *
     * @param accelerator TensorFlow's name of the GPU, of which the end says which, or empty for the CPU
     */
    default String describe(Optional<String> accelerator) {
        if (accelerator.isPresent()) {
            String name = accelerator.get();
            return name.substring(name.lastIndexOf('/') + 1).replace("device:", "")
                    + (mixedPrecision() ? ", mixed precision" : ", float32");
        }
        return "CPU, " + threads() + (threads() == 1 ? " thread" : " threads")
                + (mixedPrecision() ? ", mixed precision (made for GPUs)" : "");
    }

    /** All of it, for a session. */
    default ConfigProto sessionConfig() {
        var gpu = GPUOptions.newBuilder().setAllowGrowth(memoryGrowth());
        visibleGpus().ifPresent(gpu::setVisibleDeviceList);
        var config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads())
                .setInterOpParallelismThreads(orProcessors(interOpThreads()))
                .setAllowSoftPlacement(true)
                .setGpuOptions(gpu);
        if (device() == Device.CPU) {
            config.putDeviceCount("GPU", 0);
        }
        if (mixedPrecision()) {
            config.setGraphOptions(GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setAutoMixedPrecision(RewriterConfig.Toggle.ON)));
        }
        return config.build();
    }
}
