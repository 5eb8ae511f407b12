package org.equipoise.ingest.doors;

import java.util.Set;

/**
 * Why an object is not taken. It says nothing that may be of a person: it can be told, logged and counted.
 *
 * @param code one of a closed list: of {@link org.equipoise.dicom.Reason}, of
 *     {@link org.equipoise.dicom.deidentification.QuarantineReason}, of {@link org.equipoise.ingest.dicom.ValueRule},
 *     of {@link org.equipoise.common.events.RejectionReason}, or of the kind; of an object that had to be fetched,
 *     TOO_LARGE or NOT_FETCHED, too
 * @param sentence what is wrong, with the value and the limit
 */
public record Refusal(Kind kind, String code, String sentence) {

    /** Codes of objects that are refused for their SOP class. */
    private static final Set<String> SOP_CLASSES = Set.of("NOT_AN_IMAGE", "SOP_CLASS_UNKNOWN", "SECONDARY_CAPTURE");

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

    /**
     * The reason as C-STORE's status and STOW-RS' Failure Reason (0008,1197) have it: PS3.4, table B.2-1, and PS3.7,
     * annex C.
     */
    public int status() {
        return switch (kind) {
            case UNREADABLE -> 0xC000;
            case UNSUPPORTED -> code.startsWith("TRANSFER_SYNTAX") ? 0xC122 : 0xC001;
            case HELD_BACK -> SOP_CLASSES.contains(code) ? 0x0122 : 0x0124;
            case NOT_ROUTED -> 0xC002;
            case OTHER_STUDY -> 0xA900;
            case VALUES -> 0xC003;
        };
    }
}
