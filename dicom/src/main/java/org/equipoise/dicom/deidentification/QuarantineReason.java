package org.equipoise.dicom.deidentification;

/** Why an object is held back. The list is closed. */
public enum QuarantineReason {
    /** Its SOP class is no image: a document, a report, a presentation state, a plan; or it has no pixels. */
    NOT_AN_IMAGE,
    /** Its SOP class is missing or none that is known, so nobody can say what the pixels show. */
    SOP_CLASS_UNKNOWN,
    /** It is a secondary capture, by its SOP class. */
    SECONDARY_CAPTURE,
    /** Its Conversion Type (0008,0064) is another than DI, from a digital interface: scanned, filmed, drawn. */
    CONVERSION_TYPE,
    /** Its Image Type (0008,0008) or Frame Type (0008,9007) names a screen, a capture, a report or a protocol. */
    SCREENSHOT,
    /** Its Burned In Annotation (0028,0301) is another than NO. */
    BURNED_IN_ANNOTATION,
    /** It has no Burned In Annotation, and its modality or SOP class is one that has to say it. */
    BURNED_IN_ANNOTATION_UNKNOWN,
    /** Its Recognizable Visual Features (0028,0302) is another than NO: a face can be made of it. */
    RECOGNIZABLE_VISUAL_FEATURES,
    /** It has no Patient ID, so it can neither be kept together with the patient's others nor be shifted. */
    NO_PATIENT,
    /** A UID of its study, its series or itself is missing or none. */
    NO_INSTANCE
}
