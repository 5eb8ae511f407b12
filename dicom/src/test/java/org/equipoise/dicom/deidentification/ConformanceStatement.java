package org.equipoise.dicom.deidentification;

import java.util.List;
import java.util.Optional;

import org.equipoise.dicom.Tag;

/** docs/dicom-conformance.md, of the tables that {@link Deidentification} works by. */
public final class ConformanceStatement {

    private static final String HEAD = """
            # De-identification: conformance

            Made by `dicom/run rules` of the tables that the code works by
            ([rules](../dicom/src/main/resources/org/equipoise/dicom/deidentification/confidentiality-rules.txt),
            [what is kept](../dicom/src/main/resources/org/equipoise/dicom/deidentification/allowed-attributes.txt),
            [images](../dicom/src/main/resources/org/equipoise/dicom/deidentification/image-classes.txt)). A test fails where this page says
            anything else. [What it is for, and its limits](dicom.md#de-identification).

            Equipoise applies the Basic Application Level Confidentiality Profile of DICOM PS3.15, annex E (113100), with

            | option | | by default |
            |---|---|---|
            | Retain Longitudinal Temporal Information with Modified Dates (113107) | `shiftedDates`: Study Date, shifted per patient; no other date or time | yes |
            | Retain Patient Characteristics (113108) | `patientCharacteristics`: sex, and age as the first year of its decade | yes |
            | all others: Retain Safe Private, UIDs, Device Identity, Institution Identity, Full Dates; Clean Descriptors, Structured Content, Graphics, Pixel Data, Recognizable Visual Features | not applied | |

            It writes no DICOM objects. What it makes of one is a list of attributes, beside frames that are decoded: Z (empty) and X
            (removed) are one thing there, *dropped*, and so is everything that the table does not name and that is not under *What is
            kept*. Nothing in a sequence is kept. What the options do not permit is not kept, whatever the list says.

            ## What is kept

            The action is the Basic Profile's; it is empty where Table E.1-1 does not name the attribute.

            | tag | attribute | action | kept as |
            |---|---|---|---|
            """;

    private static final String ADDED = """

            And added: Transfer Syntax UID (0002,0010), which is a name of the standard; Patient Identity Removed (0012,0062) YES;
            De-identification Method (0012,0063), the codes above that were applied; Longitudinal Temporal Information Modified
            (0028,0303), MODIFIED where there is a Study Date and REMOVED where there is none.

            ## What is held back

            An object is held back before anything of it is kept, with one of these reasons and the tag.

            | reason | when |
            |---|---|
            | `NOT_AN_IMAGE` | its SOP class is of the standard's storage and none of the %d image classes: documents, reports, presentation states, segmentations, plans; or it has no Pixel Data |
            | `SOP_CLASS_UNKNOWN` | its SOP class is missing, private, or not known |
            | `SECONDARY_CAPTURE` | its SOP class is a secondary capture; that of the file meta information counts, too |
            | `CONVERSION_TYPE` | Conversion Type (0008,0064) is another than DI |
            | `SCREENSHOT` | Image Type (0008,0008) or Frame Type (0008,9007) has, in any value, SCREEN, CAPTURE, DOSE, REPORT or PROTOCOL, or cannot be read |
            | `BURNED_IN_ANNOTATION` | Burned In Annotation (0028,0301) is another than NO |
            | `BURNED_IN_ANNOTATION_UNKNOWN` | it is missing, and Modality, or the modality of the SOP class, is none of `withoutBurnedInAnnotation`: %s by default |
            | `RECOGNIZABLE_VISUAL_FEATURES` | Recognizable Visual Features (0028,0302) is another than NO |
            | `NO_PATIENT`, `NO_INSTANCE` | Patient ID, or a UID of study, series or object, is missing or none |

            Conversion Type, Image Type, Frame Type, Burned In Annotation and Recognizable Visual Features count in sequences, too.

            ## All %d rows of Table E.1-1

            Action of the Basic Profile: D dummy value, Z empty or dummy value, X removed, U another UID; a choice where it depends on
            the object. *C* cleaned and *K* kept, by the two options.

            | tag | attribute | Basic Profile | patient characteristics | modified dates | Equipoise |
            |---|---|---|---|---|---|
            """;

    private ConformanceStatement() {}

    /** The page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        for (Allowed allowed : AllowList.ALL) {
            String action = Rules.TABLE.find(allowed.tag()).map(Rule::basic).orElse("");
            page.append(row(Tag.format(allowed.tag()), allowed.keyword(), action, form(allowed)));
        }
        String modalities = String.join(
                ", ",
                Options.DEFAULT.withoutBurnedInAnnotation().stream().sorted().toList());
        List<Rule> rules = Rules.TABLE.all();
        page.append(ADDED.formatted(AllowList.IMAGE_CLASSES.size(), modalities, rules.size()));
        for (Rule rule : rules) {
            page.append(row(
                    tag(rule),
                    rule.keyword(),
                    rule.basic(),
                    rule.patientCharacteristics(),
                    rule.modifiedDates(),
                    treatment(rule)));
        }
        return page.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String tag(Rule rule) {
        String pattern = rule.pattern();
        return pattern.equals(Rule.PRIVATE)
                ? "odd groups"
                : "(" + pattern.substring(0, 4) + "," + pattern.substring(4) + ")";
    }

    private static String treatment(Rule rule) {
        Optional<Allowed> kept = AllowList.ALL.stream()
                .filter(allowed -> rule.matches(allowed.tag()))
                .filter(allowed -> allowed.isPermitted(Optional.of(rule), Options.DEFAULT))
                .findFirst();
        boolean byOption = rule.permitsValue(Options.DEFAULT);
        return kept.map(allowed -> form(allowed) + (byOption ? ", or dropped (`patientCharacteristics`)" : ""))
                .orElse("dropped");
    }

    private static String form(Allowed allowed) {
        return switch (allowed.treatment()) {
            case CODE ->
                allowed.codes().size() == 1
                        ? "it is " + allowed.codes().get(0)
                        : "one of " + String.join(", ", allowed.codes());
            case CODES -> "its first two values, of " + String.join(", ", allowed.codes());
            case WHOLE -> "a whole number, " + bounds(allowed);
            case NUMBER -> "a number of 6 digits, " + bounds(allowed);
            case IMAGE_CLASS -> "it is, one of the image classes";
            case UID -> "2.25. UID by keyed hash";
            case PATIENT -> "pseudonym by keyed hash of issuer and Patient ID";
            case STATION -> "pseudonym by keyed hash, or dropped (`stationPseudonym`)";
            case DATE ->
                "shifted per patient by 1 to `mostShiftDays` days (3650 by default), or dropped (`shiftedDates`)";
            case DECADE -> "the first year of its decade, 090Y from 90 on";
        };
    }

    private static String bounds(Allowed allowed) {
        return "%.0f to %.0f".formatted(allowed.least(), allowed.most());
    }
}
