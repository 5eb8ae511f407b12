package org.equipoise.common.imaging;

import java.nio.charset.StandardCharsets;

/** Recognises what a file is by its first bytes, whatever it is called. */
public final class ImageFormat {

    public static final String PNG = "PNG";
    public static final String JPEG = "JPEG";

    private ImageFormat() {}

    /** The name of what was found: PNG and JPEG are read, everything else is refused by this name. */
    public static String of(byte[] bytes) {
        if (bytes.length == 0) {
            return "an empty file";
        }
        if (starts(bytes, 0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return PNG;
        }
        if (starts(bytes, 0, 0xff, 0xd8, 0xff)) {
            return JPEG;
        }
        if (starts(bytes, 128, 'D', 'I', 'C', 'M')) {
            return "DICOM";
        }
        if (starts(bytes, 0, 'G', 'I', 'F', '8')) {
            return "GIF";
        }
        if (starts(bytes, 0, 'B', 'M')) {
            return "BMP";
        }
        if (starts(bytes, 0, 'I', 'I', 42, 0) || starts(bytes, 0, 'M', 'M', 0, 42)) {
            return "TIFF";
        }
        if (starts(bytes, 0, 'R', 'I', 'F', 'F') && starts(bytes, 8, 'W', 'E', 'B', 'P')) {
            return "WebP";
        }
        if (starts(bytes, 0, 0, 0, 0, 12, 'j', 'P')) {
            return "JPEG 2000";
        }
        if (starts(bytes, 0, '%', 'P', 'D', 'F')) {
            return "PDF";
        }
        if (starts(bytes, 0, 'P', 'K', 3, 4)) {
            return "a zip archive";
        }
        if (starts(bytes, 0, 0x1f, 0x8b)) {
            return "a gzip file";
        }
        return looksLikeText(bytes) ? "text" : "an unknown format";
    }

    private static boolean starts(byte[] bytes, int at, int... magic) {
        if (bytes.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[at + i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean looksLikeText(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 512), StandardCharsets.UTF_8);
        return head.chars().allMatch(c -> c == '\n' || c == '\r' || c == '\t' || (c >= 32 && c != 0xfffd));
    }
}
