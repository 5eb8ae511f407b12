package org.equipoise.ingest.splitting;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Under which groups the images of a patient may be kept: each door has its own way to write the key. */
public final class PatientGroups {

    private final Splitting splitting;
    private final BinaryOperator<String> doorKey;

    /** @param doorKey the pseudonym that the DICOM doors give an issuer, empty for the usual one, and a Patient ID */
    public PatientGroups(Splitting splitting, BinaryOperator<String> doorKey) {
        this.splitting = splitting;
        this.doorKey = doorKey;
    }

    /**
     * The groups of a key that a sender wrote, and of the Patient ID that reads the same, from this issuer or the
     * usual.
     */
    public List<String> of(String patientKey, @Nullable String issuer) {
        String from = issuer == null ? "" : issuer.strip();
        return Stream.of(patientKey, doorKey.apply(from, patientKey.strip()))
                .map(splitting::patientGroup)
                .flatMap(Stream::ofNullable)
                .toList();
    }
}
