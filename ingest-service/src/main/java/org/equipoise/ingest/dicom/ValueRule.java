package org.equipoise.ingest.dicom;

/** Why values that could be decoded are not taken. The list is closed. */
public enum ValueRule {
    /** A CT without Rescale Intercept (0028,1052): its values are no Hounsfield units. */
    CT_WITHOUT_RESCALE,
    /** A CT whose Rescale Type (0028,1054) is another than HU. */
    CT_OF_ANOTHER_UNIT,
    /** A PET: each image has its own slope, so that stored values of two images cannot be compared. */
    SCALED_PER_IMAGE,
    /** A value that 16 bits have no room for. */
    OUT_OF_RANGE,
    /** RGB of more than 8 bits. */
    COLOUR_TOO_DEEP
}
