package org.equipoise.common.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the object store is and who we are there, in every service. */
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
