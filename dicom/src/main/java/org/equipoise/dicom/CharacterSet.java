package org.equipoise.dicom;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The characters of texts, Specific Character Set (0008,0005; PS3.3, C.12.1.1.2). Code extensions by escape sequences
 * (ISO 2022) are understood for Japanese, Korean and Chinese; a set that this JVM lacks is read as ISO 8859-1, which
 * loses no byte.
 */
final class CharacterSet {

    static final CharacterSet DEFAULT = new CharacterSet(StandardCharsets.ISO_8859_1, StandardCharsets.ISO_8859_1);

    private static final byte ESCAPE = 0x1B;

    private final Charset plain;
    private final Charset extended;

    private CharacterSet(Charset plain, Charset extended) {
        this.plain = plain;
        this.extended = extended;
    }

    /** The set of these values of Specific Character Set. */
    static CharacterSet of(List<String> terms) {
        Charset plain = charset(terms.isEmpty() ? "" : terms.get(0));
        Charset extended = plain;
        for (String term : terms) {
            extended = switch (term) {
                case "ISO 2022 IR 87", "ISO 2022 IR 159" -> named("ISO-2022-JP-2");
                case "ISO 2022 IR 149" -> named("EUC-KR");
                case "ISO 2022 IR 58" -> named("GB2312");
                default -> extended;
            };
        }
        return new CharacterSet(plain, extended);
    }

    /** The characters of a value. */
    String decode(byte[] value) {
        for (byte b : value) {
            if (b == ESCAPE) {
                boolean japanese = extended.name().startsWith("ISO-2022");
                return new String(japanese ? value : withoutEscapes(value), extended);
            }
        }
        return new String(value, plain);
    }

    /** Korean and Chinese sets lie in G1: the bytes say by themselves which they are of. */
    private static byte[] withoutEscapes(byte[] value) {
        byte[] kept = new byte[value.length];
        int length = 0;
        for (int i = 0; i < value.length; i++) {
            if (value[i] == ESCAPE && i + 1 < value.length) {
                i += value[i + 1] == '$' ? 3 : 2;
            } else {
                kept[length++] = value[i];
            }
        }
        return Arrays.copyOf(kept, length);
    }

    private static Charset charset(String term) {
        return switch (term.replace("ISO 2022 IR ", "ISO_IR ")) {
            case "ISO_IR 101" -> named("ISO-8859-2");
            case "ISO_IR 109" -> named("ISO-8859-3");
            case "ISO_IR 110" -> named("ISO-8859-4");
            case "ISO_IR 144" -> named("ISO-8859-5");
            case "ISO_IR 127" -> named("ISO-8859-6");
            case "ISO_IR 126" -> named("ISO-8859-7");
            case "ISO_IR 138" -> named("ISO-8859-8");
            case "ISO_IR 148" -> named("ISO-8859-9");
            case "ISO_IR 203" -> named("ISO-8859-15");
            case "ISO_IR 13" -> named("Shift_JIS");
            case "ISO_IR 166" -> named("TIS-620");
            case "ISO_IR 192" -> StandardCharsets.UTF_8;
            case "GB18030" -> named("GB18030");
            case "GBK" -> named("GBK");
            default -> StandardCharsets.ISO_8859_1;
        };
    }

    private static Charset named(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.ISO_8859_1;
    }
}
