package org.equipoise.dicom.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.equipoise.dicom.synthetic.JpegLsEncoder;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.RleEncoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class PixelDataTest {

    private static final TransferSyntax LITTLE = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    private static final PixelDecoder DECODER = new PixelDecoder(Limits.DEFAULT);

    @AfterAll
    static void close() {
        DECODER.close();
    }

    private static PixelData open(ObjectWriter writer) throws Exception {
        return DECODER.open(Dicom.read(writer.toBytes(), Limits.DEFAULT));
    }

    private static int[] values(Frame frame) {
        int[] values = new int[frame.samples().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = frame.value(i);
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "IMPLICIT_VR_LITTLE_ENDIAN",
                "EXPLICIT_VR_LITTLE_ENDIAN",
                "EXPLICIT_VR_BIG_ENDIAN",
                "DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN"
            })
    void nativePixelsAreReadInEveryCodingAndWidth(TransferSyntax syntax) throws Exception {
        for (int bits : new int[] {8, 12, 16}) {
            int allocated = bits > 8 ? 16 : 8;
            Drawing drawing = Drawing.of(15, 11, 1, bits, bits);
            Frame frame = open(ObjectWriter.image(syntax, drawing, allocated, "MONOCHROME2")
                            .pixels("OW", drawing.bytes(allocated)))
                    .frame(0);
            assertThat(values(frame)).isEqualTo(drawing.values());
            assertThat(frame.bits()).isEqualTo(bits);
            assertThat(frame.photometric()).isEqualTo(PhotometricInterpretation.MONOCHROME2);
        }
    }

    @Test
    void signsAreExtendedAndOverlaysInHighBitsMaskedOut() throws Exception {
        Drawing drawing = Drawing.of(15, 11, 1, 12, 1);
        byte[] bytes = drawing.bytes(16);
        for (int i = 1; i < bytes.length; i += 2) {
            bytes[i] |= (byte) (i % 3 == 0 ? 0xF0 : 0x50);
        }
        ObjectWriter unsigned =
                ObjectWriter.image(LITTLE, drawing, 16, "MONOCHROME1").pixels("OW", bytes);
        assertThat(values(open(unsigned).frame(0))).isEqualTo(drawing.values());
        assertThat(open(unsigned).frame(0).photometric()).isEqualTo(PhotometricInterpretation.MONOCHROME1);

        Frame signed = open(unsigned.us(Tag.PIXEL_REPRESENTATION, 1)).frame(0);
        for (int i = 0; i < drawing.values().length; i++) {
            assertThat(signed.value(i)).isEqualTo(drawing.signed(i));
        }
    }

    @Test
    void bitsThatAreStoredHighAreShiftedDown() throws Exception {
        Drawing drawing = Drawing.of(15, 11, 1, 12, 1);
        ByteBuffer bytes = ByteBuffer.allocate(2 * 15 * 11).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : drawing.values()) {
            bytes.putShort((short) (value << 4 | 5));
        }

        Frame frame = open(ObjectWriter.image(LITTLE, drawing, 16, "MONOCHROME2")
                        .us(Tag.HIGH_BIT, 15)
                        .pixels("OW", bytes.array()))
                .frame(0);

        assertThat(values(frame)).isEqualTo(drawing.values());
    }

    @Test
    void planesAndPixelsOfColourAreTheSame() throws Exception {
        Drawing drawing = Drawing.of(15, 11, 3, 8, 1);
        byte[] bytes = drawing.bytes(8);
        byte[] planes = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            planes[i % 3 * 15 * 11 + i / 3] = bytes[i];
        }

        Frame frame = open(ObjectWriter.image(LITTLE, drawing, 8, "RGB")
                        .us(Tag.PLANAR_CONFIGURATION, 1)
                        .pixels("OB", planes))
                .frame(0);

        assertThat(values(frame)).isEqualTo(drawing.values());
        assertThat(frame.value(3, 2, 1)).isEqualTo(drawing.value((2 * 15 + 3) * 3 + 1));
    }

    /** PS3.3, C.7.6.3.1.2, by hand: red is Y 76.245, CB 84.97, CR 255.5. */
    @Test
    void ybrBecomesRgb() throws Exception {
        Drawing two = Drawing.of(2, 1, 3, 8, 1);
        byte[] full = {76, 85, (byte) 255, 76, 85, (byte) 255};
        byte[] half = {76, 76, 85, (byte) 255};

        Frame ofFull = open(ObjectWriter.image(LITTLE, two, 8, "YBR_FULL").pixels("OB", full))
                .frame(0);
        Frame ofHalf = open(ObjectWriter.image(LITTLE, two, 8, "YBR_FULL_422").pixels("OB", half))
                .frame(0);

        assertThat(values(ofFull)).containsExactly(254, 0, 0, 254, 0, 0);
        assertThat(values(ofHalf)).containsExactly(254, 0, 0, 254, 0, 0);
        assertThat(ofHalf.photometric()).isEqualTo(PhotometricInterpretation.RGB);
    }

    @Test
    void framesOfSingleBitsFollowEachOtherWithoutPadding() throws Exception {
        Drawing drawing = Drawing.of(5, 3, 1, 1, 1);
        byte[] packed = new byte[6];
        for (int i = 0; i < 45; i++) {
            packed[i / 8] |= (byte) (i % 4 == 1 ? 1 << i % 8 : 0);
        }

        for (TransferSyntax syntax : new TransferSyntax[] {LITTLE, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN}) {
            PixelData pixels = open(ObjectWriter.image(syntax, drawing, 1, "MONOCHROME2")
                    .text(Tag.NUMBER_OF_FRAMES, "IS", "3")
                    .pixels("OW", packed));
            for (int i = 0; i < 45; i++) {
                assertThat(pixels.frame(i / 15).value(i % 15)).isEqualTo(i % 4 == 1 ? 1 : 0);
            }
        }
    }

    @Test
    void palettesOfEightAndSixteenBitsAreApplied() throws Exception {
        Drawing drawing = Drawing.of(15, 11, 1, 8, 1);
        for (TransferSyntax syntax : new TransferSyntax[] {LITTLE, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN}) {
            for (int bits : new int[] {8, 16}) {
                ObjectWriter writer = ObjectWriter.image(syntax, drawing, 8, "PALETTE COLOR");
                for (int channel = 0; channel < 3; channel++) {
                    writer.us(Tag.RED_PALETTE_DESCRIPTOR + channel, 200, 10, bits);
                    int[] words = new int[bits == 8 ? 100 : 200];
                    for (int i = 0; i < 200; i++) {
                        int entry = i * (channel + 1) & (1 << bits) - 1;
                        if (bits == 8) {
                            words[i / 2] |= entry << (i % 2 * 8);
                        } else {
                            words[i] = entry;
                        }
                    }
                    writer.us(Tag.RED_PALETTE_DATA + channel, words);
                }
                PixelData pixels = open(writer.pixels("OB", drawing.bytes(8)));
                Frame frame = pixels.frame(0);
                for (int i = 0; i < 15 * 11; i++) {
                    int entry = Math.max(0, Math.min(199, drawing.value(i) - 10));
                    assertThat(frame.value(3 * i + 2)).isEqualTo(3 * entry & (1 << bits) - 1);
                }
                assertThat(frame.bits()).isEqualTo(bits);
                assertThat(values(pixels.storedFrame(0))).isEqualTo(drawing.values());
            }
        }
    }

    @Test
    void aPaletteInSegmentsIsRefusedByName() throws Exception {
        Drawing drawing = Drawing.of(15, 11, 1, 8, 1);
        ObjectWriter writer = ObjectWriter.image(LITTLE, drawing, 8, "PALETTE COLOR")
                .us(Tag.SEGMENTED_RED_PALETTE_DATA, 1, 2, 3)
                .pixels("OB", drawing.bytes(8));

        DicomException refused = catchThrowableOfType(DicomException.class, () -> open(writer));

        assertThat(refused.reason()).isEqualTo(Reason.PIXELS_UNSUPPORTED);
        assertThat(refused).hasMessageContaining("segmented palette");
    }

    @Test
    void overlayBitsInALosslessCodestreamAreMaskedOut() throws Exception {
        Drawing sixteen = Drawing.of(15, 11, 1, 16, 1);

        Frame frame = open(ObjectWriter.image(TransferSyntax.JPEG_LOSSLESS, sixteen, 16, "MONOCHROME2")
                        .us(Tag.BITS_STORED, 12)
                        .us(Tag.HIGH_BIT, 11)
                        .fragments(new byte[0], List.of(JpegEncoder.lossless(sixteen, 1, true, 0))))
                .frame(0);

        assertThat(frame.value(7)).isEqualTo(sixteen.value(7) & 0xFFF);
    }

    /** Two frames of JPEG-LS, each in two fragments. */
    private static ObjectWriter fragmented(byte[] table, List<byte[]> fragments) {
        Drawing drawing = Drawing.of(31, 17, 1, 12, 0);
        return ObjectWriter.image(TransferSyntax.JPEG_LS_LOSSLESS, drawing, 16, "MONOCHROME2")
                .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
                .fragments(table, fragments);
    }

    private static List<byte[]> twoTimesTwo() {
        List<byte[]> fragments = new ArrayList<>();
        for (int seed = 0; seed < 2; seed++) {
            byte[] code = JpegLsEncoder.encode(Drawing.of(31, 17, 1, 12, seed), 0, 0);
            int middle = code.length / 4 * 2;
            fragments.add(Arrays.copyOf(code, middle));
            fragments.add(Arrays.copyOfRange(code, middle, code.length));
        }
        return fragments;
    }

    private static void assertBothFrames(ObjectWriter writer) throws Exception {
        PixelData pixels = open(writer);
        for (int seed = 1; seed >= 0; seed--) {
            assertThat(values(pixels.frame(seed)))
                    .isEqualTo(Drawing.of(31, 17, 1, 12, seed).values());
        }
    }

    private static int secondOffset(List<byte[]> fragments) {
        return 16 + (fragments.get(0).length + 1) / 2 * 2 + (fragments.get(1).length + 1) / 2 * 2;
    }

    @Test
    void framesAreFoundByTheBasicOffsetTable() throws Exception {
        List<byte[]> fragments = twoTimesTwo();
        byte[] table = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(secondOffset(fragments))
                .array();

        assertBothFrames(fragmented(table, fragments));
    }

    @Test
    void framesAreFoundByTheExtendedOffsetTable() throws Exception {
        List<byte[]> fragments = twoTimesTwo();
        byte[] offsets = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0)
                .putLong(secondOffset(fragments))
                .array();
        byte[] lengths = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(fragments.get(0).length + fragments.get(1).length)
                .putLong(fragments.get(2).length + fragments.get(3).length)
                .array();

        assertBothFrames(fragmented(new byte[0], fragments)
                .bytes(Tag.EXTENDED_OFFSET_TABLE, "OV", offsets)
                .bytes(Tag.EXTENDED_OFFSET_TABLE_LENGTHS, "OV", lengths));
    }

    @Test
    void withoutATableFramesAreFoundByWhereCodestreamsBegin() throws Exception {
        assertBothFrames(fragmented(new byte[0], twoTimesTwo()));
    }

    @Test
    void anOffsetThatIsNoFragmentIsRefused() throws Exception {
        List<byte[]> fragments = twoTimesTwo();
        for (int second : new int[] {secondOffset(fragments) + 2, 0, -1}) {
            byte[] table = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(0)
                    .putInt(second)
                    .array();
            DicomException refused =
                    catchThrowableOfType(DicomException.class, () -> open(fragmented(table, fragments)));
            assertThat(refused.reason()).isEqualTo(Reason.FRAGMENTS);
        }
    }

    @Test
    void framesOfRunLengthsAreReadOneByOne() throws Exception {
        Drawing first = Drawing.of(31, 17, 3, 8, 1);
        Drawing second = Drawing.of(31, 17, 3, 8, 2);

        PixelData pixels = open(ObjectWriter.image(TransferSyntax.RLE_LOSSLESS, first, 8, "RGB")
                .text(Tag.NUMBER_OF_FRAMES, "IS", "2")
                .fragments(new byte[0], List.of(RleEncoder.encode(first, 8), RleEncoder.encode(second, 8))));

        assertThat(values(pixels.frame(1))).isEqualTo(second.values());
        assertThat(values(pixels.frame(0))).isEqualTo(first.values());
        assertThat(pixels.frames()).isEqualTo(2);
    }

    @Test
    void nativePixelsInAnEncapsulatedSyntaxAreRefused() throws Exception {
        Drawing drawing = Drawing.of(15, 11, 1, 8, 1);
        ObjectWriter writer = ObjectWriter.image(TransferSyntax.JPEG_BASELINE, drawing, 8, "MONOCHROME2")
                .pixels("OB", drawing.bytes(8));

        assertThat(catchThrowableOfType(DicomException.class, () -> open(writer))
                        .reason())
                .isEqualTo(Reason.FRAGMENTS);
    }
}
