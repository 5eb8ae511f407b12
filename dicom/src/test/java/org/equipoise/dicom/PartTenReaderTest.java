package org.equipoise.dicom;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.equipoise.dicom.synthetic.ObjectWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class PartTenReaderTest {

    private static final int STUDY_DESCRIPTION = 0x0008_1030;
    private static final int PATIENT_NAME = 0x0010_0010;
    private static final int PIXEL_SPACING = 0x0028_0030;
    private static final int ICON_IMAGE_SEQUENCE = 0x0088_0200;
    private static final int REFERENCED_SERIES_SEQUENCE = 0x0008_1115;

    private static ObjectWriter writer(TransferSyntax syntax, boolean undefined) {
        ObjectWriter inner = new ObjectWriter(syntax).text(Tag.SOP_INSTANCE_UID, "UI", "1.2.3");
        ObjectWriter outer =
                new ObjectWriter(syntax).sequence(Tag.MODALITY_LUT_SEQUENCE, "SQ", undefined, List.of(inner));
        return new ObjectWriter(syntax)
                .text(STUDY_DESCRIPTION, "LO", "a \\ b")
                .text(PIXEL_SPACING, "DS", "0.5\\0.25")
                .us(Tag.ROWS, 513)
                .sequence(REFERENCED_SERIES_SEQUENCE, "SQ", undefined, List.of(outer, outer));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "IMPLICIT_VR_LITTLE_ENDIAN",
                "EXPLICIT_VR_LITTLE_ENDIAN",
                "EXPLICIT_VR_BIG_ENDIAN",
                "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN",
                "JPEG_BASELINE"
            })
    void valuesAndNestedItemsAreReadInEveryCoding(TransferSyntax syntax) throws DicomException {
        for (boolean undefined : new boolean[] {false, true}) {
            DataSet read = Dicom.read(writer(syntax, undefined).toBytes(), Limits.DEFAULT);

            assertThat(read.transferSyntax()).isEqualTo(syntax);
            assertThat(read.texts(STUDY_DESCRIPTION)).containsExactly("a", "b");
            assertThat(read.number(PIXEL_SPACING)).hasValue(.5);
            assertThat(read.integer(Tag.ROWS)).hasValue(513);
            assertThat(read.element(Tag.ROWS))
                    .hasValueSatisfying(rows -> assertThat(rows.vr()).isEqualTo(Vr.US));
            assertThat(read.items(REFERENCED_SERIES_SEQUENCE)).hasSize(2);
            DataSet inner = read.items(REFERENCED_SERIES_SEQUENCE)
                    .get(1)
                    .items(Tag.MODALITY_LUT_SEQUENCE)
                    .get(0);
            assertThat(inner.text(Tag.SOP_INSTANCE_UID)).hasValue("1.2.3");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_LITTLE_ENDIAN", "EXPLICIT_VR_BIG_ENDIAN"})
    void aDataSetThatLostWhatStandsBeforeItIsRecognised(TransferSyntax syntax) throws DicomException {
        DataSet bare = Dicom.read(writer(syntax, true).noPreamble().noMeta().toBytes(), Limits.DEFAULT);
        DataSet withoutMeta = Dicom.read(writer(syntax, true).noMeta().toBytes(), Limits.DEFAULT);
        DataSet withoutPreamble = Dicom.read(writer(syntax, true).noPreamble().toBytes(), Limits.DEFAULT);
        DataSet unnamed = Dicom.read(writer(syntax, true).named(null).toBytes(), Limits.DEFAULT);

        assertThat(List.of(bare, withoutMeta, withoutPreamble, unnamed)).allSatisfy(read -> {
            assertThat(read.transferSyntax()).isEqualTo(syntax);
            assertThat(read.integer(Tag.ROWS)).hasValue(513);
        });
    }

    @Test
    void whoWritesTheOtherCodingThanSaidIsUnderstoodWhereTheFirstElementTellsIt() throws DicomException {
        byte[] implicit = writer(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, false)
                .named(TransferSyntax.JPEG_BASELINE.uid())
                .toBytes();
        byte[] explicit = writer(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, false)
                .named(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid())
                .toBytes();

        assertThat(Dicom.read(implicit, Limits.DEFAULT).integer(Tag.ROWS)).hasValue(513);
        assertThat(Dicom.read(explicit, Limits.DEFAULT).integer(Tag.ROWS)).hasValue(513);
    }

    /** PS3.5, 6.2.2: what is unknown and of undefined length is a sequence in implicit VR. */
    @Test
    void anUnknownOfUndefinedLengthIsASequenceInImplicitVr() throws DicomException {
        ObjectWriter item = new ObjectWriter(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).us(Tag.COLUMNS, 7);
        byte[] object = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .text(STUDY_DESCRIPTION, "LO", "x")
                .sequence(0x0009_1001, "UN", true, List.of(item))
                .us(Tag.ROWS, 5)
                .toBytes();

        DataSet read = Dicom.read(object, Limits.DEFAULT);

        assertThat(read.items(0x0009_1001).get(0).integer(Tag.COLUMNS)).hasValue(7);
        assertThat(read.integer(Tag.ROWS)).hasValue(5);
    }

    @Test
    void privateElementsKeepTheirBytesAndTheirCreatorItsName() throws DicomException {
        byte[] object = new ObjectWriter(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
                .text(STUDY_DESCRIPTION, "LO", "x")
                .text(0x0009_0010, "LO", "ACME 1.1")
                .bytes(0x0009_1001, "UN", new byte[] {1, 2, 3, 4})
                .toBytes();

        DataSet read = Dicom.read(object, Limits.DEFAULT);

        assertThat(read.text(0x0009_0010)).hasValue("ACME 1.1");
        assertThat(read.element(0x0009_1001)).hasValueSatisfying(element -> {
            assertThat(element.vr()).isEqualTo(Vr.UN);
            assertThat(element.bytes()).containsExactly(1, 2, 3, 4);
        });
    }

    @Test
    void oddLengthsTrailingPaddingAndZerosAreSkipped() throws DicomException {
        byte[] object = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .bytes(STUDY_DESCRIPTION, "LO", "odd".getBytes(StandardCharsets.US_ASCII))
                .us(Tag.ROWS, 5)
                .bytes(Tag.DATA_SET_TRAILING_PADDING, "OB", new byte[2 << 20])
                .trailing(new byte[777])
                .toBytes();

        DataSet read = Dicom.read(object, Limits.DEFAULT);

        assertThat(read.text(STUDY_DESCRIPTION)).hasValue("odd");
        assertThat(read.integer(Tag.ROWS)).hasValue(5);
    }

    @Test
    void textsAreInTheirCharacterSet() throws DicomException {
        for (String[] set : new String[][] {
            {"ISO_IR 100", "ISO-8859-1", "Äneas^Rüdiger"}, {"ISO_IR 144", "ISO-8859-5", "Люкceмбypг"},
            {"ISO_IR 192", "UTF-8", "王^小东"}, {"GB18030", "GB18030", "王^小东"}
        }) {
            byte[] object = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                    .text(Tag.SPECIFIC_CHARACTER_SET, "CS", set[0])
                    .bytes(PATIENT_NAME, "PN", set[2].getBytes(Charset.forName(set[1])))
                    .toBytes();
            assertThat(Dicom.read(object, Limits.DEFAULT).text(PATIENT_NAME)).hasValue(set[2]);
        }
    }

    @Test
    void koreanAndJapaneseNamesAreReadByTheirEscapes() throws DicomException {
        byte[] korean = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .text(Tag.SPECIFIC_CHARACTER_SET, "CS", "\\ISO 2022 IR 149")
                .bytes(PATIENT_NAME, "PN", concat("Hong=\u001b$)C", "洪", "EUC-KR"))
                .toBytes();
        byte[] japanese = new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                .text(Tag.SPECIFIC_CHARACTER_SET, "CS", "\\ISO 2022 IR 87")
                .bytes(PATIENT_NAME, "PN", "Yamada=山田".getBytes(Charset.forName("ISO-2022-JP")))
                .toBytes();

        assertThat(Dicom.read(korean, Limits.DEFAULT).text(PATIENT_NAME)).hasValue("Hong=洪");
        assertThat(Dicom.read(japanese, Limits.DEFAULT).text(PATIENT_NAME)).hasValue("Yamada=山田");
    }

    private static byte[] concat(String first, String second, String charset) {
        byte[] a = first.getBytes(StandardCharsets.US_ASCII);
        byte[] b = second.getBytes(Charset.forName(charset));
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Test
    void pixelsOfAnIconAreNoPixelsOfTheObject() throws DicomException {
        ObjectWriter icon = new ObjectWriter(TransferSyntax.JPEG_BASELINE)
                .us(Tag.ROWS, 3)
                .fragments(new byte[0], List.of(new byte[] {1, 2}));
        byte[] object = new ObjectWriter(TransferSyntax.JPEG_BASELINE)
                .us(Tag.ROWS, 5)
                .sequence(ICON_IMAGE_SEQUENCE, "SQ", true, List.of(icon))
                .toBytes();

        DataSet read = Dicom.read(object, Limits.DEFAULT);

        assertThat(read.element(Tag.PIXEL_DATA)).isEmpty();
        assertThat(read.items(ICON_IMAGE_SEQUENCE).get(0).element(Tag.PIXEL_DATA))
                .isPresent();
    }

    @Test
    void fileStreamAndArrayHoldTheSame(@TempDir Path folder) throws Exception {
        byte[] object = writer(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, true)
                .bytes(Tag.PIXEL_DATA, "OW", new byte[200_000])
                .toBytes();
        Path file = Files.write(folder.resolve("object.dcm"), object);

        for (DataSet read : List.of(
                Dicom.read(file, Limits.DEFAULT),
                Dicom.read(object, Limits.DEFAULT),
                Dicom.read(new ByteArrayInputStream(object), Limits.DEFAULT))) {
            assertThat(read.elements()).hasSize(7);
            assertThat(read.element(Tag.PIXEL_DATA).flatMap(Element::pixels))
                    .hasValueSatisfying(pixels -> assertThat(pixels.length()).isEqualTo(200_000));
        }
    }

    @Test
    void theFirstOfManyValuesIsWhatItIsAmongAll() throws DicomException {
        for (String value : List.of("A", "A\\B", "\\B", " A \\B\\", "\\".repeat(5), "A" + "\\".repeat(9))) {
            DataSet read = Dicom.read(
                    new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN)
                            .text(Tag.IMAGE_TYPE, "CS", value)
                            .toBytes(),
                    Limits.DEFAULT);

            assertThat(read.texts(Tag.IMAGE_TYPE))
                    .isEqualTo(Stream.of(value.split("\\\\", -1))
                            .map(String::strip)
                            .toList());
            assertThat(read.text(Tag.IMAGE_TYPE).orElse(""))
                    .isEqualTo(read.texts(Tag.IMAGE_TYPE).get(0));
        }
    }
}
