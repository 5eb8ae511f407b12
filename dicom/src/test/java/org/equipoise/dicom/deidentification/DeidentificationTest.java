package org.equipoise.dicom.deidentification;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.Vr;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DeidentificationTest {

    private static final int BODY_PART = 0x0018_0015;
    private static final int VIEW_POSITION = 0x0018_5101;
    private static final int WINDOW_CENTER = 0x0028_1050;

    @Test
    void whatIsNeededIsKept() {
        Kept kept = Examples.kept(Examples.chest()
                .text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\WINTER")
                .text(BODY_PART, "CS", "CHEST")
                .text(VIEW_POSITION, "CS", "PA")
                .text(Tag.PATIENT_SEX, "CS", "F")
                .text(Tag.PATIENT_AGE, "AS", "047Y")
                .text(Tag.STUDY_DATE, "DA", "20240229")
                .text(Tag.STATION_NAME, "SH", "CT1")
                .text(WINDOW_CENTER, "DS", "40.00\\400")
                .text(Tag.RESCALE_SLOPE, "DS", "1"));

        assertThat(kept.attributes())
                .containsEntry(Tag.IMAGE_TYPE, "ORIGINAL\\PRIMARY")
                .containsEntry(Tag.SOP_CLASS_UID, Examples.CR)
                .containsEntry(Tag.TRANSFER_SYNTAX_UID, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())
                .containsEntry(Tag.MODALITY, "CR")
                .containsEntry(BODY_PART, "CHEST")
                .containsEntry(VIEW_POSITION, "PA")
                .containsEntry(Tag.PATIENT_SEX, "F")
                .containsEntry(Tag.PATIENT_AGE, "040Y")
                .containsEntry(WINDOW_CENTER, "40")
                .containsEntry(Tag.RESCALE_SLOPE, "1")
                .containsEntry(Tag.ROWS, "5")
                .containsEntry(Tag.PATIENT_IDENTITY_REMOVED, "YES")
                .containsEntry(Tag.DEIDENTIFICATION_METHOD, "113100\\113107\\113108")
                .containsEntry(Tag.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, "MODIFIED")
                .containsEntry(Tag.STATION_NAME, Examples.KEY.station("CT1"));
        assertThat(kept.patientKey()).isEqualTo(Examples.KEY.patient("HOSPITAL", "4711"));
        assertThat(kept.studyUid()).isEqualTo(Examples.KEY.uid("1.2.3.1"));
        assertThat(kept.seriesUid()).isEqualTo(Examples.KEY.uid("1.2.3.2"));
        assertThat(kept.instanceUid()).isEqualTo(Examples.KEY.uid("1.2.3.4"));
        assertThat(kept.findings()).isEmpty();
        // Issuer of Patient ID, Pixel Data, and two of the file meta information.
        assertThat(kept.dropped()).isEqualTo(4);
    }

    @Test
    void theBasicProfileAloneKeepsNoPersonDateOrStation() {
        ObjectWriter object = Examples.chest()
                .text(Tag.PATIENT_SEX, "CS", "F")
                .text(Tag.PATIENT_AGE, "AS", "047Y")
                .text(Tag.STUDY_DATE, "DA", "20240229")
                .text(Tag.STATION_NAME, "SH", "CT1");

        Kept kept = (Kept) Deidentification.of(Examples.KEY, Options.DEFAULT.basicProfile())
                .apply(Examples.read(object));

        assertThat(kept.attributes())
                .doesNotContainKeys(Tag.PATIENT_SEX, Tag.PATIENT_AGE, Tag.STUDY_DATE, Tag.STATION_NAME)
                .containsEntry(Tag.DEIDENTIFICATION_METHOD, "113100")
                .containsEntry(Tag.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, "REMOVED");
    }

    @ParameterizedTest
    @CsvSource({
        "00180015, CS, WINTER",
        "00180015, CS, chest",
        "00180015, LO, Winter^Ada",
        "00185101, CS, AP WINTER",
        "00080060, CS, WINTER",
        "00280004, CS, WINTER",
        "00100040, CS, WINTER",
        "00101010, AS, 47Y",
        "00101010, AS, 1931",
        "00200062, CS, LEFT",
        "00280008, IS, 5551234567",
        "00280008, IS, 1.5",
        "00281052, DS, 19310417",
        "00281052, DS, NaN",
        "00281052, DS, Winter",
        "00281053, DS, .",
        "00281050, DS, 1e99",
        "00280010, LO, Winter",
        "00200052, LO, Winter^Ada",
        "00080020, DA, 20230229",
        "00080020, DA, 2023",
        "00080020, DA, 2023.02.28",
        "00080020, DA, 18991231",
        "00080020, DA, 20230101-20230131",
        "00281054, LO, Winter"
    })
    void aValueThatTheListDoesNotHaveIsAFindingWithoutIt(String tag, String vr, String value) {
        int parsed = Integer.parseUnsignedInt(tag, 16);
        Outcome outcome = Examples.outcome(
                Examples.chest().text(Tag.BURNED_IN_ANNOTATION, "CS", "NO").text(parsed, vr, value));

        assertThat(outcome).isInstanceOfSatisfying(Kept.class, kept -> {
            assertThat(kept.text(parsed)).isEmpty();
            assertThat(kept.findings())
                    .containsExactly(new Finding(parsed, Vr.valueOf(vr), value.length() + value.length() % 2));
        });
        assertThat(Examples.everything(outcome)).doesNotContain(value.length() > 1 ? value : "Winter");
    }

    @ParameterizedTest
    @CsvSource({
        "000Y, 000Y",
        "009Y, 000Y",
        "010Y, 010Y",
        "089Y, 080Y",
        "090Y, 090Y",
        "107Y, 090Y",
        "999Y, 090Y",
        "011M, 000Y",
        "130M, 010Y",
        "999M, 080Y",
        "003W, 000Y",
        "999D, 000Y"
    })
    void agesAreDecadesAndFromNinetyOneIsLikeAnother(String age, String decade) {
        assertThat(Values.decade(age)).hasValue(decade);
        assertThat(Values.decade(decade)).as("idempotent").hasValue(decade);
    }

    @ParameterizedTest
    @CsvSource({
        "20240301, 1, 20240229",
        "20230301, 1, 20230228",
        "20000101, 3650, 19900103",
        "19000101, 1, 18991231",
        "99991231, 1, ''",
        "20231301, 1, ''",
        "'', 1, ''"
    })
    void datesGoBackByDays(String date, int days, String expected) {
        assertThat(Values.shifted(date, days).orElse("")).isEqualTo(expected);
    }

    @Test
    void studiesOfAPatientShareKeyAndShift() {
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            String patient = "P" + random.nextInt(1_000_000);
            LocalDate first = LocalDate.of(1990, 1, 1).plusDays(random.nextInt(12_000));
            LocalDate second = first.plusDays(random.nextInt(2_000));
            Kept a = Examples.kept(study(patient, "1.2.9.1", first));
            Kept b = Examples.kept(study(patient, "1.2.9.2", second));

            assertThat(a.patientKey()).isEqualTo(b.patientKey());
            assertThat(a.studyUid()).isNotEqualTo(b.studyUid());
            assertThat(ChronoUnit.DAYS.between(date(a), date(b))).isEqualTo(ChronoUnit.DAYS.between(first, second));
            assertThat(ChronoUnit.DAYS.between(date(a), first)).isBetween(1L, 3_650L);
        }
    }

    private static ObjectWriter study(String patient, String uid, LocalDate date) {
        return Examples.chest()
                .text(Tag.PATIENT_ID, "LO", patient)
                .text(Tag.STUDY_INSTANCE_UID, "UI", uid)
                .text(Tag.STUDY_DATE, "DA", date.format(DateTimeFormatter.BASIC_ISO_DATE));
    }

    private static LocalDate date(Kept kept) {
        return LocalDate.parse(kept.text(Tag.STUDY_DATE).orElseThrow(), DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Test
    void aSharedUidIsTheSameInAllObjects() {
        int frameOfReference = 0x0020_0052;
        Kept a = Examples.kept(Examples.chest().text(frameOfReference, "UI", "1.2.3.9"));
        Kept b = Examples.kept(
                Examples.chest().text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3.5").text(frameOfReference, "UI", "1.2.3.9"));

        assertThat(a.text(frameOfReference)).isEqualTo(b.text(frameOfReference)).isPresent();
        assertThat(a.studyUid()).isEqualTo(b.studyUid());
        assertThat(a.instanceUid()).isNotEqualTo(b.instanceUid());
    }

    @Test
    void anotherKeyGivesOtherPseudonyms() {
        ObjectWriter object =
                study("4711", "1.2.3.1", LocalDate.of(2024, 2, 29)).text(Tag.STATION_NAME, "SH", "CT1");
        Kept a = Examples.kept(object);
        Kept b = (Kept) Deidentification.of(Examples.OTHER_KEY, Options.DEFAULT).apply(Examples.read(object));

        for (int tag : new int[] {
            Tag.PATIENT_ID,
            Tag.STUDY_INSTANCE_UID,
            Tag.SERIES_INSTANCE_UID,
            Tag.SOP_INSTANCE_UID,
            Tag.STATION_NAME,
            Tag.STUDY_DATE
        }) {
            assertThat(a.text(tag)).isPresent().isNotEqualTo(b.text(tag));
        }
        assertThat(a.text(Tag.ROWS)).isEqualTo(b.text(Tag.ROWS));
    }

    @Test
    void theIssuerIsPartOfThePatientAndHasADefault() {
        Options named = new Options(true, true, 3_650, true, "HOSPITAL", Set.of("CR"));
        Kept said = Examples.kept(Examples.chest());
        Kept assumed = (Kept) Deidentification.of(Examples.KEY, named)
                .apply(Examples.read(Examples.chest().without(Tag.ISSUER_OF_PATIENT_ID)));
        Kept without = Examples.kept(Examples.chest().without(Tag.ISSUER_OF_PATIENT_ID));

        assertThat(assumed.patientKey()).isEqualTo(said.patientKey());
        assertThat(without.patientKey()).isNotEqualTo(said.patientKey());
    }

    /** Any order of objects, as often as you like, and in whichever transfer syntax. */
    @Test
    void theOutcomeDependsOnNothingButTheObject() {
        List<String> patients = new ArrayList<>();
        Map<String, Outcome> first = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            patients.add("P" + i);
            first.put("P" + i, Examples.outcome(study("P" + i, "1.2." + i, LocalDate.of(2020, 1, 1 + i))));
        }
        Collections.shuffle(patients, new Random(3));
        for (String patient : patients) {
            int i = Integer.parseInt(patient.substring(1));
            ObjectWriter object = study(patient, "1.2." + i, LocalDate.of(2020, 1, 1 + i));
            Deidentification fresh = Deidentification.of(Examples.KEY, Options.DEFAULT);

            assertThat(fresh.apply(Examples.read(object))).isEqualTo(first.get(patient));
            assertThat(fresh.apply(Examples.read(object))).isEqualTo(first.get(patient));
        }
        Kept implicit = Examples.kept(Examples.chest(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
        Kept big = Examples.kept(Examples.chest(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN));
        assertThat(implicit.text(Tag.ROWS)).isEqualTo(big.text(Tag.ROWS));
        assertThat(implicit.patientKey()).isEqualTo(big.patientKey());
    }

    /** What was kept, written down as an object and de-identified again, stays, but for what is mapped. */
    @Test
    void whatIsKeptIsKeptAgain() {
        Kept once = Examples.kept(Examples.chest()
                .text(BODY_PART, "CS", "CHEST")
                .text(Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\X")
                .text(Tag.PATIENT_AGE, "AS", "047Y")
                .text(Tag.RESCALE_SLOPE, "DS", "0.1234567890"));
        ObjectWriter again = Examples.chest();
        once.attributes().forEach((tag, text) -> {
            if (tag >>> 16 != 0x0002 && tag >>> 16 != 0x0028 || tag == Tag.RESCALE_SLOPE) {
                again.text(tag, Rules.TABLE.find(tag).map(Rule::permitsUid).orElse(false) ? "UI" : "LO", text);
            }
        });

        Kept twice = Examples.kept(again);

        assertThat(twice.attributes().keySet()).isEqualTo(once.attributes().keySet());
        for (int tag : new int[] {BODY_PART, Tag.IMAGE_TYPE, Tag.PATIENT_AGE, Tag.RESCALE_SLOPE, Tag.ROWS}) {
            assertThat(twice.text(tag)).isPresent().isEqualTo(once.text(tag));
        }
    }

    @Test
    void theDefaultsAreThese() {
        assertThat(Options.DEFAULT)
                .isEqualTo(new Options(
                        true,
                        true,
                        3_650,
                        true,
                        "",
                        Set.of("CR", "CT", "DX", "IO", "MG", "MR", "NM", "PT", "PX", "RF", "RG", "XA")));
        assertThatThrownBy(() -> new Options(true, true, 0, true, "", Set.of()))
                .hasMessage("mostShiftDays is 0, it must be 1 to 36500");
        assertThatThrownBy(() -> new Options(true, true, 1, true, "", Set.of("ZZ")))
                .hasMessageStartingWith("withoutBurnedInAnnotation holds ZZ, which is none of [AR, ");
    }

    @Test
    void whatIsKeptHasItsUids() {
        assertThatThrownBy(() -> new Kept(new java.util.TreeMap<>(), List.of(), 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("what is kept lacks (0010,0020)");
    }
}
