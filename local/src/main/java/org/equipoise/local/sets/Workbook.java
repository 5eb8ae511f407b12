package org.equipoise.local.sets;

import java.util.Locale;

/** A spreadsheet's own file, which is told by how it begins: it may be called anything, also {@code .csv}. */
final class Workbook {

    /** A ZIP, as Excel has written since 2007, and OpenDocument. */
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** A compound file (MS-CFB 2.2), as Excel wrote before. */
    private static final byte[] COMPOUND = {
        (byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0, (byte) 0xa1, (byte) 0xb1, 0x1a, (byte) 0xe1
    };

    private Workbook() {}

    /** Whether this is one; no table in text begins so. */
    static boolean is(byte[] bytes) {
        return begins(bytes, ZIP) || begins(bytes, COMPOUND);
    }

    /** Whether a path is called one. */
    static boolean isNamed(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".xlsx") || name.endsWith(".xls") || name.endsWith(".xlsm") || name.endsWith(".ods");
    }

    /** What to do with it. */
    static String refusal(String name) {
        return name + " is a workbook of Excel or the like, no CSV: save the sheet as CSV UTF-8, and name that file";
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (bytes[i] != with[i]) {
                return false;
            }
        }
        return true;
    }
}
