package org.equipoise.ingest;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** An ingest with rules for what comes through its doors, and small limits. */
public final class DoorProfile implements QuarkusTestProfile {

    /** Bytes of an object that is taken. */
    static final int OBJECT_BYTES = 1_000_000;

    /** Requests that are received at a time. */
    static final int REQUESTS = 2;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "equipoise.ingest.doors.routes", "src/test/resources/routes.txt",
                "equipoise.ingest.doors.object-bytes", String.valueOf(OBJECT_BYTES),
                "equipoise.ingest.doors.requests", String.valueOf(REQUESTS));
    }
}
