package org.equipoise.common.augmentation;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AugmentationLimitsTest {

    private static final String HEADER = "modalities,setting,limit,auto,reason\n";

    private final AugmentationLimits limits = AugmentationLimits.standard();

    /** Keras' RandomFlip("horizontal_and_vertical") and RandomRotation(0.2), a fifth of a turn. */
    @ParameterizedTest
    @ValueSource(strings = {"CR", "DX", "RG", "dx"})
    void theArticlesAugmentationExceedsWhatAChestRadiographBears(String modality) {
        var article = new AugmentationPolicy(true, true, 72, 0, 0);

        assertThat(limits.exceeded(article, modality))
                .extracting(AugmentationLimits.Limit::transform)
                .containsExactly(Transform.HORIZONTAL_FLIP, Transform.VERTICAL_FLIP, Transform.ROTATION);
    }

    @ParameterizedTest
    @CsvSource({
        "DX, false, false, 10",
        "MG, true, false, 15",
        "US, true, false, 20",
        "CT, false, false, 15",
        "PT, false, false, 15",
        "NM, false, false, 15",
        "IO, false, false, 15",
        "PX, false, false, 10",
        "MR, false, false, 20",
        "OPT, true, false, 20",
        "SM, true, true, 180",
        "GM, true, true, 180",
        "OP, true, true, 180",
        "XC, true, true, 180",
        "DMS, true, true, 180",
        "OT, true, true, 180",
        "ZZ, true, true, 180"
    })
    void eachModalityHasItsFlipsAndItsRotation(String modality, boolean horizontal, boolean vertical, double degrees) {
        assertThat(limits.of(modality, Transform.HORIZONTAL_FLIP).most()).isEqualTo(horizontal ? 1 : 0);
        assertThat(limits.of(modality, Transform.VERTICAL_FLIP).most()).isEqualTo(vertical ? 1 : 0);
        assertThat(limits.of(modality, Transform.ROTATION).most()).isEqualTo(degrees);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CT", "PT", "NM"})
    void measuredIntensitiesAreNotChanged(String modality) {
        assertThat(List.of(Transform.GAMMA, Transform.GAIN, Transform.BIAS))
                .allSatisfy(transform ->
                        assertThat(limits.of(modality, transform).most()).isZero());
    }

    /** What nobody thought of falls to the limits of a picture about which nothing is known. */
    @ParameterizedTest
    @ValueSource(strings = {"CR", "DX", "IO", "PX", "MG", "CT", "MR", "PT", "NM", "US", "OPT"})
    void radiologyHasOwnLimitsOfWhateverMovesBlursOrCovers(String modality) {
        assertThat(List.of(
                        Transform.ROTATION,
                        Transform.ZOOM,
                        Transform.SHEAR,
                        Transform.ELASTIC,
                        Transform.BLUR,
                        Transform.CUTOUT))
                .allSatisfy(transform ->
                        assertThat(limits.of(modality, transform).most()).isLessThan(transform.most()));
    }

    @Test
    void ofUnknownContentNothingIsRefused() {
        AugmentationPolicy everything = AugmentationPolicy.of(
                Arrays.stream(Transform.values()).collect(Collectors.toMap(t -> t, Transform::most)));

        assertThat(limits.exceeded(everything, "OT")).isEmpty();
        assertThat(limits.exceeded(everything, "DX")).hasSize(Transform.values().length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CR", "DX", "RG", "RF", "XA", "IO", "PX", "MG", "US", "CT", "PT", "NM", "MR", "OPT", "SM", "GM", "OP",
                "ES", "XC", "DMS", "OT", "ZZ"
            })
    void theAutomaticRecipeKeepsWithinItsLimits(String modality) {
        assertThat(limits.exceeded(limits.automatic(modality), modality)).isEmpty();
        assertThat(limits.automatic(modality).rotationDegrees()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "OT, true, false, 12, 0, 0",
        "DX, false, false, 10, 0.15, 0.1",
        "US, false, false, 12, 0.15, 0.1",
        "CT, false, false, 12, 0, 0",
        "SM, true, true, 180, 0.15, 0.1",
        "XC, false, false, 12, 0.15, 0.1"
    })
    void theAutomaticRecipeIsMild(
            String modality, boolean horizontal, boolean vertical, double degrees, double gain, double bias) {
        assertThat(limits.automatic(modality))
                .isEqualTo(new AugmentationPolicy(horizontal, vertical, degrees, 0.15, 0.12, gain, bias));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DX,swirl,1,0,because|line 2: \"swirl\" is no transform",
                "DX,rotationDegrees,181,0,because|line 2: the limit of rotationDegrees must be in [0, 180.0], got 181.0",
                "DX,rotationDegrees,NaN,0,because|line 2: the limit of rotationDegrees must be in [0, 180.0], got NaN",
                "DX,rotationDegrees,10,12,because|line 2: rotationDegrees of auto must be in [0, 10.0], its limit",
                "DX,verticalFlip,1,0,because|line 2: verticalFlip must be true or false, got \"1\"",
                "DX,zoomFraction,much,0,because|line 2: ",
                "DX,zoomFraction,0.1,0,|line 2: the limit of zoomFraction has no reason",
                "DX,zoomFraction,0.1,0,because|no line of * for horizontalFlip"
            })
    void aTableThatCannotBeMeantIsRefusedWithItsLine(String line, String problem) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationLimits.parse(HEADER + line + "\n"))
                .withMessageContaining(problem);
    }

    @Test
    void twoLinesOfTheSameModalityAndSettingAreRefused() {
        String line = "DX MG,zoomFraction,0.1,0,because\nMG,zoomFraction,0.2,0,because\n";

        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationLimits.parse(HEADER + line))
                .withMessageContaining("line 3: a line before has zoomFraction of MG, too");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AugmentationLimits.parse("modality,limit\nDX,1\n"))
                .withMessageContaining("must have the columns");
    }
}
