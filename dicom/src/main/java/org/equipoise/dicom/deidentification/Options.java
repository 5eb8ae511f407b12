package org.equipoise.dicom.deidentification;

import java.util.Set;

/**
 * What is decided where Annex E leaves a choice.
 *
 * @param patientCharacteristics whether sex and the decade of the age are kept: Retain Patient Characteristics Option
 * @param shiftedDates whether Study Date is kept, shifted: Retain Longitudinal Temporal Information with Modified Dates
 *     Option; otherwise there are no dates
 * @param mostShiftDays dates of a patient are moved back by 1 to so many days, at most 36,500
 * @param stationPseudonym whether Station Name is replaced by a pseudonym instead of dropped
 * @param issuer who issued the Patient ID of objects that do not say it; may be empty
 * @param withoutBurnedInAnnotation the modalities whose objects may lack Burned In Annotation (0028,0301). Every other
 *     modality has to say NO; what says anything else than NO is held back whatever its modality
 */
public record Options(
        boolean patientCharacteristics,
        boolean shiftedDates,
        int mostShiftDays,
        boolean stationPseudonym,
        String issuer,
        Set<String> withoutBurnedInAnnotation) {

    /**
     * Sex and age, shifted dates, pseudonyms of stations; and the modalities whose systems write text beside the pixels
     * rather than into them.
     */
    public static final Options DEFAULT = new Options(
            true,
            true,
            3_650,
            true,
            "",
            Set.of("CR", "CT", "DX", "IO", "MG", "MR", "NM", "PT", "PX", "RF", "RG", "XA"));

    private static final int MOST_DAYS = 36_500;

    public Options {
        if (mostShiftDays < 1 || mostShiftDays > MOST_DAYS) {
            throw new IllegalArgumentException("mostShiftDays is " + mostShiftDays + ", it must be 1 to " + MOST_DAYS);
        }
        withoutBurnedInAnnotation = Set.copyOf(withoutBurnedInAnnotation);
        for (String modality : withoutBurnedInAnnotation) {
            if (!AllowList.modalities().contains(modality)) {
                throw new IllegalArgumentException(
                        "withoutBurnedInAnnotation holds " + modality + ", which is none of " + AllowList.modalities());
            }
        }
    }

    /** The same without any option of Annex E: the Basic Profile alone, and no pseudonym of a station. */
    public Options basicProfile() {
        return new Options(false, false, mostShiftDays, false, issuer, withoutBurnedInAnnotation);
    }
}
