package org.equipoise.dicom.network;

/**
 * What the peer is told about an object (PS3.4, B.2.3; PS3.7, annex C).
 *
 * @param code Status (0000,0900): success 0000, a warning Bxxx, or a failure: 0110, 0117, 0122, 0124, 0210 to 0212,
 *     A7xx, A9xx, Cxxx
 * @param comment Error Comment (0000,0902), at most 64 printable ASCII characters: longer ones are cut, others become
 *     question marks. May be empty
 */
public record StoreStatus(int code, String comment) {

    private static final int MOST = 64;

    public StoreStatus {
        if (!isOfStorage(code)) {
            throw new IllegalArgumentException(String.format("code is %04X, it must be one of PS3.4, B.2.3", code));
        }
        comment = printable(comment);
    }

    /** 0000: the object is stored. */
    public static StoreStatus success() {
        return new StoreStatus(0x0000, "");
    }

    /** 0110: something failed here. The object may be sent again. */
    public static StoreStatus processingFailure(String comment) {
        return new StoreStatus(0x0110, comment);
    }

    /** 0117: the Affected SOP Instance UID is no UID. */
    public static StoreStatus invalidInstance(String comment) {
        return new StoreStatus(0x0117, comment);
    }

    /** 0122: the SOP class is not that of the presentation context. */
    public static StoreStatus classNotSupported(String comment) {
        return new StoreStatus(0x0122, comment);
    }

    /** 0124: the peer may not store this. */
    public static StoreStatus notAuthorized(String comment) {
        return new StoreStatus(0x0124, comment);
    }

    /** A700: the object takes more than there is. */
    public static StoreStatus outOfResources(String comment) {
        return new StoreStatus(0xA700, comment);
    }

    /** A900: the data set is not of its SOP class. */
    public static StoreStatus dataSetDoesNotMatch(String comment) {
        return new StoreStatus(0xA900, comment);
    }

    /** C000: the data set cannot be understood. */
    public static StoreStatus cannotUnderstand(String comment) {
        return new StoreStatus(0xC000, comment);
    }

    /** Whether the peer is told that the object is stored: success, or a warning. */
    public boolean isStored() {
        return code == 0 || code >> 12 == 0xB;
    }

    private static boolean isOfStorage(int code) {
        return switch (code) {
            case 0x0000, 0x0110, 0x0117, 0x0122, 0x0124, 0x0210, 0x0211, 0x0212 -> true;
            default -> code >> 8 == 0xA7 || code >> 8 == 0xA9 || code >> 12 == 0xB || code >> 12 == 0xC;
        };
    }

    private static String printable(String comment) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(MOST, comment.length()); i++) {
            char c = comment.charAt(i);
            shown.append(c >= ' ' && c <= '~' && c != '\\' ? c : '?');
        }
        return shown.toString();
    }
}
