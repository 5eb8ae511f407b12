package org.equipoise.dicom.codec;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.JpegEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JpegTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void everyPredictorComesBackExactly(int predictor) throws DicomException {
        for (int bits : new int[] {2, 8}) {
            Drawing drawing = Drawing.of(31, 17, 3, bits, predictor);
            byte[] code = JpegEncoder.lossless(drawing, predictor, predictor % 2 == 0, predictor % 3);
            Samples.assertEqual(Jpeg.decodeLossless(code, Samples.shape(drawing, 8)), drawing);
        }
        for (int bits : new int[] {12, 16}) {
            Drawing drawing = Drawing.of(31, 17, 1, bits, predictor);
            byte[] code = JpegEncoder.lossless(drawing, predictor, true, 5);
            Samples.assertEqual(Jpeg.decodeLossless(code, Samples.shape(drawing, 16)), drawing);
        }
    }

    /** With quantisers of 1, coefficients are off by at most a half: samples by a few. */
    @Test
    void extendedOfTwelveBitsIsTheInverseOfTheTransform() throws DicomException {
        Drawing drawing = Drawing.of(37, 21, 1, 12, 1);

        Decoded decoded = Jpeg.decodeDct(JpegEncoder.extended(drawing), Samples.shape(drawing, 16));

        assertThat(decoded.precision()).isEqualTo(12);
        Samples.assertClose(decoded, drawing, 2);
    }

    @ParameterizedTest
    @CsvSource({"37, 21", "16, 16", "1, 1", "8, 3"})
    void baselineIsWithinOneOfAnotherDecoder(int columns, int rows) throws Exception {
        Drawing drawing = Drawing.of(columns, rows, 1, 8, 1);
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, columns, rows, drawing.values());
        byte[] code = written(image);

        Decoded decoded = Jpeg.decodeDct(code, Samples.shape(drawing, 8));

        assertThat(worst(decoded, raster(code))).isLessThanOrEqualTo(1);
    }

    @Test
    void coloursAtHalfTheResolutionAreWithinOneOfAnotherDecoder() throws Exception {
        Drawing drawing = Drawing.of(45, 27, 3, 8, 1);
        BufferedImage image = new BufferedImage(45, 27, BufferedImage.TYPE_INT_RGB);
        image.getRaster().setPixels(0, 0, 45, 27, drawing.values());
        byte[] code = written(image);

        Decoded decoded = Jpeg.decodeDct(code, Samples.shape(drawing, 8));

        assertThat(decoded.colour()).isEqualTo(Decoded.Colour.YBR);
        assertThat(worst(decoded, raster(code))).isLessThanOrEqualTo(1);
    }

    @Test
    void everyCodestreamThatIsCutIsRefused() {
        Drawing drawing = Drawing.of(31, 17, 1, 12, 1);
        byte[] lossless = JpegEncoder.lossless(drawing, 1, true, 0);
        byte[] extended = JpegEncoder.extended(drawing);
        for (int cut = 0; cut < lossless.length; cut++) {
            byte[] part = Arrays.copyOf(lossless, cut);
            assertThat(Samples.refusal(() -> Jpeg.decodeLossless(part, Samples.shape(drawing, 16))))
                    .isIn(Reason.CODESTREAM_TRUNCATED, Reason.CODESTREAM_CORRUPT);
        }
        for (int cut = 0; cut < extended.length; cut++) {
            byte[] part = Arrays.copyOf(extended, cut);
            assertThat(Samples.refusal(() -> Jpeg.decodeDct(part, Samples.shape(drawing, 16))))
                    .isIn(Reason.CODESTREAM_TRUNCATED, Reason.CODESTREAM_CORRUPT);
        }
    }

    @Test
    void aScanThatEndsEarlyIsTruncatedThoughTheEndMarkerIsThere() {
        Drawing drawing = Drawing.of(31, 17, 1, 8, 1);
        byte[] code = JpegEncoder.lossless(drawing, 1, true, 0);
        byte[] part = Arrays.copyOf(code, code.length - 40);
        part[part.length - 3] = 1;
        part[part.length - 2] = (byte) 0xFF;
        part[part.length - 1] = (byte) 0xD9;

        assertThat(Samples.refusal(() -> Jpeg.decodeLossless(part, Samples.shape(drawing, 8))))
                .isEqualTo(Reason.CODESTREAM_TRUNCATED);
    }

    @Test
    void aTransformedScanThatEndsEarlyIsTruncatedToo() {
        Drawing drawing = Drawing.of(31, 17, 1, 12, 1);
        byte[] code = JpegEncoder.extended(drawing);
        byte[] part = Arrays.copyOf(code, code.length - 200);
        part[part.length - 3] = 1;
        part[part.length - 2] = (byte) 0xFF;
        part[part.length - 1] = (byte) 0xD9;

        assertThat(Samples.refusal(() -> Jpeg.decodeDct(part, Samples.shape(drawing, 16))))
                .isEqualTo(Reason.CODESTREAM_TRUNCATED);
    }

    @Test
    void bitsThatAreLeftOverAreRefused() {
        Drawing drawing = Drawing.of(31, 17, 1, 8, 1);
        byte[] code = JpegEncoder.lossless(drawing, 1, true, 0);
        byte[] more = Arrays.copyOf(code, code.length + 2);
        more[code.length - 2] = 0x55;
        more[code.length - 1] = 0x55;
        more[code.length] = (byte) 0xFF;
        more[code.length + 1] = (byte) 0xD9;

        assertThat(Samples.refusal(() -> Jpeg.decodeLossless(more, Samples.shape(drawing, 8))))
                .isEqualTo(Reason.CODESTREAM_CORRUPT);
    }

    @Test
    void anotherSizeIsRefusedBeforeAnythingIsDecoded() {
        byte[] code = JpegEncoder.lossless(Drawing.of(31, 17, 1, 8, 1), 1, true, 0);
        for (Shape shape : new Shape[] {
            new Shape(30, 17, 1, 8, 8),
            new Shape(31, 18, 1, 8, 8),
            new Shape(31, 17, 3, 8, 8),
            new Shape(31, 17, 1, 16, 8)
        }) {
            assertThat(Samples.refusal(() -> Jpeg.decodeLossless(code, shape))).isEqualTo(Reason.CODESTREAM_MISMATCH);
        }
    }

    @Test
    void anotherProcessIsRefusedByName() {
        Drawing drawing = Drawing.of(31, 17, 1, 12, 1);
        byte[] code = JpegEncoder.extended(drawing);

        assertThat(Samples.refusal(() -> Jpeg.decodeLossless(code, Samples.shape(drawing, 16))))
                .isEqualTo(Reason.CODESTREAM_UNSUPPORTED);
    }

    private static byte[] written(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    /** Another decoder's samples, without its colour conversion. */
    private static Raster raster(byte[] code) throws IOException {
        var reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(code)), true, true);
        return reader.readRaster(0, null);
    }

    private static int worst(Decoded decoded, Raster other) {
        int[] samples = other.getPixels(0, 0, other.getWidth(), other.getHeight(), (int[]) null);
        int worst = 0;
        for (int i = 0; i < samples.length; i++) {
            worst = Math.max(worst, Math.abs(samples[i] - (decoded.samples()[i] & 0xFFFF)));
        }
        return worst;
    }
}
