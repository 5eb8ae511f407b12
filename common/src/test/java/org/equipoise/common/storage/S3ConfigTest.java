package org.equipoise.common.storage;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class S3ConfigTest {

    @Test
    void defaultsReachTheLocalStack() {
        var config =
                new SmallRyeConfigBuilder().withMapping(S3Config.class).build().getConfigMapping(S3Config.class);

        assertThat(config.settings())
                .isEqualTo(new S3Settings("http://127.0.0.1:9000", "equipoise", "equipoise-secret", "us-east-1"));
    }
}
