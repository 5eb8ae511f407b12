package org.equipoise.dicom.network;

/** Who wrote a file or speaks on an association (PS3.7, D.3.3.2). */
final class Implementation {

    /** Implementation Class UID (0002,0012): of a UUID (PS3.5, B.2), drawn once. */
    static final String CLASS_UID = "2.25.149791922150195643171552558790525410667";

    /** Implementation Version Name (0002,0013), at most 16 characters. */
    static final String VERSION_NAME = "EQUIPOISE";

    private Implementation() {}
}
