package org.equipoise.augment.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the object store is. */
@ConfigMapping(prefix = "equipoise.s3")
public interface S3Config {

    @WithDefault("http://127.0.0.1:9000")
    String endpoint();

    @WithDefault("equipoise")
    String accessKey();

    @WithDefault("equipoise-secret")
    String secretKey();

    @WithDefault("us-east-1")
    String region();
}
