package org.equipoise.dicom.deidentification;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.deidentification.Outcome.Quarantined;

/**
 * De-identification by the Basic Application Level Confidentiality Profile (PS3.15, annex E) and the options of
 * {@link Options}. The same object, key and options have the same outcome.
 *
 * <p>Kept is what is on a list ({@code allowed-attributes.txt}), at the top of the data set, if Table E.1-1 lets it be
 * kept in the list's form. All else is dropped, whether the table names it or not: sequences with everything in them,
 * overlays, private attributes, the file meta information. Pixels are not part of the outcome: who keeps an image keeps
 * the decoded frames, never the codestream, which has room for text.
 */
public final class Deidentification {

    /** Codes of PS3.16, CID 7050. */
    private static final String BASIC_PROFILE = "113100";

    private static final String MODIFIED_DATES = "113107";
    private static final String PATIENT_CHARACTERISTICS = "113108";

    private final PseudonymKey key;
    private final Options options;
    private final Screening screening;
    private final List<Allowed> permitted;

    private Deidentification(PseudonymKey key, Options options) {
        this.key = key;
        this.options = options;
        this.screening = new Screening(options);
        this.permitted = AllowList.ALL.stream()
                .filter(allowed -> allowed.isPermitted(Rules.TABLE.find(allowed.tag()), options))
                .toList();
    }

    /** That with a key, the same for all objects whose pseudonyms have to meet. */
    public static Deidentification of(PseudonymKey key, Options options) {
        return new Deidentification(key, options);
    }

    /** The values of Body Part Examined (0018,0015) that are kept. */
    public static List<String> bodyParts() {
        return AllowList.codes(Tag.BODY_PART_EXAMINED);
    }

    /**
     * The pseudonym of a patient, as objects get it that are kept.
     *
     * @param issuer of the Patient ID; empty for the usual one
     */
    public String patientKey(String issuer, String patientId) {
        return key.patient(issuer.isEmpty() ? options.issuer() : issuer, patientId);
    }

    /** What becomes of an object. */
    public Outcome apply(DataSet dataSet) {
        Optional<Quarantined> held = screening.of(dataSet);
        return held.isPresent() ? held.get() : keep(dataSet);
    }

    private Outcome keep(DataSet dataSet) {
        String patientId = Values.whole(dataSet, Tag.PATIENT_ID);
        if (patientId.isEmpty()) {
            return new Quarantined(QuarantineReason.NO_PATIENT, Tag.PATIENT_ID);
        }
        String named = Values.whole(dataSet, Tag.ISSUER_OF_PATIENT_ID);
        String patientKey = patientKey(named, patientId);
        Map<Integer, String> attributes = new TreeMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Allowed allowed : permitted) {
            Optional<String> value = value(dataSet, allowed, patientKey);
            value.ifPresent(text -> attributes.put(allowed.tag(), text));
            if (value.isEmpty()) {
                dataSet.element(allowed.tag())
                        .filter(element ->
                                element.length() > 0 || !element.items().isEmpty())
                        .ifPresent(element -> findings.add(Finding.of(element)));
            }
        }
        for (int required : AllowList.REQUIRED) {
            if (!attributes.containsKey(required)) {
                return new Quarantined(QuarantineReason.NO_INSTANCE, required);
            }
        }
        int kept = attributes.size();
        boolean dated = attributes.containsKey(Tag.STUDY_DATE);
        attributes.put(Tag.TRANSFER_SYNTAX_UID, dataSet.transferSyntax().uid());
        attributes.put(Tag.PATIENT_IDENTITY_REMOVED, "YES");
        attributes.put(Tag.DEIDENTIFICATION_METHOD, method());
        attributes.put(Tag.LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED, dated ? "MODIFIED" : "REMOVED");
        long all = all(dataSet).count();
        long allPrivate =
                all(dataSet).filter(element -> Tag.isPrivate(element.tag())).count();
        return new Kept(new TreeMap<>(attributes), findings, (int) all - kept - findings.size(), (int) allPrivate);
    }

    private Optional<String> value(DataSet dataSet, Allowed allowed, String patientKey) {
        int tag = allowed.tag();
        List<String> texts = dataSet.texts(tag);
        String whole = Values.whole(dataSet, tag);
        return switch (allowed.treatment()) {
            case CODE -> Values.codes(texts, allowed.codes(), 1);
            case CODES -> Values.codes(texts, allowed.codes(), 2);
            case WHOLE -> Values.whole(texts, allowed.least(), allowed.most());
            case NUMBER -> Values.number(texts, allowed.least(), allowed.most());
            case IMAGE_CLASS -> Optional.of(whole).filter(AllowList.IMAGE_CLASSES::containsKey);
            case UID -> Values.uid(whole).map(key::uid);
            case PATIENT -> Optional.of(patientKey);
            case STATION -> Optional.of(whole).filter(name -> !name.isEmpty()).map(key::station);
            case DATE -> Values.shifted(whole, key.shiftDays(patientKey, options.mostShiftDays()));
            case DECADE -> Values.decade(whole);
        };
    }

    /** The codes of what was applied. */
    private String method() {
        return BASIC_PROFILE
                + (options.shiftedDates() ? "\\" + MODIFIED_DATES : "")
                + (options.patientCharacteristics() ? "\\" + PATIENT_CHARACTERISTICS : "");
    }

    /** All data elements, those in sequences among them. */
    private static Stream<Element> all(DataSet dataSet) {
        return dataSet.elements().stream()
                .flatMap(element -> Stream.concat(
                        Stream.of(element), element.items().stream().flatMap(Deidentification::all)));
    }

    @Override
    public String toString() {
        return "Deidentification";
    }
}
