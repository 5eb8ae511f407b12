package org.equipoise.ingest;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The settings as they are when nobody sets them. */
public final class Limits {

    private Limits() {}

    /** A configuration mapping with its defaults. */
    public static <T> T defaults(Class<T> mapping) {
        return new SmallRyeConfigBuilder().withMapping(mapping).build().getConfigMapping(mapping);
    }
}
