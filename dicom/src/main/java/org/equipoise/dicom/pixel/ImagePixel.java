package org.equipoise.dicom.pixel;

import java.util.OptionalInt;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.codec.Shape;

/** The attributes of the Image Pixel module (PS3.3, C.7.6.3), checked against each other and the limits. */
record ImagePixel(
        Shape shape, PhotometricInterpretation photometric, boolean planar, int highBit, boolean signed, int frames) {

    private static final int MOST_SHOWN = 999_999;

    static ImagePixel of(DataSet dataSet, Limits limits) throws DicomException {
        int rows = required(dataSet, Tag.ROWS, 1, 65_535);
        int columns = required(dataSet, Tag.COLUMNS, 1, 65_535);
        String named = dataSet.text(Tag.PHOTOMETRIC_INTERPRETATION)
                .orElseThrow(() -> DicomException.of(Reason.MISSING, Tag.PHOTOMETRIC_INTERPRETATION, "", ""));
        PhotometricInterpretation photometric = PhotometricInterpretation.of(named);
        int samples = required(dataSet, Tag.SAMPLES_PER_PIXEL, 1, 65_535);
        within(Tag.SAMPLES_PER_PIXEL, samples, photometric.samples(), photometric.samples());
        int bitsAllocated = required(dataSet, Tag.BITS_ALLOCATED, 1, 65_535);
        if (bitsAllocated != 8 && bitsAllocated != 16 && (bitsAllocated != 1 || samples != 1)) {
            throw DicomException.of(Reason.PIXELS_UNSUPPORTED, Tag.BITS_ALLOCATED, bitsAllocated, "1, 8 or 16");
        }
        int bitsStored = required(dataSet, Tag.BITS_STORED, 1, bitsAllocated);
        int highBit = within(
                Tag.HIGH_BIT, dataSet.integer(Tag.HIGH_BIT).orElse(bitsStored - 1), bitsStored - 1, bitsAllocated - 1);
        boolean signed = within(
                        Tag.PIXEL_REPRESENTATION,
                        dataSet.integer(Tag.PIXEL_REPRESENTATION).orElse(0),
                        0,
                        1)
                == 1;
        if (signed && samples > 1) {
            throw DicomException.of(Reason.VALUE, Tag.PIXEL_REPRESENTATION, 1, "0 for colours");
        }
        boolean planar = samples > 1
                && within(
                                Tag.PLANAR_CONFIGURATION,
                                dataSet.integer(Tag.PLANAR_CONFIGURATION).orElse(0),
                                0,
                                1)
                        == 1;
        int frames = frames(dataSet, limits);
        checkSize(
                (long) rows * columns * (photometric == PhotometricInterpretation.PALETTE_COLOR ? 3 : samples),
                frames,
                limits);
        Shape shape = new Shape(columns, rows, samples, bitsAllocated, bitsStored);
        return new ImagePixel(shape, photometric, planar, highBit, signed, frames);
    }

    private static int frames(DataSet dataSet, Limits limits) throws DicomException {
        int frames = dataSet.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
        if (frames > limits.frames()) {
            throw DicomException.of(Reason.TOO_MANY_FRAMES, Tag.NUMBER_OF_FRAMES, shown(frames), limits.frames());
        }
        return within(Tag.NUMBER_OF_FRAMES, frames, 1, limits.frames());
    }

    private static void checkSize(long samples, int frames, Limits limits) throws DicomException {
        if (samples > limits.frameSamples()) {
            throw DicomException.of(Reason.FRAME_TOO_LARGE, samples + " samples", limits.frameSamples());
        }
        if (samples * frames > limits.objectSamples()) {
            throw DicomException.of(Reason.TOO_MANY_SAMPLES, samples * frames, limits.objectSamples());
        }
    }

    private static int required(DataSet dataSet, int tag, int least, int most) throws DicomException {
        OptionalInt value = dataSet.integer(tag);
        if (value.isEmpty()) {
            throw DicomException.of(Reason.MISSING, tag, "", "");
        }
        return within(tag, value.getAsInt(), least, most);
    }

    private static int within(int tag, int value, int least, int most) throws DicomException {
        if (value < least || value > most) {
            throw DicomException.of(Reason.VALUE, tag, shown(value), least == most ? least : least + " to " + most);
        }
        return value;
    }

    /** A number that could be a patient's is not said. */
    private static String shown(int value) {
        return Math.abs((long) value) > MOST_SHOWN ? "more than 6 digits" : String.valueOf(value);
    }
}
