package org.equipoise.dicom.deidentification;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.deidentification.Outcome.Quarantined;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Names, numbers and dates of a person in every corner of objects, sought in everything that comes of them. */
class PlantedIdentityTest {

    private static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final int PATIENT_NAME = 0x0010_0010;
    private static final int CONTENT_SEQUENCE = 0x0040_A730;
    private static final int TEXT_VALUE = 0x0040_A160;

    /** A value and an object that holds it. */
    private record Corner(String value, ObjectWriter object) {}

    private final Map<String, Corner> corners = new LinkedHashMap<>();

    PlantedIdentityTest() {
        people();
        texts();
        numbers();
        characterSets();
        sequences();
        privates();
        graphics();
        aroundTheDataSet();
        listed();
        reports();
    }

    private void plant(String where, String value, Consumer<ObjectWriter> planting) {
        ObjectWriter object = Examples.chest();
        planting.accept(object);
        if (corners.put(where, new Corner(value, object)) != null) {
            throw new IllegalArgumentException(where + " twice");
        }
    }

    private void text(String where, int tag, String vr, String value) {
        plant(where, value, object -> object.text(tag, vr, value));
    }

    private void people() {
        text("patient's name", PATIENT_NAME, "PN", "Winterhalter^Adelgunde");
        text("other names", 0x0010_1001, "PN", "Sommerfeld^Adelgunde");
        text("mother's birth name", 0x0010_1060, "PN", "Herbstritt");
        text("referring physician", 0x0008_0090, "PN", "Fruehauf^Balduin");
        text("operators", 0x0008_1070, "PN", "Lenzinger^Kunigunde");
        text("reading physician", 0x0008_1060, "PN", "Maienschein^Otto");
        text("patient ID", Tag.PATIENT_ID, "LO", "MRN-00471108");
        text("issuer", Tag.ISSUER_OF_PATIENT_ID, "LO", "KLINIK-BERGHOF");
        text("other patient IDs", 0x0010_1000, "LO", "INS-998877665");
        text("accession number", 0x0008_0050, "SH", "ACC-20260417-9");
        text("address", 0x0010_1040, "LO", "Lindenallee 17b, Neustadt");
        text("telephone", 0x0010_2154, "SH", "+49 5551 234567");
    }

    private void texts() {
        text("patient comments", 0x0010_4000, "LT", "lives with Frau Sturmvogel\\next door");
        text("study description", 0x0008_1030, "LO", "CHEST for Dr Ostwind");
        text("series description", 0x0008_103E, "LO", "pa Westwind A.");
        text("image comments", 0x0020_4000, "LT", "Nordlicht, Ada, born in April");
        text("additional history", 0x0010_21B0, "LT", "sister of Suedkurve, Berta");
        text("protocol name", 0x0018_1030, "LO", "Protokoll Eichendorff");
        text("institution", 0x0008_0080, "LO", "Klinikum Birkenhain");
        text("department", 0x0008_1040, "LO", "Station Buchenwald 3");
        text("derivation", 0x0008_2111, "ST", "cropped by Tannhaeuser");
        text("URL", 0x0008_010E, "UR", "https://pacs.example/Fichtelberg/4711");
        text("unlimited text", 0x0018_9185, "UC", "Kiefernwald, protocol of");
        text("acquisition comments", 0x0018_4000, "LT", "Erlkoenig would not lie still");
    }

    private void numbers() {
        text("birth date", 0x0010_0030, "DA", "19310417");
        text("birth time", 0x0010_0032, "TM", "031731");
        text("study date", Tag.STUDY_DATE, "DA", "20240517");
        text("study time", 0x0008_0030, "TM", "114733.25");
        text("acquisition date and time", 0x0008_002A, "DT", "20240518114733+0200");
        text("study UID", Tag.STUDY_INSTANCE_UID, "UI", "1.2.276.0.7230010.3.4711");
        text("series UID", Tag.SERIES_INSTANCE_UID, "UI", "1.2.276.0.7230010.3.4712");
        text("instance UID", Tag.SOP_INSTANCE_UID, "UI", "1.2.276.0.7230010.3.4713");
        text("frame of reference", 0x0020_0052, "UI", "1.2.276.0.7230010.3.4714");
        text("number of frames", Tag.NUMBER_OF_FRAMES, "IS", "471108154");
        text("device serial number", 0x0018_1000, "LO", "SN-77-4711-X");
        text("station", Tag.STATION_NAME, "SH", "ROENTGEN-BERG");
    }

    private void characterSets() {
        named("Latin", "ISO_IR 100", StandardCharsets.ISO_8859_1, "Jürgensen^Käthe");
        named("UTF-8", "ISO_IR 192", StandardCharsets.UTF_8, "Żółkiewska^Łucja");
        named("Cyrillic", "ISO_IR 144", Charset.forName("ISO-8859-5"), "Люксембург^Роза");
        named("Chinese", "GB18030", Charset.forName("GB18030"), "王小东");
        named("Japanese by escapes", "\\ISO 2022 IR 87", Charset.forName("ISO-2022-JP"), "山田太郎");
    }

    private void named(String where, String term, Charset charset, String name) {
        byte[] bytes = name.getBytes(charset);
        plant(
                "name in " + where,
                name,
                object -> object.text(Tag.SPECIFIC_CHARACTER_SET, "CS", term)
                        .bytes(PATIENT_NAME, "PN", bytes)
                        .bytes(0x0018_1030, "LO", bytes)
                        .bytes(Tag.STATION_NAME, "SH", bytes)
                        .bytes(Tag.PATIENT_ID, "LO", bytes));
    }

    private static ObjectWriter item() {
        return new ObjectWriter(LITTLE);
    }

    private void sequences() {
        nested("request attributes", 0x0040_0275, 0x0032_1060, "LO", "Ahornblatt, exam of");
        nested("referenced study", 0x0008_1110, 0x0008_1155, "UI", "1.2.276.0.7230010.3.4799");
        nested("other patient IDs sequence", 0x0010_1002, Tag.PATIENT_ID, "LO", "MRN-99471108");
        nested("original attributes", 0x0400_0561, PATIENT_NAME, "PN", "Wacholder^Emil");
        nested("listed attribute in a sequence", 0x0008_1140, 0x0018_0015, "CS", "HOLUNDER");
        plant(
                "twice nested",
                "Schlehdorn^Ida",
                object -> object.sequence(
                        0x0040_0555,
                        "SQ",
                        true,
                        List.of(item().sequence(
                                        0x0040_A043,
                                        "SQ",
                                        true,
                                        List.of(item().text(0x0040_A123, "PN", "Schlehdorn^Ida"))))));
        plant(
                "unknown of undefined length",
                "Weissdorn^Max",
                object -> object.sequence(
                        0x0011_1010,
                        "UN",
                        true,
                        List.of(new ObjectWriter(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
                                .text(PATIENT_NAME, "PN", "Weissdorn^Max"))));
    }

    private void nested(String where, int sequence, int tag, String vr, String value) {
        plant(where, value, object -> object.sequence(sequence, "SQ", false, List.of(item().text(tag, vr, value))));
    }

    private void privates() {
        plant(
                "private text",
                "Kastanie^Rosa",
                object -> object.text(0x0009_0010, "LO", "ACME 1.1").text(0x0009_1001, "LO", "Kastanie^Rosa"));
        plant(
                "private bytes",
                "Rotdorn^Karl",
                object -> object.bytes(0x0029_1010, "OB", "Rotdorn^Karl".getBytes(StandardCharsets.US_ASCII)));
        text("private creator", 0x0013_0010, "LO", "Holzapfel^Lina");
        nested("private in a sequence", 0x0008_1140, 0x0019_1001, "LO", "Vogelbeere^Fritz");
    }

    private void graphics() {
        plant(
                "overlay data",
                "Mehlbeere^Anna",
                object -> object.bytes(0x6000_3000, "OB", "Mehlbeere^Anna".getBytes(StandardCharsets.US_ASCII)));
        text("overlay comments", 0x6002_4000, "LT", "Elsbeere, Anton");
        text("overlay label", 0x6000_1500, "LO", "Speierling, A.");
        plant(
                "curve",
                "Pfaffenhuetchen",
                object -> object.bytes(0x5000_3000, "OB", "Pfaffenhuetchen ".getBytes(StandardCharsets.US_ASCII)));
        plant(
                "palette",
                "Goldregen^Ute",
                object -> object.bytes(0x0028_1201, "OW", "Goldregen^Ute ".getBytes(StandardCharsets.US_ASCII)));
        nested("graphic annotation", 0x0070_0001, 0x0070_0006, "ST", "Liguster has this");
        plant(
                "behind the pixels",
                "Sanddorn^Paul",
                object -> object.pixels("OB", ("\1".repeat(35) + "Sanddorn^Paul").getBytes(StandardCharsets.US_ASCII)));
    }

    private void aroundTheDataSet() {
        plant(
                "preamble",
                "Feuerdorn^Gerda",
                object -> object.preamble("Feuerdorn^Gerda".getBytes(StandardCharsets.US_ASCII)));
        meta("source application entity", 0x0002_0016, "AE", "PACS_BERBERITZE");
        meta("sending application entity", 0x0002_0017, "AE", "SEND_STECHPALME ");
        meta("media storage instance", 0x0002_0003, "UI", "1.2.276.0.7230010.3.4715");
        meta("implementation version", 0x0002_0013, "SH", "EFEU-4711 ");
        meta("private information", 0x0002_0102, "OB", "Mistel, Franz ");
        text("trailing padding", Tag.DATA_SET_TRAILING_PADDING, "OB", "Zaunruebe, Eva");
    }

    private void meta(String where, int tag, String vr, String value) {
        plant(where, value.strip(), object -> object.meta(tag, vr, value.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Attributes that are kept, with what does not belong there. */
    private void listed() {
        text("body part", 0x0018_0015, "CS", "SCHWARZDORN");
        text("view position", 0x0018_5101, "CS", "HECKENROSE");
        text("second value of image type", Tag.IMAGE_TYPE, "CS", "ORIGINAL\\HAGEBUTTE");
        text("third value of image type", Tag.IMAGE_TYPE, "CS", "ORIGINAL\\PRIMARY\\BROMBEERE");
        text("laterality", 0x0020_0062, "CS", "JOHANNISBEERE");
        text("sex", Tag.PATIENT_SEX, "CS", "STACHELBEERE");
        text("rescale intercept", Tag.RESCALE_INTERCEPT, "DS", "4711081519");
        text("rescale type", Tag.RESCALE_TYPE, "LO", "HEIDELBEERE");
        text("window center", 0x0028_1050, "DS", "40\\PREISELBEERE");
        text("modality", Tag.MODALITY, "CS", "MOLTEBEERE");
        text("photometric interpretation", Tag.PHOTOMETRIC_INTERPRETATION, "CS", "HIMBEERE");
    }

    private void reports() {
        plant(
                "structured report",
                "the finding of Frau Maulbeere",
                object -> object.text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.88.33")
                        .without(Tag.PIXEL_DATA)
                        .sequence(
                                CONTENT_SEQUENCE,
                                "SQ",
                                true,
                                List.of(item().text(TEXT_VALUE, "UT", "the finding of Frau Maulbeere"))));
        plant(
                "report in an image",
                "Feigenbaum is better",
                object -> object.sequence(
                        CONTENT_SEQUENCE, "SQ", true, List.of(item().text(TEXT_VALUE, "UT", "Feigenbaum is better"))));
        plant(
                "encapsulated document",
                "%PDF-1.7 Olivenhain",
                object -> object.text(Tag.SOP_CLASS_UID, "UI", "1.2.840.10008.5.1.4.1.1.104.1")
                        .bytes(0x0042_0011, "OB", "%PDF-1.7 Olivenhain ".getBytes(StandardCharsets.US_ASCII)));
        text("burned-in annotation", Tag.BURNED_IN_ANNOTATION, "CS", "ZYPRESSE");
        text("conversion type", Tag.CONVERSION_TYPE, "CS", "PINIENKERN");
    }

    @Test
    void thereAreMoreThanSixtyCorners() {
        assertThat(corners).hasSizeGreaterThanOrEqualTo(60);
        assertThat(corners.values().stream().map(Corner::value)).doesNotHaveDuplicates();
    }

    @Test
    void nothingPlantedIsFoundInAnyOutcome() {
        int kept = 0;
        int quarantined = 0;
        for (Map.Entry<String, Corner> corner : corners.entrySet()) {
            Outcome outcome = Examples.outcome(corner.getValue().object());
            kept += outcome instanceof Kept ? 1 : 0;
            quarantined += outcome instanceof Quarantined ? 1 : 0;
            assertNothing(corner.getKey(), corner.getValue().value(), Examples.everything(outcome));
        }
        assertThat(kept).isGreaterThanOrEqualTo(60);
        assertThat(quarantined).isEqualTo(5);
    }

    @Test
    void nothingPlantedIsFoundInARefusal() throws Exception {
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            for (Map.Entry<String, Corner> corner : corners.entrySet()) {
                DataSet dataSet = Examples.read(corner.getValue().object());
                Throwable refused = catchThrowable(() -> decoder.open(dataSet).frame(0));
                String said = dataSet + " " + dataSet.elements() + " " + refused;
                assertNothing(corner.getKey(), corner.getValue().value(), said);
            }
        }
    }

    /** Of a value, all of it and each word that is long enough to be one's own, in letters and in hexadecimal. */
    private static void assertNothing(String where, String value, String said) {
        String all = said.toLowerCase(Locale.ROOT);
        List<String> parts = new ArrayList<>(List.of(value));
        boolean isUid = value.startsWith("1.2.");
        for (String part : isUid ? new String[0] : value.split("[\\^\\\\ ,]", -1)) {
            boolean isOwn = part.length() > 5 && !part.equals("ORIGINAL") && !part.equals("PRIMARY");
            if (isOwn || part.codePoints().anyMatch(c -> c > 0x2E80)) {
                parts.add(part);
            }
        }
        for (String part : parts) {
            assertThat(all).as(where).doesNotContain(part.toLowerCase(Locale.ROOT));
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1)) {
                assertThat(all).as(where).doesNotContain(HexFormat.of().formatHex(part.getBytes(charset)));
            }
        }
    }

    /** A codestream has room for comments and EXIF. They end with it: what is kept of pixels are samples. */
    @Test
    void commentsAndExifOfACodestreamAreNotInFrames() throws Exception {
        Drawing drawing = Drawing.of(17, 13, 1, 8, 1);
        byte[] plain = JpegEncoder.lossless(drawing, 1, true, 0);
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(plain, 0, 2);
        segment(code, 0xFE, "Lorbeerbaum^Klara");
        segment(code, 0xE1, "Exif\0\0MM Lorbeerbaum^Klara 19310417");
        segment(code, 0xE1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Lorbeerbaum</x:xmpmeta>");
        code.write(plain, 2, plain.length - 2);
        ObjectWriter object = Examples.chest(TransferSyntax.JPEG_LOSSLESS)
                .us(Tag.ROWS, drawing.rows())
                .us(Tag.COLUMNS, drawing.columns());
        DataSet with = Examples.read(object.fragments(new byte[0], List.of(code.toByteArray())));
        DataSet without = Examples.read(object.fragments(new byte[0], List.of(plain)));

        assertThat(Examples.DEFAULT.apply(with)).isEqualTo(Examples.DEFAULT.apply(without));
        assertNothing("codestream", "Lorbeerbaum", Examples.everything(Examples.DEFAULT.apply(with)));
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            assertThat(decoder.open(with).frame(0).samples())
                    .isEqualTo(decoder.open(without).frame(0).samples());
        }
    }

    private static void segment(ByteArrayOutputStream code, int marker, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        code.write(0xFF);
        code.write(marker);
        code.write((bytes.length + 2) >>> 8);
        code.write(bytes.length + 2);
        code.writeBytes(bytes);
    }

    @Test
    void aFilesNameIsNowhere(@TempDir Path folder) throws Exception {
        byte[] whole = Examples.chest().toBytes();
        Path file = Files.write(folder.resolve("Haselnuss_Ada_19310417.dcm"), whole);
        DataSet dataSet = Dicom.read(file, Limits.DEFAULT);
        Path cut = Files.write(folder.resolve("Walnuss_Ada.dcm"), java.util.Arrays.copyOf(whole, whole.length / 2));

        assertNothing("file name", "Haselnuss", Examples.everything(Examples.DEFAULT.apply(dataSet)));
        assertThat(catchThrowable(() -> Dicom.read(cut, Limits.DEFAULT)))
                .isInstanceOf(DicomException.class)
                .hasMessageNotContaining("Walnuss");
        Files.write(file, new byte[10]);
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            assertThat(catchThrowable(() -> decoder.open(dataSet).frame(0)))
                    .isNotNull()
                    .hasMessageNotContaining("Haselnuss");
        }
    }
}
