package org.equipoise.bench.quality;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ArmTest {

    private static final Study HARD = Study.of("pneumonia-keep-35");

    @Test
    void withWeightsEveryArmIsTrainedAndWithoutThemAutoAlone() {
        assertThat(Arm.chosen("", true)).containsExactly(Arm.AUTO, Arm.WITH, Arm.ALONE);
        assertThat(Arm.chosen("", false)).containsExactly(Arm.AUTO);
        assertThat(Arm.chosen("alone,auto", true)).containsExactly(Arm.AUTO, Arm.ALONE);
    }

    @Test
    void whatCannotBeTrainedIsRefusedBeforeAnythingIsStarted() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arm.chosen("with", false))
                .withMessageContaining("backbone=FILE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arm.chosen("auto,none", true))
                .withMessage("there is no variant \"none\", only [auto, with, alone]");
    }

    @Test
    void autoIsToldItsMinutesAndTheOthersAreNot() {
        assertThat(Arm.AUTO.variants(HARD, Map.of()))
                .containsExactly(
                        new Variant("auto", "auto", Map.of("minutes", "5")), new Variant("naive", "naive", Map.of()));
        assertThat(Arm.WITH.variants(HARD, Map.of()))
                .containsExactly(new Variant("auto with backbone", "auto", Map.of("minutes", "5")));
        assertThat(Arm.ALONE.variants(HARD, Map.of()))
                .containsExactly(new Variant("backbone alone", "auto", Map.of("network", "backbone")));
    }

    @Test
    void aReplacedSettingTakesThePlaceOfAnArmsOwn() {
        assertThat(Arm.WITH.variants(HARD, Map.of("minutes", "0")).get(0).settings())
                .containsExactly(Map.entry("minutes", "0"));
    }

    @Test
    void everyVariantOfAStudyIsAModelOfItsOwn() {
        List<String> models = Arm.names(HARD).stream().map(Variant::plain).toList();

        assertThat(models).containsExactly("auto", "naive", "auto-with-backbone", "backbone-alone");
    }
}
