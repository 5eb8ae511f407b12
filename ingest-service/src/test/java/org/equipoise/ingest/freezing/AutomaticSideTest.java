package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.Split;
import org.equipoise.ingest.labelling.ImageTraits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AutomaticSideTest {

    private static final int MOST = 224;

    private static List<ImageTraits> images(int count, int width, int height, int channels) {
        List<ImageTraits> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new ImageTraits(width, height, channels, "OT", List.of(Split.TRAIN)));
        }
        return images;
    }

    private static ShapeChoice chosen(List<ImageTraits> images, int most) {
        return ShapeChoice.of(images, OptionalInt.empty(), Byte.SIZE, most);
    }

    /** However many there are: as they were frozen when 64 was the limit. */
    @ParameterizedTest
    @CsvSource({"28, 28", "64, 64", "64, 40", "8, 20"})
    void smallImagesStayAsTheyAre(int width, int height) {
        ShapeChoice choice = chosen(images(60_000, width, height, 3), MOST);

        assertThat(choice.shape()).isEqualTo(new InputShape(width, height, 3));
        assertThat(choice.sentence()).isEmpty();
    }

    @Test
    void largerImagesKeepWhatTheyHaveUpToTheLimit() {
        assertThat(chosen(images(100, 200, 150, 1), MOST))
                .isEqualTo(new ShapeChoice(new InputShape(200, 150, 1), Optional.empty()));
        ShapeChoice large = chosen(images(100, 1024, 512, 1), MOST);
        assertThat(large.shape()).isEqualTo(new InputShape(224, 112, 1));
        assertThat(large.sentence())
                .contains(
                        "The longer side of the packed images has 224 pixels, of 1024 that the most frequent size has:"
                                + " no more are taken unless a side is asked for.");
    }

    @Test
    void imagesOfWhichHalfAreSmallerAreNotMadeOfTheLargest() {
        List<ImageTraits> images = images(5, 300, 300, 1);
        for (int side = 101; side < 106; side++) {
            images.addAll(images(1, side, side, 1));
        }

        ShapeChoice choice = chosen(images, MOST);

        assertThat(choice.shape()).isEqualTo(new InputShape(105, 105, 1));
        assertThat(choice.sentence())
                .contains("The longer side of the packed images has 105 pixels, of 300 that the most frequent size has:"
                        + " half of the images have no more.");
    }

    /** As X-rays come: the smallest of a hundred sizes, of another aspect, stands for none but itself. */
    @Test
    void whereEveryImageHasAnotherSizeTheMedianDecides() {
        List<ImageTraits> images = images(1, 40, 90, 1);
        for (int side = 1000; side < 1100; side++) {
            images.addAll(images(1, side, side * 3 / 4, 1));
        }

        ShapeChoice choice = chosen(images, MOST);

        assertThat(choice.shape()).isEqualTo(new InputShape(224, 168, 1));
        assertThat(choice.sentence())
                .contains(
                        "No size is that of most images: of 101 sizes the most frequent is that of 1 of 101 images, so"
                                + " 1049 x 786 stands for them, by the medians of the longer side and of the aspect. The longer"
                                + " side of the packed images has 224 pixels, of 1049 that the median image has: no more are"
                                + " taken unless a side is asked for.");
    }

    @Test
    void smallImagesOfManySizesSayWhichOneIsTaken() {
        List<ImageTraits> images = images(2, 20, 30, 1);
        images.addAll(images(2, 30, 50, 1));
        images.addAll(images(1, 30, 40, 1));

        ShapeChoice choice = chosen(images, MOST);

        assertThat(choice.shape()).isEqualTo(new InputShape(27, 40, 1));
        assertThat(choice.sentence())
                .contains("No size is that of most images: of 3 sizes the most frequent is that of 2 of 5 images, so"
                        + " 27 x 40 stands for them, by the medians of the longer side and of the aspect.");
    }

    /** 128 MiB are 2674 grey images of 224 pixels, 5242 of 160, 10699 of 112. */
    @ParameterizedTest
    @CsvSource({"2674, 224", "2675, 160", "5242, 160", "5243, 112", "10699, 112", "10700, 64", "100000, 64"})
    void ofManyImagesTheVersionStaysSmall(int count, int side) {
        ShapeChoice choice = chosen(images(count, 500, 500, 1), MOST);

        assertThat(choice.shape()).isEqualTo(new InputShape(side, side, 1));
        if (side < MOST) {
            assertThat(choice.sentence())
                    .get()
                    .asString()
                    .contains("at 224 pixels the " + count + " images would take");
        }
    }

    /** Colours, and samples of 16 bits, take more. */
    @Test
    void whatCountsIsBytes() {
        assertThat(chosen(images(1800, 500, 500, 3), MOST).shape().width()).isEqualTo(112);
        assertThat(ShapeChoice.of(images(1800, 500, 500, 1), OptionalInt.empty(), Short.SIZE, MOST)
                        .shape()
                        .width())
                .isEqualTo(160);
    }

    @Test
    void theLimitIsASetting() {
        assertThat(chosen(images(10, 500, 500, 1), 32).shape()).isEqualTo(new InputShape(32, 32, 1));
        assertThat(chosen(images(10, 500, 500, 1), 512).shape()).isEqualTo(new InputShape(500, 500, 1));
    }

    @Test
    void whoAsksForASideGetsIt() {
        ShapeChoice choice = ShapeChoice.of(images(9000, 500, 400, 1), OptionalInt.of(512), Byte.SIZE, MOST);

        assertThat(choice).isEqualTo(new ShapeChoice(new InputShape(512, 512, 1), Optional.empty()));
    }
}
