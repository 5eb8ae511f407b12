package org.equipoise.trainer.tensorflow;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;

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

    /** The threads inside one operation, counted. */
    default int threads() {
        return intraOpThreads() > 0 ? intraOpThreads() : Runtime.getRuntime().availableProcessors();
    }

    /** The same for a session; on a GPU, memory is taken as it is needed. */
    default ConfigProto sessionConfig() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads())
                .setInterOpParallelismThreads(Math.max(1, interOpThreads()))
                .setAllowSoftPlacement(true)
                .setGpuOptions(GPUOptions.newBuilder().setAllowGrowth(true))
                .build();
    }
}
