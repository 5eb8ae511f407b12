package org.equipoise.ingest;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;
import org.equipoise.local.embedded.Ports;

/** An ingest with rules that asks Orthanc at an address where nobody is, until a test is. */
public final class OrthancProfile implements QuarkusTestProfile {

    static final String USER = "equipoise";
    static final String PASSWORD = "trial-password";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "equipoise.ingest.doors.routes",
                "src/test/resources/routes.txt",
                "equipoise.ingest.orthanc.url",
                "http://127.0.0.1:" + Ports.free(),
                "equipoise.ingest.orthanc.user",
                USER,
                "equipoise.ingest.orthanc.password",
                PASSWORD,
                "equipoise.ingest.orthanc.interval",
                "PT0.2S",
                "equipoise.ingest.orthanc.stable-time",
                "PT4S");
    }
}
