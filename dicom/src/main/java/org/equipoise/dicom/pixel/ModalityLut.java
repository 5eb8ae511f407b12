package org.equipoise.dicom.pixel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.jspecify.annotations.Nullable;

/**
 * From stored values to the modality's own, such as Hounsfield units (PS3.3, C.11.1): a table, or Rescale Slope
 * (0028,1053) times the stored value plus Rescale Intercept (0028,1052). An object that has neither keeps its values.
 * Of an enhanced multi-frame object it may be another for each frame (PS3.3, C.7.6.16.2.9).
 */
public final class ModalityLut {

    private final @Nullable LookupTable table;
    private final double slope;
    private final double intercept;
    private final String type;
    private final boolean given;

    private ModalityLut(@Nullable LookupTable table, double slope, double intercept, String type, boolean given) {
        this.table = table;
        this.slope = slope;
        this.intercept = intercept;
        this.type = type;
        this.given = given;
    }

    /**
     * That of a frame, counted from 0.
     *
     * @throws DicomException if it breaks a rule: a slope of 0, a table without its entries
     */
    public static ModalityLut of(DataSet dataSet, int frame) throws DicomException {
        List<DataSet> luts = dataSet.items(Tag.MODALITY_LUT_SEQUENCE);
        if (!luts.isEmpty()) {
            boolean signed = dataSet.integer(Tag.PIXEL_REPRESENTATION).orElse(0) == 1;
            DataSet lut = luts.get(0);
            return new ModalityLut(
                    LookupTable.of(lut, Tag.LUT_DESCRIPTOR, Tag.LUT_DATA, signed),
                    1,
                    0,
                    lut.text(Tag.MODALITY_LUT_TYPE).orElse(""),
                    true);
        }
        DataSet where = transformation(dataSet, frame).orElse(dataSet);
        double slope = where.number(Tag.RESCALE_SLOPE).orElse(1);
        if (slope == 0) {
            throw DicomException.of(Reason.VALUE, Tag.RESCALE_SLOPE, 0, "not 0");
        }
        OptionalDouble intercept = where.number(Tag.RESCALE_INTERCEPT);
        return new ModalityLut(
                null, slope, intercept.orElse(0), where.text(Tag.RESCALE_TYPE).orElse(""), intercept.isPresent());
    }

    /** Whether frames may have their own; otherwise that of any is that of all. */
    public static boolean isOfEachFrame(DataSet dataSet) {
        return dataSet.items(Tag.MODALITY_LUT_SEQUENCE).isEmpty()
                && !dataSet.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE).isEmpty();
    }

    private static Optional<DataSet> transformation(DataSet dataSet, int frame) {
        List<DataSet> each = dataSet.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
        List<DataSet> shared = dataSet.items(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
        Optional<DataSet> own = frame < each.size() ? first(each.get(frame)) : Optional.empty();
        return own.isPresent() || shared.isEmpty() ? own : first(shared.get(0));
    }

    private static Optional<DataSet> first(DataSet group) {
        return group.items(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE).stream().findFirst();
    }

    /** The unit: Rescale Type (0028,1054) or Modality LUT Type (0028,3004), such as HU; empty if it is not said. */
    public String type() {
        return type;
    }

    /** Whether the object has one; otherwise its stored values are all there is. */
    public boolean isGiven() {
        return given;
    }

    /** Bits of an entry, 8 to 16, where it is a table; empty where it is slope and intercept. */
    public OptionalInt tableBits() {
        return table == null ? OptionalInt.empty() : OptionalInt.of(table.bits());
    }

    /** The modality's value of a stored one. */
    public double apply(int stored) {
        return table == null ? slope * stored + intercept : table.apply(stored);
    }

    /** The modality's values of all samples of a monochrome frame. */
    public float[] apply(Frame frame) {
        if (frame.channels() != 1) {
            throw new IllegalArgumentException("a frame in " + frame.photometric() + " has no modality values");
        }
        float[] values = new float[frame.width() * frame.height()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) apply(frame.value(i));
        }
        return values;
    }
}
