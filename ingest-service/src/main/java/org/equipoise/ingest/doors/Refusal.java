package org.equipoise.ingest.doors;

/**
 * Why an object is not taken. It says nothing that may be of a person: it can be told, logged and counted.
 *
 * @param code one of a closed list: of {@link org.equipoise.dicom.Reason}, of
 *     {@link org.equipoise.dicom.deidentification.QuarantineReason}, of {@link org.equipoise.ingest.dicom.ValueRule},
 *     of {@link org.equipoise.common.events.RejectionReason}, or of the kind
 * @param sentence what is wrong, with the value and the limit
 */
public record Refusal(Kind kind, String code, String sentence) {

    /** What kind of reason it is. */
    public enum Kind {
        /** It breaks a rule of its format or a limit. */
        UNREADABLE,
        /** Its transfer syntax or its kind of pixels is not decoded. */
        UNSUPPORTED,
        /** What it says of itself does not exclude that a person can be recognized. */
        HELD_BACK,
        /** No rule says where it belongs. */
        NOT_ROUTED,
        /** It belongs to another study than the request. */
        OTHER_STUDY,
        /** Its values cannot become an image without guessing. */
        VALUES
    }
}
