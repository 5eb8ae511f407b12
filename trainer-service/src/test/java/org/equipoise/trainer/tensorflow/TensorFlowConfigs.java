package org.equipoise.trainer.tensorflow;

import io.smallrye.config.SmallRyeConfigBuilder;

/** Settings of the library, for tests. */
public final class TensorFlowConfigs {

    private TensorFlowConfigs() {}

    /** As they are when nobody sets any. */
    public static TensorFlowConfig defaults() {
        return new SmallRyeConfigBuilder()
                .withMapping(TensorFlowConfig.class)
                .build()
                .getConfigMapping(TensorFlowConfig.class);
    }
}
