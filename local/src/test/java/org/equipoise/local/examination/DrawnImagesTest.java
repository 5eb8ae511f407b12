package org.equipoise.local.examination;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DrawnImagesTest {

    private static final LabelSet LABELS = new LabelSet(List.of("a", "b"));

    private final List<SetImage> images = new ArrayList<>();

    @Test
    void theClassesAreInTurnSoThatEveryBeginningIsBalanced() throws IOException {
        images("a", null, 30);
        images("b", null, 5);

        List<LabelledPixels> drawn = drawn().images();

        assertThat(drawn).hasSize(35);
        assertThat(drawn.subList(0, 10).stream().map(LabelledPixels::label))
                .containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
    }

    @Test
    void imagesOfSixteenBitsAreLeftOutAndCounted() throws IOException {
        images("a", null, 3);
        images("b", null, 3);
        byte[] deep = PngCodec.encode(Pixels.ofShorts(8, 8, new short[64]));
        images.add(new SetImage("deep.png", "a", null, null, () -> deep));

        DrawnImages drawn = drawn();

        assertThat(drawn.images()).hasSize(6);
        assertThat(drawn.notes())
                .contains("1 image was left out: unsupported-format, found 16 bits a sample; models are examined with"
                        + " images of 8");
    }

    /** Of 1,000 images 200, every fifth. */
    @Test
    void ofManyImagesSomeAreDrawnFromTheWholeSet() throws IOException {
        images("a", null, 1000);
        images("b", null, 1000);

        DrawnImages drawn = drawn();

        assertThat(drawn.images()).hasSize(400);
        assertThat(drawn.images().get(2).pixels()).isEqualTo(pixels(5));
        assertThat(drawn.notes()).contains("400 images of s were drawn, of each class alike");
    }

    @Test
    void imagesThatWereNotTrainedOnAreTakenWhereThereAreEnough() throws IOException {
        images("a", Split.TRAIN, 50);
        images("b", Split.TRAIN, 50);
        images("a", Split.TEST, 20);
        images("b", Split.TEST, 20);

        assertThat(drawn().images()).hasSize(40);
        assertThat(drawn().notes()).contains("only images of the validation and test splits were taken");
    }

    @Test
    void whatIsNoImageIsLeftOutWithItsReason() throws IOException {
        images("a", null, 4);
        images("b", null, 4);
        images.add(image("b", null, "no image".getBytes(StandardCharsets.UTF_8)));
        images.add(new SetImage("unlabelled.png", null, null, null, () -> PngCodec.encode(pixels(1))));

        DrawnImages drawn = drawn();

        assertThat(drawn.images()).hasSize(8);
        assertThat(drawn.notes()).anyMatch(note -> note.startsWith("1 image was left out: "));
    }

    @Test
    void aClassThatTheModelDoesNotHaveIsNamed() {
        images("a", null, 4);
        images("c", null, 4);

        assertThatThrownBy(this::drawn)
                .isInstanceOf(SetException.class)
                .hasMessage("s has the class \"c\", which is not among the labels a,b");
    }

    private DrawnImages drawn() throws IOException {
        return DrawnImages.of(ImageSet.of("s", LABELS.classes(), images), LABELS);
    }

    private void images(String label, @Nullable Split split, int count) {
        for (int i = 0; i < count; i++) {
            images.add(image(label, split, PngCodec.encode(pixels(i))));
        }
    }

    private SetImage image(String label, @Nullable Split split, byte[] file) {
        return new SetImage(images.size() + ".png", label, split, null, () -> file);
    }

    private static Pixels pixels(int number) {
        byte[] samples = new byte[64];
        samples[0] = (byte) number;
        samples[1] = (byte) (number >> 8);
        return new Pixels(8, 8, 1, samples);
    }
}
