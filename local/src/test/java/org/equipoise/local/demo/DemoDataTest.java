package org.equipoise.local.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.LungPhantom;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DemoDataTest {

    @Test
    void newPhantomsWereNeverTrainedOn() throws IOException {
        DemoData data = DemoData.phantoms(1);
        Set<String> trained = new HashSet<>();
        for (SetImage image : data.training().images()) {
            trained.add(id(image));
        }

        for (SetImage image : data.healthy(0, 100)) {
            assertThat(trained).doesNotContain(id(image));
        }
    }

    @Test
    void everyNewStudyHasAPathOfItsOwnAndNoLabel() {
        List<SetImage> images = new ArrayList<>(DemoData.phantoms(1).healthy(0, 50));
        images.addAll(DemoData.phantoms(1).healthy(50, 50));

        assertThat(images.stream().map(SetImage::path).distinct()).hasSize(100);
        assertThat(images).allSatisfy(image -> assertThat(image.label()).isNull());
    }

    @Test
    void brokenImagesAreTheNewOnesUnderTheHaze() throws IOException {
        DemoData data = DemoData.phantoms(1);

        var healthy = PngCodec.decode(data.healthy(5, 1).get(0).read());
        var broken = PngCodec.decode(data.broken(5, 1).get(0).read());

        assertThat(broken).isEqualTo(AcquisitionFault.apply(healthy));
    }

    @Test
    void theNewStudiesOfASetAreItsTestImages() throws IOException {
        ImageSet set = set(Split.TRAIN, Split.TEST, Split.TEST);
        Set<String> test = Set.of(id(set.images().get(1)), id(set.images().get(2)));

        for (SetImage image : DemoData.of(set, 1).healthy(0, 20)) {
            assertThat(test).contains(id(image));
        }
    }

    @Test
    void newStudiesComeAtThePrevalenceOfTheSetThatIsTrainedOn() throws IOException {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            images.add(image(i, i < 10 ? "a" : "b", i % 2 == 0 ? Split.TRAIN : Split.TEST));
        }
        ImageSet all = ImageSet.of("set", List.of("a", "b"), images);
        DemoData whole = DemoData.of(all, 1);
        DemoData cut = whole.keeping(set -> ImageSet.of(
                "cut",
                set.classes(),
                images.stream()
                        .filter(i -> !"b".equals(i.label()) || i.split() == Split.TEST)
                        .toList()));

        assertThat(shareOf("a", whole, images)).isBetween(0.08, 0.12);
        assertThat(shareOf("a", cut, images)).isBetween(0.16, 0.20);
    }

    @Test
    void aSetWithoutLabelsIsPlayedAsItIs() throws IOException {
        List<SetImage> images = List.of(image(0, null, Split.TEST), image(1, null, Split.TEST));

        List<SetImage> feed =
                DemoData.of(ImageSet.of("set", List.of("a", "b"), images), 1).healthy(0, 3);

        assertThat(feed.get(2).read())
                .isEqualTo(feed.get(0).read())
                .isNotEqualTo(feed.get(1).read());
    }

    private static double shareOf(String label, DemoData data, List<SetImage> images) throws IOException {
        Set<String> labelled = new HashSet<>();
        for (SetImage image : images) {
            if (label.equals(image.label())) {
                labelled.add(id(image));
            }
        }
        int of = 0;
        for (SetImage image : data.healthy(0, 2000)) {
            of += labelled.contains(id(image)) ? 1 : 0;
        }
        return of / 2000.0;
    }

    private static SetImage image(int seed, @Nullable String label, Split split) {
        return new SetImage(
                seed + ".png", label, split, null, () -> PngCodec.encode(LungPhantom.draw(Finding.NONE, seed)));
    }

    @Test
    void aSetOfOneClassIsRefused() {
        ImageSet set = ImageSet.of("mine", List.of("only"), set(Split.TEST).images());

        assertThatThrownBy(() -> DemoData.of(set, 1))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("mine")
                .hasMessageContaining("1 image of one class, \"only\"");
    }

    private static ImageSet set(Split... splits) {
        List<SetImage> images = new ArrayList<>();
        for (Split split : splits) {
            images.add(image(images.size(), "a", split));
        }
        return ImageSet.of("set", List.of("a", "b"), images);
    }

    private static String id(SetImage image) throws IOException {
        return ImageId.of(PngCodec.decode(image.read()));
    }
}
