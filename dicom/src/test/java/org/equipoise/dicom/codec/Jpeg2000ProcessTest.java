package org.equipoise.dicom.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.Jpeg2000Encoder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Jpeg2000ProcessTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void samplesComeBackExactlyFromOneProcess() throws Exception {
        try (Jpeg2000Process process = new Jpeg2000Process(LONG, 256)) {
            for (int[] kind : new int[][] {{1, 8}, {3, 8}, {1, 12}, {1, 16}}) {
                Drawing drawing = Drawing.of(61, 43, kind[0], kind[1], 1);
                Shape shape = Samples.shape(drawing, kind[1] > 8 ? 16 : 8);
                // The writer codes 16 bits where samples need more than 8.
                Samples.assertEqual(process.decode(Jpeg2000Encoder.codestream(drawing), shape), drawing);
                Samples.assertEqual(process.decode(Jpeg2000Encoder.jp2(drawing), shape), drawing);
            }
            assertThat(children()).hasSize(1);
        }
        Awaitility.await().untilAsserted(() -> assertThat(children()).isEmpty());
    }

    /** The codec alone decodes other samples if the parts of several tiles alternate. */
    @Test
    void tilePartsThatAlternateAreDecodedExactly() throws Exception {
        Drawing drawing = Drawing.of(150, 90, 3, 8, 1);
        try (Jpeg2000Process process = new Jpeg2000Process(LONG, 256)) {
            byte[] code = Jpeg2000Encoder.alternating(drawing, 64);
            Samples.assertEqual(process.decode(code, Samples.shape(drawing, 8)), drawing);
        }
    }

    @Test
    void aCutCodestreamIsRefusedBeforeAProcessIsStarted() throws Exception {
        Drawing drawing = Drawing.of(61, 43, 1, 8, 1);
        byte[] code = Jpeg2000Encoder.codestream(drawing);
        try (Jpeg2000Process process = new Jpeg2000Process(LONG, 256)) {
            for (int cut = 0; cut < code.length - 2; cut += 7) {
                byte[] part = Arrays.copyOf(code, cut);
                assertThat(Samples.refusal(() -> process.decode(part, Samples.shape(drawing, 8))))
                        .isIn(Reason.CODESTREAM_TRUNCATED, Reason.CODESTREAM_CORRUPT);
            }
            assertThat(Samples.refusal(() -> process.decode(code, new Shape(61, 42, 1, 8, 8))))
                    .isEqualTo(Reason.CODESTREAM_MISMATCH);
            assertThat(children()).isEmpty();
        }
    }

    @Test
    void aFrameThatTakesTooLongIsEndedAndTheNextIsDecoded() throws Exception {
        Drawing large = Drawing.of(1500, 1500, 1, 8, 1);
        byte[] code = Jpeg2000Encoder.codestream(large);
        try (Jpeg2000Process process = new Jpeg2000Process(Duration.ofMillis(50), 256)) {
            assertThat(Samples.refusal(() -> process.decode(code, Samples.shape(large, 8))))
                    .isEqualTo(Reason.CODEC_TIME);
            Awaitility.await().untilAsserted(() -> assertThat(children()).isEmpty());
        }
        Drawing small = Drawing.of(8, 8, 1, 8, 1);
        try (Jpeg2000Process process = new Jpeg2000Process(LONG, 256)) {
            Samples.assertEqual(process.decode(Jpeg2000Encoder.codestream(small), Samples.shape(small, 8)), small);
        }
    }

    @Test
    void aFrameThatTakesTooMuchMemoryIsRefusedAndTheNextIsDecoded() throws Exception {
        Drawing large = Drawing.of(1500, 1500, 1, 8, 1);
        Drawing small = Drawing.of(8, 8, 1, 8, 1);
        try (Jpeg2000Process process = new Jpeg2000Process(LONG, 10)) {
            assertThat(Samples.refusal(
                            () -> process.decode(Jpeg2000Encoder.codestream(large), Samples.shape(large, 8))))
                    .isEqualTo(Reason.CODEC_MEMORY);
            Samples.assertEqual(process.decode(Jpeg2000Encoder.codestream(small), Samples.shape(small, 8)), small);
        }
    }

    /** Whatever ends the parent: here it is killed and can clean up nothing. */
    @Test
    void theProcessEndsWithItsParent() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long child = Long.parseLong(Optional.ofNullable(in.readLine()).orElseThrow());
            assertThat(ProcessHandle.of(child)).isPresent();
            parent.destroyForcibly();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive))
                            .isEmpty());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Decodes a frame, tells the process of its child, and waits to be killed. */
    static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Drawing drawing = Drawing.of(8, 8, 1, 8, 1);
            Jpeg2000Process process = new Jpeg2000Process(LONG, 64);
            process.decode(Jpeg2000Encoder.codestream(drawing), Samples.shape(drawing, 8));
            System.out.println(children().get(0).pid());
            Thread.sleep(LONG.toMillis());
        }
    }

    private static List<ProcessHandle> children() throws IOException {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(Jpeg2000Child.class.getName()))
                .toList();
    }
}
