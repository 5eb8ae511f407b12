package org.equipoise.common.csv;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Text from a file whose encoding nobody wrote down: a byte order mark decides, else it is UTF-8. A byte that is not of
 * the encoding is refused with its line, never replaced: replaced letters make one name of two.
 */
public final class EncodedText {

    private static final int MARK = 0xfeff;

    private EncodedText() {}

    /**
     * The text, without its byte order mark.
     *
     * @param name of the file, for messages
     * @param said the encoding that a person named, if any
     * @throws UnreadableFileException for bytes that are not of the encoding, with their line
     */
    public static String of(byte[] bytes, String name, @Nullable Charset said) {
        Charset charset = said != null ? said : encoding(bytes);
        if (said == null && charset.equals(StandardCharsets.UTF_8) && hasZero(bytes)) {
            throw new UnreadableFileException(
                    name + " holds bytes of 0: it seems to be UTF-16 without a byte order mark; say"
                            + " --encoding UTF-16LE (or UTF-16BE), or save it as UTF-8");
        }
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (!result.isError()) {
            result = decoder.flush(out);
        }
        String text = out.flip().toString();
        if (result.isError()) {
            throw new UnreadableFileException(refusal(bytes, in.position(), name, charset, text));
        }
        return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
    }

    /** How a file is encoded, for a person: {@code UTF-8} or {@code UTF-16LE}. */
    public static Charset encoding(byte[] bytes) {
        int first = bytes.length > 0 ? bytes[0] & 0xff : 0;
        int second = bytes.length > 1 ? bytes[1] & 0xff : 0;
        if (first == 0xff && second == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        return first == 0xfe && second == 0xff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    private static boolean hasZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private static String refusal(byte[] bytes, int at, String name, Charset charset, String before) {
        long line = 1 + before.chars().filter(c -> c == '\n').count();
        String found = at < bytes.length ? String.format(Locale.ROOT, "byte 0x%02x", bytes[at] & 0xff) : "its end";
        String advice = charset.equals(StandardCharsets.UTF_8)
                ? "Excel's \"CSV\" is windows-1252 in western Europe: save it as \"CSV UTF-8\", or say --encoding"
                        + " windows-1252"
                : "say with --encoding what it is, or save it as UTF-8";
        return name + " line " + line + ": " + found + " is not " + charset.name() + "; " + advice;
    }
}
