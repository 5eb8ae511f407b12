package org.equipoise.ingest;

import io.smallrye.config.SmallRyeConfigBuilder;

/** The settings as they are when nobody sets them. */
public final class Limits {

    private Limits() {}

    /** A configuration mapping with its defaults. */
    public static <T> T defaults(Class<T> mapping) {
        return new SmallRyeConfigBuilder().withMapping(mapping).build().getConfigMapping(mapping);
    }

    /** The same with one setting that somebody set. */
    public static <T> T with(Class<T> mapping, String key, String value) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withDefaultValue(key, value)
                .build()
                .getConfigMapping(mapping);
    }
}
