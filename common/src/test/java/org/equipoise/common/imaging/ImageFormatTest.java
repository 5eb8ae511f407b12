package org.equipoise.common.imaging;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ImageFormatTest {

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a, PNG",
        "89504e470d0a1a0a00000000, PNG",
        "ffd8ffe000104a46, JPEG",
        "474946383961, GIF",
        "424d3600, BMP",
        "49492a00, TIFF",
        "4d4d002a, TIFF",
        "524946460000000057454250, WebP",
        "0000000c6a502020, JPEG 2000",
        "255044462d, PDF",
        "504b0304, a zip archive",
        "1f8b08, a gzip file",
        "00ff0102, an unknown format",
        "89504e47, an unknown format"
    })
    void isRecognisedByItsFirstBytes(String hex, String format) {
        assertThat(ImageFormat.of(HexFormat.of().parseHex(hex))).isEqualTo(format);
    }

    @Test
    void dicomHasItsMarkBehindThePreamble() {
        byte[] file = new byte[132];
        System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, file, 128, 4);

        assertThat(ImageFormat.of(file)).isEqualTo("DICOM");
    }

    @Test
    void nothingAndTextAreNamedToo() {
        assertThat(ImageFormat.of(new byte[0])).isEqualTo("an empty file");
        assertThat(ImageFormat.of("<html>\nKein Bild: ä</html>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("text");
    }
}
