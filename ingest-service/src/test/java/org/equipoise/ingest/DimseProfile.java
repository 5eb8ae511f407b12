package org.equipoise.ingest;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** An ingest with rules, whose C-STORE door is open to two senders. */
public final class DimseProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "equipoise.ingest.doors.routes", "src/test/resources/routes.txt",
                "equipoise.ingest.dimse.port", "0",
                "equipoise.ingest.dimse.calling-ae-titles", "CT1,XR1",
                "equipoise.ingest.dimse.associations-per-address", "4");
    }
}
