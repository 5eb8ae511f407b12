package org.equipoise.ingest.dicom;

import java.io.IOException;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.pixel.Frame;
import org.equipoise.dicom.pixel.ModalityLut;
import org.equipoise.dicom.pixel.PhotometricInterpretation;
import org.equipoise.dicom.pixel.PixelData;
import org.jspecify.annotations.Nullable;

/**
 * The frames of an object as images, in their order. Not thread-safe.
 *
 * <ul>
 *   <li>CT: Hounsfield units (PS3.3, C.11.1), rounded, plus {@value #HOUNSFIELD_ZERO}; 16 bits.
 *   <li>Grey of other modalities: the stored values, those with a sign plus half their range; through the Modality LUT
 *       (0028,3000) where there is a table. A linear rescale is not applied, but one with a negative slope inverts.
 *       MONOCHROME1 is inverted within its bits, so that large is bright. Up to 8 bits stored 8 bits, else 16.
 *   <li>Colour: RGB of 8 bits. Of a palette with larger entries the upper 8 bits.
 *   <li>PET is refused.
 * </ul>
 */
public final class CanonicalFrames {

    /** The sample of 0 HU. */
    public static final int HOUNSFIELD_ZERO = 32_768;

    private static final int HIGHEST = 65_535;
    private static final String CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2";
    private static final String PET_IMAGE = "1.2.840.10008.5.1.4.1.1.128";
    private static final String ENHANCED_PET_IMAGE = "1.2.840.10008.5.1.4.1.1.130";

    private final DataSet dataSet;
    private final PixelData pixels;
    private final boolean ct;
    private @Nullable ModalityLut lutOfAll;

    private CanonicalFrames(DataSet dataSet, PixelData pixels, boolean ct) {
        this.dataSet = dataSet;
        this.pixels = pixels;
        this.ct = ct;
    }

    /**
     * Those of an object whose pixels are open.
     *
     * @throws ValueException if no image can be made of values of this kind
     */
    public static CanonicalFrames of(DataSet dataSet, PixelData pixels) throws ValueException {
        String modality = dataSet.text(Tag.MODALITY).orElse("");
        String sopClass = dataSet.text(Tag.SOP_CLASS_UID).orElse("");
        if (modality.equals("PT") || isOf(sopClass, PET_IMAGE) || isOf(sopClass, ENHANCED_PET_IMAGE)) {
            throw new ValueException(
                    ValueRule.SCALED_PER_IMAGE,
                    "the values of a PET are scaled anew in each image, so stored ones of two images cannot be compared");
        }
        return new CanonicalFrames(dataSet, pixels, modality.equals("CT") || isOf(sopClass, CT_IMAGE));
    }

    private static boolean isOf(String sopClass, String family) {
        return sopClass.equals(family) || sopClass.startsWith(family + ".");
    }

    /** How many there are. */
    public int count() {
        return pixels.frames();
    }

    /** Columns. */
    public int width() {
        return pixels.width();
    }

    /** Rows. */
    public int height() {
        return pixels.height();
    }

    /** Pixels of a frame: columns times rows. */
    public long pixelsOfAFrame() {
        return (long) pixels.width() * pixels.height();
    }

    /**
     * A frame, counted from 0.
     *
     * @throws DicomException if it cannot be decoded, or its Modality LUT breaks a rule
     * @throws ValueException if its values do not fit
     * @throws IOException if the file cannot be read
     */
    public Pixels frame(int number) throws DicomException, ValueException, IOException {
        Frame frame = pixels.frame(number);
        if (frame.channels() != 1) {
            return colour(frame);
        }
        ModalityLut lut = lut(number);
        return ct ? hounsfield(frame, lut) : grey(frame, lut);
    }

    private ModalityLut lut(int number) throws DicomException {
        if (ModalityLut.isOfEachFrame(dataSet)) {
            return ModalityLut.of(dataSet, number);
        }
        if (lutOfAll == null) {
            lutOfAll = ModalityLut.of(dataSet, number);
        }
        return lutOfAll;
    }

    private static Pixels hounsfield(Frame frame, ModalityLut lut) throws ValueException {
        if (!lut.isGiven()) {
            throw new ValueException(
                    ValueRule.CT_WITHOUT_RESCALE, "a CT without Rescale Intercept (0028,1052) has no Hounsfield units");
        }
        // A type that is missing is HU (PS3.3, C.8.2.1): any other has to be said.
        if (!lut.type().isEmpty() && !lut.type().equals("HU")) {
            throw new ValueException(
                    ValueRule.CT_OF_ANOTHER_UNIT, "the Rescale Type (0028,1054) of a CT is another than HU");
        }
        short[] samples = new short[frame.width() * frame.height()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = within(Math.round(lut.apply(frame.value(i))) + HOUNSFIELD_ZERO, HIGHEST);
        }
        return Pixels.ofShorts(frame.width(), frame.height(), samples);
    }

    private static Pixels grey(Frame frame, ModalityLut lut) throws ValueException {
        boolean table = lut.tableBits().isPresent();
        int bits = lut.tableBits().orElse(frame.bits());
        int highest = (1 << bits) - 1;
        int lowest = frame.signed() ? -(1 << (bits - 1)) : 0;
        boolean inverted = frame.photometric() == PhotometricInterpretation.MONOCHROME1;
        if (!table && lut.apply(1) < lut.apply(0)) {
            inverted = !inverted;
        }
        short[] samples = new short[frame.width() * frame.height()];
        for (int i = 0; i < samples.length; i++) {
            long value = table ? (long) lut.apply(frame.value(i)) : frame.value(i) - lowest;
            samples[i] = within(inverted ? highest - value : value, highest);
        }
        return bits <= Byte.SIZE
                ? new Pixels(frame.width(), frame.height(), 1, bytes(samples, 0))
                : Pixels.ofShorts(frame.width(), frame.height(), samples);
    }

    private Pixels colour(Frame frame) throws ValueException {
        int more = Math.max(0, frame.bits() - Byte.SIZE);
        boolean palette = dataSet.element(Tag.RED_PALETTE_DESCRIPTOR).isPresent();
        if (more > 0 && !palette) {
            throw new ValueException(
                    ValueRule.COLOUR_TOO_DEEP, "RGB has " + frame.bits() + " bits a sample, at most 8 are taken");
        }
        return new Pixels(frame.width(), frame.height(), 3, bytes(frame.samples(), more));
    }

    private static byte[] bytes(short[] samples, int shift) {
        byte[] bytes = new byte[samples.length];
        for (int i = 0; i < samples.length; i++) {
            bytes[i] = (byte) ((samples[i] & HIGHEST) >> shift);
        }
        return bytes;
    }

    private static short within(long value, int highest) throws ValueException {
        if (value < 0 || value > highest) {
            throw new ValueException(
                    ValueRule.OUT_OF_RANGE, "a sample would be " + value + ", it must be in [0, " + highest + "]");
        }
        return (short) value;
    }
}
