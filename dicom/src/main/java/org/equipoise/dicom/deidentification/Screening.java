package org.equipoise.dicom.deidentification;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.deidentification.Outcome.Quarantined;

/**
 * Objects whose pixels may say who it is. Nothing looks at the pixels: what the object says of itself decides, in its
 * sequences, too, and what it does not say counts against it where its modality writes into images.
 */
final class Screening {

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
    private static final String SECONDARY_CAPTURE = STORAGE + "7";
    private static final String NO = "NO";
    private static final String DIGITAL_INTERFACE = "DI";
    /** Of Image Type and Frame Type, without what is no letter: SCREEN SAVE, SCREENSHOT, DOSE_INFO, CSA REPORT. */
    private static final List<String> NO_PICTURES = List.of("SCREEN", "CAPTURE", "DOSE", "REPORT", "PROTOCOL");

    private final Set<String> withoutBurnedInAnnotation;

    Screening(Options options) {
        this.withoutBurnedInAnnotation = options.withoutBurnedInAnnotation();
    }

    /** Why an object is held back; empty if it is not. */
    Optional<Quarantined> of(DataSet dataSet) {
        return sopClass(dataSet).or(() -> said(dataSet)).or(() -> unsaid(dataSet));
    }

    private static Optional<Quarantined> sopClass(DataSet dataSet) {
        Optional<Quarantined> held = sopClass(Tag.SOP_CLASS_UID, Values.whole(dataSet, Tag.SOP_CLASS_UID));
        if (held.isEmpty() && dataSet.element(Tag.MEDIA_STORAGE_SOP_CLASS_UID).isPresent()) {
            int tag = Tag.MEDIA_STORAGE_SOP_CLASS_UID;
            held = sopClass(tag, Values.whole(dataSet, tag));
        }
        return held.isEmpty() && dataSet.element(Tag.PIXEL_DATA).isEmpty()
                ? held(QuarantineReason.NOT_AN_IMAGE, Tag.PIXEL_DATA)
                : held;
    }

    private static Optional<Quarantined> sopClass(int tag, String uid) {
        if (AllowList.IMAGE_CLASSES.containsKey(uid)) {
            return Optional.empty();
        }
        if (uid.equals(SECONDARY_CAPTURE) || uid.startsWith(SECONDARY_CAPTURE + ".")) {
            return held(QuarantineReason.SECONDARY_CAPTURE, tag);
        }
        boolean known = uid.startsWith(STORAGE);
        return held(known ? QuarantineReason.NOT_AN_IMAGE : QuarantineReason.SOP_CLASS_UNKNOWN, tag);
    }

    private static Optional<Quarantined> said(DataSet dataSet) {
        for (Element element : dataSet.elements()) {
            Optional<Quarantined> held = said(dataSet, element);
            for (DataSet item : element.items()) {
                held = held.or(() -> said(item));
            }
            if (held.isPresent()) {
                return held;
            }
        }
        return Optional.empty();
    }

    private static Optional<Quarantined> said(DataSet dataSet, Element element) {
        int tag = element.tag();
        return switch (tag) {
            case Tag.IMAGE_TYPE, Tag.FRAME_TYPE -> {
                String letters =
                        Values.whole(dataSet, tag).toUpperCase(Locale.ROOT).replaceAll("[^A-Z]", "");
                boolean isUnreadable = element.length() > 0 && letters.isEmpty();
                yield isUnreadable || NO_PICTURES.stream().anyMatch(letters::contains)
                        ? held(QuarantineReason.SCREENSHOT, tag)
                        : Optional.empty();
            }
            case Tag.CONVERSION_TYPE -> only(dataSet, element, DIGITAL_INTERFACE, QuarantineReason.CONVERSION_TYPE);
            case Tag.BURNED_IN_ANNOTATION -> only(dataSet, element, NO, QuarantineReason.BURNED_IN_ANNOTATION);
            case Tag.RECOGNIZABLE_VISUAL_FEATURES ->
                only(dataSet, element, NO, QuarantineReason.RECOGNIZABLE_VISUAL_FEATURES);
            default -> Optional.empty();
        };
    }

    private static Optional<Quarantined> only(DataSet dataSet, Element element, String good, QuarantineReason reason) {
        boolean isEmpty = element.length() == 0 && element.items().isEmpty();
        return isEmpty || Values.whole(dataSet, element.tag()).equals(good)
                ? Optional.empty()
                : held(reason, element.tag());
    }

    private Optional<Quarantined> unsaid(DataSet dataSet) {
        if (Values.whole(dataSet, Tag.BURNED_IN_ANNOTATION).equals(NO)) {
            return Optional.empty();
        }
        String ofClass = AllowList.IMAGE_CLASSES.getOrDefault(Values.whole(dataSet, Tag.SOP_CLASS_UID), "");
        String modality = Values.whole(dataSet, Tag.MODALITY);
        return withoutBurnedInAnnotation.contains(ofClass) && withoutBurnedInAnnotation.contains(modality)
                ? Optional.empty()
                : held(QuarantineReason.BURNED_IN_ANNOTATION_UNKNOWN, Tag.BURNED_IN_ANNOTATION);
    }

    private static Optional<Quarantined> held(QuarantineReason reason, int tag) {
        return Optional.of(new Quarantined(reason, tag));
    }
}
