package org.equipoise.ingest.multipart;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.equipoise.ingest.multipart.MultipartReader.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MultipartReaderTest {

    private static final MultipartLimits LIMITS = new MultipartLimits(3, 4, 40, 16);

    @Test
    void partsAreWhatLiesBetweenTheDelimiters() throws IOException {
        String body =
                "--b\r\nContent-Type: Application/DICOM; x=y\r\nX: y\r\n\r\none\r\n--b  \r\n\r\n\r\n--b--\r\nepilogue";

        assertThat(parts(body)).containsExactly("application/dicom|one", "|");
    }

    @Test
    void aPreambleIsPassedOverAndWhatIsNotReadOfAPartToo() throws IOException {
        var reader = reader("hello\r\n--b\r\n\r\nfirst\r\n--b\r\n\r\nsecond\r\n--b--", LIMITS);

        assertThat(reader.next()).isPresent();
        assertThat(text(reader.next().orElseThrow())).isEqualTo("second");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void bytesThatLookLikeADelimiterStayBytes() throws IOException {
        byte[] bytes = "\r\r\n\r\n-\r\n--\r\n--a\r\n--\r\r\n--".getBytes(StandardCharsets.US_ASCII);
        Random random = new Random(1);
        for (int seed = 0; seed < 50; seed++) {
            byte[] noise = new byte[200_000 + seed];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = random.nextInt(3) == 0 ? bytes[random.nextInt(bytes.length)] : (byte) random.nextInt();
            }
            var body = new ByteArrayOutputStream();
            body.writeBytes("--bound\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(noise);
            body.writeBytes("\r\n--bound--".getBytes(StandardCharsets.US_ASCII));
            // Arriving in pieces of any size.
            InputStream in = new ByteArrayInputStream(body.toByteArray()) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    return super.read(target, offset, Math.min(length, 1 + random.nextInt(9_000)));
                }
            };

            var reader = new MultipartReader(in, "bound", MultipartLimits.DEFAULT);

            assertThat(reader.next().orElseThrow().body().readAllBytes()).isEqualTo(noise);
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void aBodyThatIsCutAnywhereIsRefused() throws IOException {
        String whole = "--b\r\nA: b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--";
        assertThat(parts(whole)).hasSize(2);

        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> parts(cut))
                    .as("the first %d bytes", length)
                    .isInstanceOf(MultipartException.class)
                    .hasMessage("the body ends before its last delimiter")
                    .satisfies(e ->
                            assertThat(((MultipartException) e).isTooLarge()).isFalse());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b\r\n\r\n3\r\n--b\r\n\r\n4\r\n--b--",
                "--b\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n\r\n1\r\n--b--",
                "--b\r\nA: 0123456789012345678901234567890123456789\r\n\r\n1\r\n--b--"
            })
    void whatExceedsALimitIsRefusedAsTooLarge(String body) {
        assertThatThrownBy(() -> parts(body))
                .isInstanceOf(MultipartException.class)
                .satisfies(
                        e -> assertThat(((MultipartException) e).isTooLarge()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bc\r\n\r\n1\r\n--b--", "--b\n\n1\n--b--", "--b\r\nA: b\rc\r\n\r\n1\r\n--b--", "--b-x"})
    void whatIsNoMultipartBodyIsRefused(String body) {
        assertThatThrownBy(() -> parts(body)).isInstanceOf(MultipartException.class);
    }

    @Test
    void aLongPreambleIsRefusedBeforeItIsRead() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };

        assertThatThrownBy(() -> new MultipartReader(endless, "b", LIMITS).next())
                .hasMessage("the first 16 bytes have no delimiter");
    }

    @Test
    void aBoundaryHasSeventyCharactersAtMost() throws MultipartException {
        InputStream none = InputStream.nullInputStream();
        assertThat(new MultipartReader(none, "x".repeat(70), LIMITS)).isNotNull();
        for (String boundary : List.of("", "x".repeat(71), "a\r\nb", "a ", "\u00e4")) {
            assertThatThrownBy(() -> new MultipartReader(none, boundary, LIMITS))
                    .isInstanceOf(MultipartException.class);
        }
    }

    private static MultipartReader reader(String body, MultipartLimits limits) throws MultipartException {
        return new MultipartReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), "b", limits);
    }

    private static List<String> parts(String body) throws IOException {
        var reader = reader(body, LIMITS);
        List<String> parts = new ArrayList<>();
        for (Optional<Part> part = reader.next(); part.isPresent(); part = reader.next()) {
            parts.add(part.get().contentType() + "|" + text(part.get()));
        }
        return parts;
    }

    private static String text(Part part) throws IOException {
        return new String(part.body().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
