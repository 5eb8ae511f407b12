package org.equipoise.bench.larger;

import java.io.IOException;
import java.util.List;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LargePhantomsTest {

    @Test
    void allThatAreAskedForAreTrainedOnAndOthersAreJudgedOn() {
        ImageSet set = LargePhantoms.of(1000, 32);

        assertThat(of(set, Split.TRAIN)).hasSize(1000);
        assertThat(of(set, Split.VALIDATION)).hasSize(50);
        assertThat(of(set, Split.TEST)).hasSize(50);
        assertThat(set.images()).extracting(SetImage::path).doesNotHaveDuplicates();
        for (Split split : Split.values()) {
            assertThat(of(set, split)).extracting(SetImage::label).contains("none", "benign", "malignant");
        }
    }

    @Test
    void anImageIsAsLargeAsItIsAskedForInThreeChannelsThatDiffer() throws IOException {
        List<SetImage> images = LargePhantoms.of(3, 224).images();
        Pixels pixels = PngCodec.decode(images.get(0).read());

        assertThat(pixels.toString()).isEqualTo("224x224x3");
        assertThat(pixels.sample(100, 100, 1)).isEqualTo(pixels.sample(100, 100, 0) * 3 / 4);
        assertThat(PngCodec.decode(images.get(3).read())).isNotEqualTo(pixels);
    }

    private static List<SetImage> of(ImageSet set, Split split) {
        return set.images().stream().filter(image -> image.split() == split).toList();
    }
}
