package org.equipoise.ingest.orthanc;

import java.util.HashMap;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;

/** Settings without a service. */
public final class TestSettings {

    private TestSettings() {}

    /** The usual ones but these, without their prefix. */
    public static OrthancSettings of(Map<String, String> set) {
        var values = new HashMap<String, String>();
        set.forEach((name, value) -> values.put("equipoise.ingest.orthanc." + name, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(OrthancSettings.class)
                .build()
                .getConfigMapping(OrthancSettings.class);
    }
}
