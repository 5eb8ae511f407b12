package org.equipoise.dicom.deidentification;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.dicom.Tag;

/** What Equipoise needs of an object, and nothing else. Tables beside this class. */
final class AllowList {

    static final String RESOURCE = "allowed-attributes.txt";

    /** All attributes that may be kept, by their tags. */
    static final List<Allowed> ALL =
            Lines.of(RESOURCE).stream().map(Allowed::of).toList();

    /** Without these an object is of no use. */
    static final List<Integer> REQUIRED =
            List.of(Tag.PATIENT_ID, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.SOP_INSTANCE_UID);

    /** The storage SOP classes of images (PS3.4, B.5), with the modality of each, which may be empty. */
    static final Map<String, String> IMAGE_CLASSES = imageClasses();

    private AllowList() {}

    /** The values that Modality (0008,0060) may have. */
    static List<String> modalities() {
        return codes(Tag.MODALITY);
    }

    /** The values that an attribute may have. */
    static List<String> codes(int tag) {
        return ALL.stream()
                .filter(allowed -> allowed.tag() == tag)
                .findFirst()
                .orElseThrow()
                .codes();
    }

    private static Map<String, String> imageClasses() {
        Map<String, String> classes = new HashMap<>();
        Lines.of("image-classes.txt").forEach(row -> classes.put(row.get(0), row.get(1)));
        return Map.copyOf(classes);
    }
}
