package org.equipoise.ingest.doors;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Tag;

/**
 * An object's UIDs as its sender knows them: they go back to the sender, and nowhere else. Each is empty if it is not
 * there.
 *
 * @param sopClass SOP Class UID (0008,0016)
 * @param sopInstance SOP Instance UID (0008,0018)
 * @param study Study Instance UID (0020,000D)
 */
public record SenderUids(String sopClass, String sopInstance, String study) {

    /** Of what is no object. */
    static final SenderUids NONE = new SenderUids("", "", "");

    static SenderUids of(DataSet dataSet) {
        return new SenderUids(
                uid(dataSet, Tag.SOP_CLASS_UID),
                uid(dataSet, Tag.SOP_INSTANCE_UID),
                uid(dataSet, Tag.STUDY_INSTANCE_UID));
    }

    private static String uid(DataSet dataSet, int tag) {
        return dataSet.text(tag).filter(SenderUids::isUid).orElse("");
    }

    /** Whether a text is a UID (PS3.5, 9.1). */
    public static boolean isUid(String text) {
        return text.length() <= 64 && text.matches("[0-9]+(\\.[0-9]+)+");
    }

    @Override
    public String toString() {
        return "SenderUids";
    }
}
