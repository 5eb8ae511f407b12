package org.equipoise.monitor.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.equipoise.common.storage.S3Settings;

/** Where the object store is: the review queue shows images. */
@ConfigMapping(prefix = "equipoise.s3")
public interface S3Config {

    /** Address with scheme and port. */
    @WithDefault("http://127.0.0.1:9000")
    String endpoint();

    @WithDefault("equipoise")
    String accessKey();

    @WithDefault("equipoise-secret")
    String secretKey();

    @WithDefault("us-east-1")
    String region();

    /** The same as one value. */
    default S3Settings settings() {
        return new S3Settings(endpoint(), accessKey(), secretKey(), region());
    }
}
