package org.equipoise.dicom;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.dicom.pixel.Frame;
import org.equipoise.dicom.pixel.PixelData;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.tool.DicomTable;
import org.equipoise.dicom.tool.DicomTable.Row;
import org.equipoise.dicom.tool.SharedFiles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Files of many writers, valid and odd. They are not part of the project: where they are not there, this is skipped.
 */
class FilesTest {

    private static final Path FOLDER = SharedFiles.folder();

    private static final List<Row> ROWS = new ArrayList<>();

    @BeforeAll
    static void filesAreThere() throws Exception {
        if (!Files.isDirectory(FOLDER)) {
            System.out.println("skipped: no DICOM files in " + FOLDER + " (-Dequipoise.dicom.files names another)");
        }
        assumeTrue(Files.isDirectory(FOLDER), () -> "no DICOM files in " + FOLDER);
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            ROWS.addAll(DicomTable.rows(FOLDER, decoder));
        }
    }

    /** Every file ends in an image or a reason: anything else is an exception here. */
    @Test
    void whatIsDecodedIsWhatPydicomDecodes() {
        assertThat(ROWS).noneMatch(Row::differs);
        assertThat(ROWS.stream().filter(Row::decoded)).hasSizeGreaterThanOrEqualTo(63);
        assertThat(ROWS.stream().filter(row -> row.agreement().equals("equal"))).hasSizeGreaterThanOrEqualTo(50);
    }

    /** What pydicom decodes and this library does not is refused for a reason that is a decision. */
    @Test
    void whatPydicomDecodesAndWeRefuseIsKnown() {
        assertThat(ROWS.stream()
                        .filter(row -> !row.decoded() && row.agreement().equals("decodes it"))
                        .map(row -> row.file() + " " + row.outcome().replaceFirst(" .*", "")))
                .containsExactlyInAnyOrder(
                        "odd/pydicom__HTJ2KLossless_08_RGB.dcm TRANSFER_SYNTAX_UNSUPPORTED",
                        "odd/pydicom__HTJ2K_08_RGB.dcm TRANSFER_SYNTAX_UNSUPPORTED",
                        "odd/robyoung__bad_sequence.dcm UID");
    }

    /** pydicom has no decoder for run lengths of single bits; the same segmentation is there without compression. */
    @Test
    void singleBitsInRunLengthsAreThoseOfTheSameObjectWithoutCompression() throws Exception {
        assertThat(samples("odd/pydicom__liver_rle.dcm")).isEqualTo(samples("valid/robyoung__liver_expb.dcm"));
    }

    @Test
    void refusalsOfFilesThatLackTheirEndSaySo() {
        assertThat(ROWS.stream()
                        .filter(row ->
                                row.file().contains("trunc") || row.file().contains("too_short")))
                .hasSize(3)
                .allMatch(row ->
                        row.outcome().startsWith("TRUNCATED") || row.outcome().startsWith("LENGTH_EXCEEDS_CONTAINER"));
    }

    private static List<List<Short>> samples(String file) throws Exception {
        List<List<Short>> frames = new ArrayList<>();
        try (PixelDecoder decoder = new PixelDecoder(Limits.DEFAULT)) {
            PixelData pixels = decoder.open(Dicom.read(FOLDER.resolve(file), Limits.DEFAULT));
            for (int i = 0; i < pixels.frames(); i++) {
                Frame frame = pixels.frame(i);
                List<Short> samples = new ArrayList<>();
                for (short sample : frame.samples()) {
                    samples.add(sample);
                }
                frames.add(samples);
            }
        }
        return frames;
    }
}
