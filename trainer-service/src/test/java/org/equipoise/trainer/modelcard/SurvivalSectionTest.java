package org.equipoise.trainer.modelcard;

import java.util.Base64;
import java.util.List;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.trainer.registry.ModelCards;
import org.equipoise.trainer.registry.TrainedModels;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SurvivalSectionTest {

    private static final Pixels SMALL = new Pixels(8, 8, 1, new byte[64]);

    @Test
    void thePictureOfTheCopiesIsInThePageAndCanBeRead() {
        String picture = LabelSurvival.encoded(PairSheet.of(List.of(new PairSheet.Pair(SMALL, SMALL))));

        String page = page(found(picture, "a judge"));

        assertThat(page).contains("<h2>Augmentation</h2>", "labels may not survive the augmentation: a judge");
        String address = "src=\"data:image/png;base64,";
        int from = page.indexOf(address, page.indexOf("originals beside augmented copies")) + address.length();
        Pixels read = PngCodec.decode(Base64.getDecoder().decode(page.substring(from, page.indexOf('"', from))));
        assertThat(read.width()).isEqualTo(2 * 128 + 2);
    }

    @Test
    void withoutAPictureThereAreWordsAndWithoutAFindingNothing() {
        assertThat(page(found(null, "a judge")))
                .contains("<h2>Augmentation</h2>")
                .doesNotContain("originals beside augmented copies");
        assertThat(page(null)).doesNotContain("<h2>Augmentation</h2>");
    }

    @Test
    void whatAJudgeIsCalledIsNoMarkup() {
        assertThat(page(found(null, "<script>x</script>"))).doesNotContain("<script>x");
    }

    @Test
    void onlyBase64GetsIntoThePage() {
        assertThatIllegalArgumentException().isThrownBy(() -> found("\"><script>", "a judge"));
    }

    private static LabelSurvival found(@Nullable String picture, String judge) {
        return new LabelSurvival(judge, 100, 0.9, 0.6, 0.999, "malignant", 0.4, true, picture);
    }

    private static String page(@Nullable LabelSurvival survival) {
        return ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, "").withSurvival(survival));
    }
}
