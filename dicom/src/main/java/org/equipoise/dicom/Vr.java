package org.equipoise.dicom;

import java.util.Optional;

/** Value representations (PS3.5, 6.2). */
public enum Vr {
    AE(Kind.TEXT),
    AS(Kind.TEXT),
    AT(Kind.INTEGER, 2),
    CS(Kind.TEXT),
    DA(Kind.TEXT),
    DS(Kind.DECIMAL_TEXT),
    DT(Kind.TEXT),
    FD(Kind.FLOAT, 8),
    FL(Kind.FLOAT, 4),
    IS(Kind.INTEGER_TEXT),
    LO(Kind.TEXT),
    LT(Kind.TEXT),
    OB(Kind.BYTES),
    OD(Kind.BYTES),
    OF(Kind.BYTES),
    OL(Kind.BYTES),
    OV(Kind.BYTES),
    OW(Kind.BYTES),
    PN(Kind.TEXT),
    SH(Kind.TEXT),
    SL(Kind.INTEGER, 4),
    SQ(Kind.SEQUENCE),
    SS(Kind.INTEGER, 2),
    ST(Kind.TEXT),
    SV(Kind.INTEGER, 8),
    TM(Kind.TEXT),
    UC(Kind.TEXT),
    UI(Kind.TEXT),
    UL(Kind.INTEGER, 4),
    UN(Kind.BYTES),
    UR(Kind.TEXT),
    US(Kind.INTEGER, 2),
    UT(Kind.TEXT),
    UV(Kind.INTEGER, 8);

    /** What a value is made of. */
    enum Kind {
        TEXT,
        DECIMAL_TEXT,
        INTEGER_TEXT,
        INTEGER,
        FLOAT,
        BYTES,
        SEQUENCE
    }

    private final Kind kind;
    private final int width;

    Vr(Kind kind) {
        this(kind, 1);
    }

    Vr(Kind kind, int width) {
        this.kind = kind;
        this.width = width;
    }

    Kind kind() {
        return kind;
    }

    /** Bytes of one number; 1 for everything else. */
    int width() {
        return width;
    }

    boolean isText() {
        return kind == Kind.TEXT || kind == Kind.DECIMAL_TEXT || kind == Kind.INTEGER_TEXT;
    }

    /** Whether a backslash is a character of the value instead of a border between values. */
    boolean isOneValue() {
        return this == LT || this == ST || this == UT || this == UR;
    }

    /** Whether the characters are those of Specific Character Set (0008,0005) instead of ISO 646. */
    boolean hasCharacterSet() {
        return this == LO || this == LT || this == PN || this == SH || this == ST || this == UC || this == UT;
    }

    /** Whether the length has 32 bits where the VR is explicit (PS3.5, 7.1.2). */
    boolean hasLongLength() {
        return switch (this) {
            case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
            default -> false;
        };
    }

    /** The one that two bytes name. */
    static Optional<Vr> of(int first, int second) {
        for (Vr vr : values()) {
            if (vr.name().charAt(0) == first && vr.name().charAt(1) == second) {
                return Optional.of(vr);
            }
        }
        return Optional.empty();
    }
}
