package org.equipoise.common.csv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EncodedTextTest {

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    @Test
    void aByteOrderMarkDecidesAndIsNoPartOfTheText() {
        assertThat(read(marked("gemäß", StandardCharsets.UTF_8))).isEqualTo("gemäß");
        assertThat(read(marked("gemäß", StandardCharsets.UTF_16LE))).isEqualTo("gemäß");
        assertThat(read(marked("gemäß", StandardCharsets.UTF_16BE))).isEqualTo("gemäß");
        assertThat(read("gemäß".getBytes(StandardCharsets.UTF_8))).isEqualTo("gemäß");
    }

    @Test
    void bytesOfAnotherEncodingAreRefusedWithTheirLineAndNeverReplaced() {
        byte[] bytes = "path,label\na.png,gesund\nb.png,auffällig\n".getBytes(WINDOWS);

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("l.csv line 3: byte 0xe4 is not UTF-8")
                .hasMessageContaining("--encoding windows-1252");
    }

    @Test
    void anEncodingThatIsNamedIsUsedAndHeldToAsWell() {
        assertThat(EncodedText.of("auffällig".getBytes(WINDOWS), "l.csv", WINDOWS))
                .isEqualTo("auffällig");
        assertThatThrownBy(
                        () -> EncodedText.of(new byte[] {'a', '\n', (byte) 0x81}, "l.csv", Charset.forName("US-ASCII")))
                .hasMessageContaining("line 2: byte 0x81 is not US-ASCII");
    }

    @Test
    void utf16WithoutAMarkIsNamedAsWhatItSeemsToBe() {
        assertThatThrownBy(() -> read("path,label".getBytes(StandardCharsets.UTF_16LE)))
                .hasMessageContaining("UTF-16");
    }

    @Test
    void aFileThatEndsWithinALetterIsRefused() {
        byte[] cut = {'a', '\n', (byte) 0xc3};

        assertThatThrownBy(() -> read(cut)).hasMessageContaining("line 2");
    }

    private static String read(byte[] bytes) {
        return EncodedText.of(bytes, "l.csv", null);
    }

    private static byte[] marked(String text, Charset charset) {
        var out = new ByteArrayOutputStream();
        out.writeBytes("\ufeff".getBytes(charset));
        out.writeBytes(text.getBytes(charset));
        return out.toByteArray();
    }
}
