package org.equipoise.ingest.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the object store is. */
@ConfigMapping(prefix = "equipoise.s3")
public interface ObjectStoreSettings {

    /** Scheme, host and port. */
    @WithDefault("http://127.0.0.1:9000")
    String endpoint();

    /** Name of the account. */
    @WithDefault("equipoise")
    String accessKey();

    /** Its secret. */
    @WithDefault("equipoise-secret")
    String secretKey();

    /** Region to sign for. */
    @WithDefault("us-east-1")
    String region();
}
