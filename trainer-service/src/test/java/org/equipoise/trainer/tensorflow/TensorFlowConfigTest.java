package org.equipoise.trainer.tensorflow;

import java.util.Map;
import java.util.Optional;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RewriterConfig;

import static org.assertj.core.api.Assertions.assertThat;

class TensorFlowConfigTest {

    @Test
    void byDefaultEveryProcessorIsUsed() {
        TensorFlowConfig config = config(Map.of());

        int processors = Runtime.getRuntime().availableProcessors();
        assertThat(config.threads()).isEqualTo(processors);
        assertThat(config.sessionConfig().getIntraOpParallelismThreads()).isEqualTo(processors);
        assertThat(config.sessionConfig().getInterOpParallelismThreads()).isEqualTo(processors);
    }

    @Test
    void byDefaultAGpuIsTakenWhereThereIsOneAndItsMemoryAsItIsNeeded() {
        ConfigProto session = config(Map.of()).sessionConfig();

        assertThat(session.getDeviceCountMap()).isEmpty();
        assertThat(session.getGpuOptions().getAllowGrowth()).isTrue();
        assertThat(session.getGpuOptions().getVisibleDeviceList()).isEmpty();
        assertThat(session.getGraphOptions().getRewriteOptions().getAutoMixedPrecision())
                .isEqualTo(RewriterConfig.Toggle.DEFAULT);
    }

    @Test
    void aSiteMayKeepGpusForOthers() {
        ConfigProto none = config(Map.of("device", "cpu")).sessionConfig();
        ConfigProto second =
                config(Map.of("visible-gpus", "1", "mixed-precision", "true")).sessionConfig();

        assertThat(none.getDeviceCountMap()).containsEntry("GPU", 0);
        assertThat(second.getGpuOptions().getVisibleDeviceList()).isEqualTo("1");
        assertThat(second.getGraphOptions().getRewriteOptions().getAutoMixedPrecision())
                .isEqualTo(RewriterConfig.Toggle.ON);
    }

    @Test
    void whatComputesIsNamedWithEverySettingThatDecidesAboutLastBits() {
        TensorFlowConfig plain = config(Map.of("intra-op-threads", "2"));
        TensorFlowConfig parallel = config(Map.of("intra-op-threads", "1", "inter-op-threads", "4"));
        TensorFlowConfig mixed = config(Map.of("intra-op-threads", "2", "mixed-precision", "true"));

        assertThat(plain.describe(Optional.empty())).isEqualTo("CPU, 2 threads");
        assertThat(parallel.describe(Optional.empty())).isEqualTo("CPU, 1 thread");
        assertThat(mixed.describe(Optional.empty())).isEqualTo("CPU, 2 threads, mixed precision (made for GPUs)");
        var gpu = Optional.of("/job:localhost/replica:0/task:0/device:GPU:0");
        assertThat(plain.describe(gpu)).isEqualTo("GPU:0, float32");
        assertThat(mixed.describe(gpu)).isEqualTo("GPU:0, mixed precision");
    }

    private static TensorFlowConfig config(Map<String, String> settings) {
        var builder = new SmallRyeConfigBuilder().withMapping(TensorFlowConfig.class);
        settings.forEach((key, value) -> builder.withDefaultValue("equipoise.trainer.tensorflow." + key, value));
        return builder.build().getConfigMapping(TensorFlowConfig.class);
    }
}
