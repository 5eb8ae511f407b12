package org.equipoise.dicom.deidentification;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.Vr;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.tool.ConfidentialityRules;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Every row of PS3.15, Table E.1-1: its attribute at the top, in a sequence, and in a sequence in a sequence. */
class ConfidentialityTableTest {

    private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    private static final int REFERENCED_IMAGE_SEQUENCE = 0x0008_1140;
    private static final int CONTENT_SEQUENCE = 0x0040_A730;
    private static final int TEXT_VALUE = 0x0040_A160;

    /** A row, an attribute that it is about, and a value that is found nowhere else. */
    private record Planted(Rule rule, int tag, Vr vr, String value) {

        ObjectWriter into(ObjectWriter writer) {
            if (tag >>> 16 == 0x0002) {
                return writer.meta(tag, vr.name(), value.getBytes(StandardCharsets.US_ASCII));
            }
            return nested(writer);
        }

        ObjectWriter nested(ObjectWriter writer) {
            return vr == Vr.SQ
                    ? writer.sequence(tag, "SQ", true, List.of(item().text(TEXT_VALUE, "UT", value)))
                    : writer.text(tag, vr.name(), value);
        }

        /** Whether the value as it is, or a part of it that says as much, is in an outcome. */
        boolean isIn(Outcome outcome) {
            String all = Examples.everything(outcome).toLowerCase(Locale.ROOT);
            String sought = value.toLowerCase(Locale.ROOT);
            return all.contains(sought) || all.contains(Examples.hex(sought));
        }
    }

    private static ObjectWriter item() {
        return new ObjectWriter(IMPLICIT);
    }

    private static List<Planted> planted() {
        List<Planted> all = new ArrayList<>();
        for (Rule rule : Rules.TABLE.all()) {
            String pattern = rule.pattern().equals(Rule.PRIVATE) ? "00091001" : rule.pattern();
            int tag = Integer.parseUnsignedInt(
                    pattern.replace("50xxxxxx", "50043000").replace("xx", "04"), 16);
            assertThat(rule.matches(tag)).isTrue();
            Vr vr = Examples.read(item().noMeta()
                            .bytes(Tag.ROWS, "US", new byte[2])
                            .sequence(
                                    REFERENCED_IMAGE_SEQUENCE,
                                    "SQ",
                                    true,
                                    List.of(item().bytes(tag, "UN", new byte[0]))))
                    .items(REFERENCED_IMAGE_SEQUENCE)
                    .get(0)
                    .element(tag)
                    .orElseThrow()
                    .vr();
            all.add(new Planted(rule, tag, vr, value(vr, all.size())));
        }
        return all;
    }

    private static String value(Vr vr, int number) {
        return switch (vr) {
            case UI -> "1.2.826.0.1.77." + (5_000_000 + number);
            case DA -> "1931" + String.format(Locale.ROOT, "%02d%02d", 1 + number % 12, 1 + number % 28);
            case TM -> "101112.77" + (1_000 + number);
            case DT -> "19310417101112.77" + (1_000 + number);
            case AS -> "087Y";
            case IS, DS -> "770077" + (1_000 + number);
            case US -> "Zq";
            case CS, SH, AE -> "ZQ" + number + "WINTER";
            default -> "Zq^Winter" + number;
        };
    }

    @Test
    void thereIsARowForEachOfThe621Attributes() {
        assertThat(Rules.TABLE.all()).hasSize(621);
        assertThat(planted().stream().map(Planted::value).filter(value -> value.length() > 4))
                .hasSizeGreaterThan(600);
    }

    @Test
    void noValueOfARowSurvivesAtTheTopOrInSequences() {
        for (Deidentification deidentification :
                List.of(Examples.DEFAULT, Deidentification.of(Examples.KEY, Options.DEFAULT.basicProfile()))) {
            for (Planted planted : planted()) {
                ObjectWriter once = Examples.chest(IMPLICIT)
                        .sequence(REFERENCED_IMAGE_SEQUENCE, "SQ", true, List.of(planted.nested(item())));
                ObjectWriter twice = Examples.chest(IMPLICIT)
                        .sequence(
                                CONTENT_SEQUENCE,
                                "SQ",
                                false,
                                List.of(item().sequence(
                                                CONTENT_SEQUENCE, "SQ", true, List.of(planted.nested(item())))));
                for (ObjectWriter object : List.of(planted.into(Examples.chest(IMPLICIT)), once, twice)) {
                    assertThat(new String(object.toBytes(), StandardCharsets.ISO_8859_1))
                            .as("planted: %s", planted)
                            .contains(planted.value());
                    DataSet dataSet = Examples.read(object);
                    Outcome outcome = deidentification.apply(dataSet);
                    assertThat(outcome).as(planted.toString()).isInstanceOf(Kept.class);
                    assertThat(planted.isIn(outcome)).as(planted.toString()).isFalse();
                }
            }
        }
    }

    /** In one object: nothing is there that is not the list's, and what is of the table is in a form it permits. */
    @Test
    void whatIsKeptOfAnObjectWithAllRowsIsTheList() {
        ObjectWriter writer = Examples.chest(IMPLICIT);
        List<Planted> all = planted();
        all.forEach(planted -> planted.into(writer));
        writer.text(Tag.PATIENT_SEX, "CS", "F");

        Kept kept = Examples.kept(writer);
        Kept basic = (Kept) Deidentification.of(Examples.KEY, Options.DEFAULT.basicProfile())
                .apply(Examples.read(writer));

        assertThat(all).noneMatch(planted -> planted.isIn(kept));
        assertThat(inTable(kept))
                .containsExactlyInAnyOrder(
                        Tag.SOP_INSTANCE_UID,
                        Tag.STUDY_DATE,
                        Tag.STATION_NAME,
                        Tag.PATIENT_ID,
                        Tag.PATIENT_SEX,
                        Tag.PATIENT_AGE,
                        Tag.STUDY_INSTANCE_UID,
                        Tag.SERIES_INSTANCE_UID,
                        0x0020_0052);
        assertThat(kept.attributes()).containsEntry(Tag.PATIENT_SEX, "F").containsEntry(Tag.PATIENT_AGE, "080Y");
        assertThat(inTable(basic))
                .containsExactlyInAnyOrder(
                        Tag.SOP_INSTANCE_UID,
                        Tag.PATIENT_ID,
                        Tag.STUDY_INSTANCE_UID,
                        Tag.SERIES_INSTANCE_UID,
                        0x0020_0052);
        assertThat(kept.droppedPrivate()).isEqualTo(1);
    }

    private static Set<Integer> inTable(Kept kept) {
        Set<Integer> tags = new HashSet<>(kept.attributes().keySet());
        tags.removeIf(tag -> Rules.TABLE.find(tag).isEmpty());
        return tags;
    }

    /** Whoever adds to the list what the table forbids sees it dropped. */
    @Test
    void theTableIsStrongerThanTheList() {
        Rule name = Rules.TABLE.find(0x0010_0010).orElseThrow();
        Allowed listed = Allowed.of(List.of("00100010", "PatientName", "CODE", "WINTER"));
        Allowed mapped = Allowed.of(List.of("00100010", "PatientName", "UID", ""));
        Rule birth = Rules.TABLE.find(0x0010_0030).orElseThrow();
        Allowed shifted = Allowed.of(List.of("00100030", "PatientBirthDate", "DATE", ""));

        assertThat(listed.isPermitted(java.util.Optional.of(name), Options.DEFAULT))
                .isFalse();
        assertThat(mapped.isPermitted(java.util.Optional.of(name), Options.DEFAULT))
                .isFalse();
        assertThat(shifted.isPermitted(java.util.Optional.of(birth), Options.DEFAULT))
                .isFalse();
        assertThat(AllowList.ALL)
                .allMatch(allowed -> allowed.isPermitted(Rules.TABLE.find(allowed.tag()), Options.DEFAULT));
    }

    @Test
    void patternsAreWholeGroups() {
        assertThat(Rules.TABLE.find(0x6002_3000))
                .hasValueSatisfying(rule -> assertThat(rule.keyword()).isEqualTo("OverlayData"));
        assertThat(Rules.TABLE.find(0x501E_1234))
                .hasValueSatisfying(rule -> assertThat(rule.keyword()).isEqualTo("CurveData"));
        assertThat(Rules.TABLE.find(0x0029_1010))
                .hasValueSatisfying(rule -> assertThat(rule.keyword()).isEqualTo("PrivateAttributes"));
        assertThat(Rules.TABLE.find(Tag.ROWS)).isEmpty();
    }

    @Test
    void theConformanceStatementIsMadeOfTheRules() throws Exception {
        assertThat(Files.readString(Path.of("../docs/dicom-conformance.md")))
                .as("docs/dicom-conformance.md is another than dicom/run rules writes")
                .isEqualTo(ConformanceStatement.markdown());
    }

    @Test
    void theRulesAreThoseOfTheTableAsData() throws Exception {
        Path table = Path.of("../../shared/data/dicom-standard/confidentiality_profile_attributes.json");
        if (!Files.isRegularFile(table)) {
            System.out.println("skipped: no table of PS3.15 beside the project");
        }
        assumeTrue(Files.isRegularFile(table), "no table of PS3.15 beside the project");

        List<String> made = ConfidentialityRules.rules(Files.readString(table));

        assertThat(Lines.of(Rules.RESOURCE).stream().map(row -> String.join("|", row)))
                .containsExactlyElementsOf(made);
    }
}
