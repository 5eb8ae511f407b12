package org.equipoise.dicom.deidentification;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.deidentification.Outcome.Quarantined;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScreeningTest {

    private static final String STORAGE = "1.2.840.10008.5.1.4.1.1.";
    private static final int REFERENCED_IMAGE_SEQUENCE = 0x0008_1140;

    private static void assertHeld(QuarantineReason reason, int tag, Consumer<ObjectWriter> change) {
        ObjectWriter object = Examples.chest();
        change.accept(object);
        assertThat(Examples.outcome(object)).isEqualTo(new Quarantined(reason, tag));
    }

    private static void assertKept(Consumer<ObjectWriter> change) {
        ObjectWriter object = Examples.chest();
        change.accept(object);
        assertThat(Examples.outcome(object)).isInstanceOf(Kept.class);
    }

    @ParameterizedTest
    @CsvSource({
        "7, SECONDARY_CAPTURE",
        "7.1, SECONDARY_CAPTURE",
        "7.4, SECONDARY_CAPTURE",
        "104.1, NOT_AN_IMAGE",
        "104.2, NOT_AN_IMAGE",
        "88.11, NOT_AN_IMAGE",
        "88.33, NOT_AN_IMAGE",
        "88.67, NOT_AN_IMAGE",
        "11.1, NOT_AN_IMAGE",
        "11.2, NOT_AN_IMAGE",
        "66.4, NOT_AN_IMAGE",
        "481.5, NOT_AN_IMAGE",
        "9.1.1, NOT_AN_IMAGE",
        "77.1.5.3, NOT_AN_IMAGE"
    })
    void whatIsNoImageIsHeldBack(String sopClass, QuarantineReason reason) {
        assertHeld(reason, Tag.SOP_CLASS_UID, object -> object.text(Tag.SOP_CLASS_UID, "UI", STORAGE + sopClass));
    }

    @Test
    void anUnknownSopClassIsHeldBack() {
        assertHeld(
                QuarantineReason.SOP_CLASS_UNKNOWN,
                Tag.SOP_CLASS_UID,
                object -> object.text(Tag.SOP_CLASS_UID, "UI", "1.2.840.113619.4.26"));
        assertHeld(QuarantineReason.SOP_CLASS_UNKNOWN, Tag.SOP_CLASS_UID, object -> object.without(Tag.SOP_CLASS_UID));
    }

    @Test
    void theFileMetaInformationCannotHideASecondaryCapture() {
        assertHeld(
                QuarantineReason.SECONDARY_CAPTURE,
                Tag.MEDIA_STORAGE_SOP_CLASS_UID,
                object -> object.meta(
                        Tag.MEDIA_STORAGE_SOP_CLASS_UID,
                        "UI",
                        (STORAGE + "7\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void anObjectWithoutPixelsIsNoImage() {
        assertHeld(QuarantineReason.NOT_AN_IMAGE, Tag.PIXEL_DATA, object -> object.without(Tag.PIXEL_DATA));
    }

    @ParameterizedTest
    @ValueSource(strings = {"YES", "yes", "no", "UNKNOWN", "NO\\YES", "N"})
    void anythingButNoIsBurnedIn(String value) {
        assertHeld(
                QuarantineReason.BURNED_IN_ANNOTATION,
                Tag.BURNED_IN_ANNOTATION,
                object -> object.text(Tag.BURNED_IN_ANNOTATION, "CS", value));
    }

    @Test
    void burnedInAnnotationOfAnotherVrIsNotNo() {
        assertHeld(
                QuarantineReason.BURNED_IN_ANNOTATION,
                Tag.BURNED_IN_ANNOTATION,
                object -> object.bytes(Tag.BURNED_IN_ANNOTATION, "UN", new byte[] {'N', 'O'}));
    }

    @Test
    void whatASequenceSaysCounts() {
        ObjectWriter item =
                new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).text(Tag.BURNED_IN_ANNOTATION, "CS", "YES");
        assertHeld(
                QuarantineReason.BURNED_IN_ANNOTATION,
                Tag.BURNED_IN_ANNOTATION,
                object -> object.sequence(REFERENCED_IMAGE_SEQUENCE, "SQ", true, List.of(item)));
    }

    @ParameterizedTest
    @CsvSource({
        "CR, 1, true",
        "CT, 2, true",
        "MG, 1.2, true",
        "MR, 4, true",
        "US, 6.1, false",
        "OT, 1, false",
        "XC, 77.1.4, false",
        "ES, 77.1.1, false",
        "OP, 77.1.5.1, false",
        "CT, 6.1, false",
        "US, 2, false",
        "'', 2, false",
        "WINTER, 2, false"
    })
    void whereTextIsUsualItHasToBeDenied(String modality, String sopClass, boolean kept) {
        Consumer<ObjectWriter> change =
                object -> object.text(Tag.MODALITY, "CS", modality).text(Tag.SOP_CLASS_UID, "UI", STORAGE + sopClass);
        if (kept) {
            assertKept(change);
        } else {
            assertHeld(QuarantineReason.BURNED_IN_ANNOTATION_UNKNOWN, Tag.BURNED_IN_ANNOTATION, change);
        }
        assertKept(change.andThen(object -> object.text(Tag.BURNED_IN_ANNOTATION, "CS", "NO")));
        assertHeld(
                QuarantineReason.BURNED_IN_ANNOTATION,
                Tag.BURNED_IN_ANNOTATION,
                change.andThen(object -> object.text(Tag.BURNED_IN_ANNOTATION, "CS", "YES")));
    }

    @Test
    void whoTrustsNoModalityHearsOfEachObject() {
        Options strict = new Options(true, true, 3_650, true, "", Set.of());

        assertThat(Deidentification.of(Examples.KEY, strict).apply(Examples.read(Examples.chest())))
                .isEqualTo(new Quarantined(QuarantineReason.BURNED_IN_ANNOTATION_UNKNOWN, Tag.BURNED_IN_ANNOTATION));
    }

    @ParameterizedTest
    @CsvSource({"DI, true", "WSD, false", "SD, false", "SI, false", "DF, false", "DV, false", "DRW, false", "SYN, false"
    })
    void onlyADigitalInterfaceConverts(String conversion, boolean kept) {
        Consumer<ObjectWriter> change = object -> object.text(Tag.CONVERSION_TYPE, "CS", conversion);
        if (kept) {
            assertKept(change);
        } else {
            assertHeld(QuarantineReason.CONVERSION_TYPE, Tag.CONVERSION_TYPE, change);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ORIGINAL\\PRIMARY, true",
        "ORIGINAL\\PRIMARY\\AXIAL, true",
        "DERIVED\\SECONDARY\\SCREEN SAVE, false",
        "DERIVED\\SECONDARY\\screensave, false",
        "DERIVED\\SECONDARY\\OTHER\\SCREENSHOT, false",
        "DERIVED\\SECONDARY\\SCREEN_CAPTURE, false",
        "DERIVED\\SECONDARY\\OTHER\\CSA REPORT, false",
        "DERIVED\\PRIMARY\\DOSE_INFO, false",
        "DERIVED\\SECONDARY\\CT_SOM5 PROTOCOL, false"
    })
    void screensAreNoPictures(String imageType, boolean kept) {
        Consumer<ObjectWriter> change = object -> object.text(Tag.IMAGE_TYPE, "CS", imageType);
        if (kept) {
            assertKept(change);
        } else {
            assertHeld(QuarantineReason.SCREENSHOT, Tag.IMAGE_TYPE, change);
        }
    }

    @Test
    void anImageTypeThatCannotBeReadIsHeldBack() {
        assertHeld(
                QuarantineReason.SCREENSHOT,
                Tag.IMAGE_TYPE,
                object -> object.bytes(
                        Tag.IMAGE_TYPE, "UN", "SCREEN SAVE ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void facesAreHeldBack() {
        assertHeld(
                QuarantineReason.RECOGNIZABLE_VISUAL_FEATURES,
                Tag.RECOGNIZABLE_VISUAL_FEATURES,
                object -> object.text(Tag.RECOGNIZABLE_VISUAL_FEATURES, "CS", "YES"));
        assertKept(object -> object.text(Tag.RECOGNIZABLE_VISUAL_FEATURES, "CS", "NO"));
    }

    @Test
    void withoutIdentityNothingIsKept() {
        assertHeld(QuarantineReason.NO_PATIENT, Tag.PATIENT_ID, object -> object.without(Tag.PATIENT_ID));
        assertHeld(QuarantineReason.NO_PATIENT, Tag.PATIENT_ID, object -> object.text(Tag.PATIENT_ID, "LO", "  "));
        for (int tag : new int[] {Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.SOP_INSTANCE_UID}) {
            assertHeld(QuarantineReason.NO_INSTANCE, tag, object -> object.without(tag));
            assertHeld(QuarantineReason.NO_INSTANCE, tag, object -> object.text(tag, "UI", "1.2\\1.3"));
            assertHeld(QuarantineReason.NO_INSTANCE, tag, object -> object.text(tag, "LO", "Winter^Ada"));
        }
    }

    @Test
    void aReasonIsAllThatIsSaid() {
        assertThat(new Quarantined(QuarantineReason.SCREENSHOT, Tag.IMAGE_TYPE)).hasToString("SCREENSHOT (0008,0008)");
    }
}
