package org.equipoise.dicom;

import java.util.Locale;

/** Tags of the attributes that this library reads itself (PS3.6): group in the upper, element in the lower 16 bits. */
public final class Tag {

    public static final int MEDIA_STORAGE_SOP_CLASS_UID = 0x0002_0002;
    public static final int TRANSFER_SYNTAX_UID = 0x0002_0010;
    public static final int SPECIFIC_CHARACTER_SET = 0x0008_0005;
    public static final int IMAGE_TYPE = 0x0008_0008;
    public static final int SOP_CLASS_UID = 0x0008_0016;
    public static final int SOP_INSTANCE_UID = 0x0008_0018;
    public static final int STUDY_DATE = 0x0008_0020;
    public static final int MODALITY = 0x0008_0060;
    public static final int CONVERSION_TYPE = 0x0008_0064;
    public static final int STATION_NAME = 0x0008_1010;
    public static final int STUDY_DESCRIPTION = 0x0008_1030;
    public static final int SERIES_DESCRIPTION = 0x0008_103E;
    public static final int FRAME_TYPE = 0x0008_9007;
    public static final int PATIENT_ID = 0x0010_0020;
    public static final int ISSUER_OF_PATIENT_ID = 0x0010_0021;
    public static final int PATIENT_SEX = 0x0010_0040;
    public static final int PATIENT_AGE = 0x0010_1010;
    public static final int PATIENT_IDENTITY_REMOVED = 0x0012_0062;
    public static final int DEIDENTIFICATION_METHOD = 0x0012_0063;
    public static final int BODY_PART_EXAMINED = 0x0018_0015;
    public static final int STUDY_INSTANCE_UID = 0x0020_000D;
    public static final int SERIES_INSTANCE_UID = 0x0020_000E;
    public static final int LATERALITY = 0x0020_0060;
    public static final int IMAGE_LATERALITY = 0x0020_0062;
    public static final int SAMPLES_PER_PIXEL = 0x0028_0002;
    public static final int PHOTOMETRIC_INTERPRETATION = 0x0028_0004;
    public static final int PLANAR_CONFIGURATION = 0x0028_0006;
    public static final int NUMBER_OF_FRAMES = 0x0028_0008;
    public static final int ROWS = 0x0028_0010;
    public static final int COLUMNS = 0x0028_0011;
    public static final int BITS_ALLOCATED = 0x0028_0100;
    public static final int BITS_STORED = 0x0028_0101;
    public static final int HIGH_BIT = 0x0028_0102;
    public static final int PIXEL_REPRESENTATION = 0x0028_0103;
    public static final int BURNED_IN_ANNOTATION = 0x0028_0301;
    public static final int RECOGNIZABLE_VISUAL_FEATURES = 0x0028_0302;
    public static final int LONGITUDINAL_TEMPORAL_INFORMATION_MODIFIED = 0x0028_0303;
    public static final int RESCALE_INTERCEPT = 0x0028_1052;
    public static final int RESCALE_SLOPE = 0x0028_1053;
    public static final int RESCALE_TYPE = 0x0028_1054;
    public static final int RED_PALETTE_DESCRIPTOR = 0x0028_1101;
    public static final int RED_PALETTE_DATA = 0x0028_1201;
    public static final int SEGMENTED_RED_PALETTE_DATA = 0x0028_1221;
    public static final int MODALITY_LUT_SEQUENCE = 0x0028_3000;
    public static final int LUT_DESCRIPTOR = 0x0028_3002;
    public static final int MODALITY_LUT_TYPE = 0x0028_3004;
    public static final int LUT_DATA = 0x0028_3006;
    public static final int PIXEL_VALUE_TRANSFORMATION_SEQUENCE = 0x0028_9145;
    public static final int SHARED_FUNCTIONAL_GROUPS_SEQUENCE = 0x5200_9229;
    public static final int PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE = 0x5200_9230;
    public static final int EXTENDED_OFFSET_TABLE = 0x7FE0_0001;
    public static final int EXTENDED_OFFSET_TABLE_LENGTHS = 0x7FE0_0002;
    public static final int FLOAT_PIXEL_DATA = 0x7FE0_0008;
    public static final int DOUBLE_FLOAT_PIXEL_DATA = 0x7FE0_0009;
    public static final int PIXEL_DATA = 0x7FE0_0010;
    public static final int DATA_SET_TRAILING_PADDING = 0xFFFC_FFFC;

    static final int ITEM = 0xFFFE_E000;
    static final int ITEM_DELIMITATION_ITEM = 0xFFFE_E00D;
    static final int SEQUENCE_DELIMITATION_ITEM = 0xFFFE_E0DD;

    private Tag() {}

    /** A tag as the standard writes it: {@code (0028,0010)}. */
    public static String format(int tag) {
        return String.format(Locale.ROOT, "(%04X,%04X)", tag >>> 16, tag & 0xFFFF);
    }

    /** Whether the attribute is private: its group is odd (PS3.5, 7.8). */
    public static boolean isPrivate(int tag) {
        return (tag & 0x0001_0000) != 0;
    }

    /** Whether the attribute describes pixels instead of a person: groups 0028 and 7FE0. */
    static boolean isTechnical(int tag) {
        int group = tag >>> 16;
        return group == 0x0028 || group == 0x7FE0;
    }

    /** Whether the value is pixels, which may be longer than other values. */
    static boolean isPixels(int tag) {
        return tag == PIXEL_DATA || tag == FLOAT_PIXEL_DATA || tag == DOUBLE_FLOAT_PIXEL_DATA;
    }
}
