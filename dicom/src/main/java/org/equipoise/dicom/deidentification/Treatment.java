package org.equipoise.dicom.deidentification;

/** In which form an attribute on the list is kept. */
enum Treatment {
    /** The first value, if it is one of a closed list. */
    CODE,
    /** The first two values, if both are of a closed list. */
    CODES,
    /** A whole number within bounds. */
    WHOLE,
    /** A number within bounds, rounded to 6 digits; of several, the first. */
    NUMBER,
    /** The SOP class, one of the closed list of images. */
    IMAGE_CLASS,
    /** Another UID in its place, the same for the same. */
    UID,
    /** The patient's pseudonym. */
    PATIENT,
    /** The station's pseudonym. */
    STATION,
    /** A date, shifted. */
    DATE,
    /** The first year of the decade of an age, such as 040Y; 090Y for everybody from 90. */
    DECADE
}
