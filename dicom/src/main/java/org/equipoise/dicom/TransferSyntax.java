package org.equipoise.dicom;

import java.util.Optional;

/** Transfer syntaxes (PS3.5, annex A; PS3.6, annex A): how a data set and its pixels are coded. */
public enum TransferSyntax {
    IMPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2", Coding.NATIVE),
    EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1", Coding.NATIVE),
    ENCAPSULATED_UNCOMPRESSED("1.2.840.10008.1.2.1.98", Coding.UNSUPPORTED),
    DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN("1.2.840.10008.1.2.1.99", Coding.NATIVE),
    EXPLICIT_VR_BIG_ENDIAN("1.2.840.10008.1.2.2", Coding.NATIVE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Coding.JPEG_DCT),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Coding.JPEG_DCT),
    JPEG_PROCESS_3_5("1.2.840.10008.1.2.4.52", Coding.UNSUPPORTED),
    JPEG_PROCESS_6_8("1.2.840.10008.1.2.4.53", Coding.UNSUPPORTED),
    JPEG_PROCESS_7_9("1.2.840.10008.1.2.4.54", Coding.UNSUPPORTED),
    JPEG_PROCESS_10_12("1.2.840.10008.1.2.4.55", Coding.UNSUPPORTED),
    JPEG_PROCESS_11_13("1.2.840.10008.1.2.4.56", Coding.UNSUPPORTED),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Coding.JPEG_LOSSLESS),
    JPEG_PROCESS_15("1.2.840.10008.1.2.4.58", Coding.UNSUPPORTED),
    JPEG_PROCESS_16_18("1.2.840.10008.1.2.4.59", Coding.UNSUPPORTED),
    JPEG_PROCESS_17_19("1.2.840.10008.1.2.4.60", Coding.UNSUPPORTED),
    JPEG_PROCESS_20_22("1.2.840.10008.1.2.4.61", Coding.UNSUPPORTED),
    JPEG_PROCESS_21_23("1.2.840.10008.1.2.4.62", Coding.UNSUPPORTED),
    JPEG_PROCESS_24_26("1.2.840.10008.1.2.4.63", Coding.UNSUPPORTED),
    JPEG_PROCESS_25_27("1.2.840.10008.1.2.4.64", Coding.UNSUPPORTED),
    JPEG_PROCESS_28("1.2.840.10008.1.2.4.65", Coding.UNSUPPORTED),
    JPEG_PROCESS_29("1.2.840.10008.1.2.4.66", Coding.UNSUPPORTED),
    JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", Coding.JPEG_LOSSLESS),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", Coding.JPEG_LS),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", Coding.JPEG_LS),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Coding.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", Coding.JPEG_2000),
    JPEG_2000_MULTI_COMPONENT_LOSSLESS("1.2.840.10008.1.2.4.92", Coding.UNSUPPORTED),
    JPEG_2000_MULTI_COMPONENT("1.2.840.10008.1.2.4.93", Coding.UNSUPPORTED),
    JPIP_REFERENCED("1.2.840.10008.1.2.4.94", Coding.UNSUPPORTED),
    JPIP_REFERENCED_DEFLATE("1.2.840.10008.1.2.4.95", Coding.UNSUPPORTED),
    MPEG2_MAIN_LEVEL("1.2.840.10008.1.2.4.100", Coding.UNSUPPORTED),
    MPEG2_MAIN_LEVEL_FRAGMENTABLE("1.2.840.10008.1.2.4.100.1", Coding.UNSUPPORTED),
    MPEG2_HIGH_LEVEL("1.2.840.10008.1.2.4.101", Coding.UNSUPPORTED),
    MPEG2_HIGH_LEVEL_FRAGMENTABLE("1.2.840.10008.1.2.4.101.1", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_1("1.2.840.10008.1.2.4.102", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_1_FRAGMENTABLE("1.2.840.10008.1.2.4.102.1", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_1_BD("1.2.840.10008.1.2.4.103", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_1_BD_FRAGMENTABLE("1.2.840.10008.1.2.4.103.1", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_2_2D("1.2.840.10008.1.2.4.104", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_2_2D_FRAGMENTABLE("1.2.840.10008.1.2.4.104.1", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_2_3D("1.2.840.10008.1.2.4.105", Coding.UNSUPPORTED),
    MPEG4_HIGH_4_2_3D_FRAGMENTABLE("1.2.840.10008.1.2.4.105.1", Coding.UNSUPPORTED),
    MPEG4_STEREO_4_2("1.2.840.10008.1.2.4.106", Coding.UNSUPPORTED),
    MPEG4_STEREO_4_2_FRAGMENTABLE("1.2.840.10008.1.2.4.106.1", Coding.UNSUPPORTED),
    HEVC_MAIN_5_1("1.2.840.10008.1.2.4.107", Coding.UNSUPPORTED),
    HEVC_MAIN_10_5_1("1.2.840.10008.1.2.4.108", Coding.UNSUPPORTED),
    JPEG_XL_LOSSLESS("1.2.840.10008.1.2.4.110", Coding.UNSUPPORTED),
    JPEG_XL_JPEG_RECOMPRESSION("1.2.840.10008.1.2.4.111", Coding.UNSUPPORTED),
    JPEG_XL("1.2.840.10008.1.2.4.112", Coding.UNSUPPORTED),
    HTJ2K_LOSSLESS("1.2.840.10008.1.2.4.201", Coding.UNSUPPORTED),
    HTJ2K_LOSSLESS_RPCL("1.2.840.10008.1.2.4.202", Coding.UNSUPPORTED),
    HTJ2K("1.2.840.10008.1.2.4.203", Coding.UNSUPPORTED),
    JPIP_HTJ2K_REFERENCED("1.2.840.10008.1.2.4.204", Coding.UNSUPPORTED),
    JPIP_HTJ2K_REFERENCED_DEFLATE("1.2.840.10008.1.2.4.205", Coding.UNSUPPORTED),
    RLE_LOSSLESS("1.2.840.10008.1.2.5", Coding.RLE),
    DEFLATED_IMAGE_FRAME("1.2.840.10008.1.2.8.1", Coding.UNSUPPORTED);

    /** How the pixels are coded. */
    public enum Coding {
        NATIVE,
        RLE,
        JPEG_DCT,
        JPEG_LOSSLESS,
        JPEG_LS,
        JPEG_2000,
        /** Not decoded by this library. */
        UNSUPPORTED
    }

    private final String uid;
    private final Coding coding;

    TransferSyntax(String uid, Coding coding) {
        this.uid = uid;
        this.coding = coding;
    }

    /** Its UID, Transfer Syntax UID (0002,0010). */
    public String uid() {
        return uid;
    }

    /** How its pixels are coded. */
    public Coding coding() {
        return coding;
    }

    /** Whether pixels are encapsulated in fragments (PS3.5, A.4). */
    public boolean isEncapsulated() {
        return coding != Coding.NATIVE;
    }

    /**
     * Whether the data set itself is coded in a way that is not read: its pixels are elsewhere, and it may be deflated.
     */
    boolean isReferenced() {
        return switch (this) {
            case JPIP_REFERENCED, JPIP_REFERENCED_DEFLATE, JPIP_HTJ2K_REFERENCED, JPIP_HTJ2K_REFERENCED_DEFLATE -> true;
            default -> false;
        };
    }

    boolean isBigEndian() {
        return this == EXPLICIT_VR_BIG_ENDIAN;
    }

    /** The transfer syntax of a UID. */
    public static Optional<TransferSyntax> of(String uid) {
        for (TransferSyntax syntax : values()) {
            if (syntax.uid.equals(uid)) {
                return Optional.of(syntax);
            }
        }
        return Optional.empty();
    }
}
