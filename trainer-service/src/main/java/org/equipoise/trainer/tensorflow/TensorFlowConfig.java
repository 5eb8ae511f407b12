package org.equipoise.trainer.tensorflow;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * How TensorFlow uses the machine. The number of threads decides in which order numbers are added, and so the last bits
 * of every weight: a run that is resumed must find the same settings.
 */
@ConfigMapping(prefix = "equipoise.trainer.tensorflow")
public interface TensorFlowConfig {

    /** Threads inside one operation; 0 takes as many as there are processors. */
    @WithDefault("0")
    int intraOpThreads();

    /** Operations at the same time; at least 1. */
    @WithDefault("1")
    int interOpThreads();

    /** {@code auto} takes the first GPU where there is one, {@code cpu} takes none. */
    @WithDefault("auto")
    Device device();

    /** Numbers of the GPUs that may be used, e.g. {@code 1} or {@code 0,2}; empty for all. */
    Optional<String> visibleGpus();

    /** Whether GPU memory is taken as it is needed; all at once otherwise, which leaves none for others. */
    @WithDefault("true")
    boolean memoryGrowth();

    /**
     * Whether a GPU computes in float16 where that is safe. Faster on tensor cores; other bits, and no use on a CPU.
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
        return intraOpThreads() > 0 ? intraOpThreads() : Runtime.getRuntime().availableProcessors();
    }

    /** The same for a session. */
    default ConfigProto sessionConfig() {
        var gpu = GPUOptions.newBuilder().setAllowGrowth(memoryGrowth());
        visibleGpus().ifPresent(gpu::setVisibleDeviceList);
        var config = ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads())
                .setInterOpParallelismThreads(Math.max(1, interOpThreads()))
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
