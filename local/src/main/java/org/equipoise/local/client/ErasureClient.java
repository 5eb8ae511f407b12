package org.equipoise.local.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Has ingest erase a patient, or a frozen version. */
public final class ErasureClient {

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final ServiceHttp ingest;

    public ErasureClient(StackConnection connection) {
        ingest = new ServiceHttp(connection, "ingest-service", PATIENCE);
    }

    /**
     * Whose images go; never printed.
     *
     * @param issuer of a DICOM Patient ID, where the objects name one
     */
    public record Patient(String key, @Nullable String issuer) {

        @Override
        public String toString() {
            return "Patient";
        }
    }

    /** As ingest answers; its own record says what the fields mean. */
    public record Report(
            boolean done,
            List<String> patientGroups,
            Map<String, Integer> images,
            int originals,
            int refusedFiles,
            List<Version> versions,
            List<String> canaries,
            List<String> refusals,
            List<String> stays) {

        /** A frozen version that goes. */
        public record Version(String dataset, String version, long images, List<String> references) {}
    }

    /** A frozen version that is gone. */
    public record Removed(String dataset, String version, long images) {}

    /**
     * What would go.
     *
     * @throws ClientException if ingest refuses, with its answer
     */
    public Report preview(Patient patient, boolean withVersions) {
        return ingest.post("/erasures/preview", body(patient, withVersions), Report.class);
    }

    /**
     * Erases.
     *
     * @throws ClientException if ingest refuses, with its answer
     */
    public Report erase(Patient patient, boolean withVersions) {
        return ingest.post("/erasures", body(patient, withVersions), Report.class);
    }

    /**
     * Deletes a frozen version.
     *
     * @throws ClientException if ingest refuses, with its answer
     */
    public Removed forget(String dataset, String version) {
        return ingest.delete("/datasets/" + dataset + "/versions/" + version, Removed.class);
    }

    private static Map<String, Object> body(Patient patient, boolean withVersions) {
        Map<String, Object> body = new HashMap<>();
        body.put("patient", patient.key());
        body.put("withVersions", withVersions);
        if (patient.issuer() != null) {
            body.put("issuer", patient.issuer());
        }
        return body;
    }
}
