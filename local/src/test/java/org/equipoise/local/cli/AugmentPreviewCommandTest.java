package org.equipoise.local.cli;

import java.util.Map;

import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.local.options.UsageException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AugmentPreviewCommandTest {

    @Test
    void autoIsWhatTheTableSaysAndASettingReplacesIt() {
        AugmentationPolicy policy = AugmentPreviewCommand.policy(
                "auto", Map.of("rotationDegrees", "5", "epochs", "3", "noiseFraction", " 0.05"), "DX");

        assertThat(AugmentPreviewCommand.written(policy))
                .isEqualTo("rotationDegrees=5.0,zoomFraction=0.15,translationFraction=0.12,gainFraction=0.15,"
                        + "biasFraction=0.1,noiseFraction=0.05");
    }

    @Test
    void anotherRecipeDoesWhatIsAskedFor() {
        AugmentationPolicy policy = AugmentPreviewCommand.policy("custom", Map.of("horizontalFlip", "true"), "DX");

        assertThat(AugmentPreviewCommand.written(policy)).isEqualTo("horizontalFlip=true");
        assertThat(AugmentPreviewCommand.written(AugmentPreviewCommand.policy("naive", Map.of(), "DX")))
                .isEmpty();
    }

    @Test
    void whatATrainingWouldBeRefusedForIsSaidWithItsReason() {
        AugmentationPolicy policy =
                AugmentPreviewCommand.policy("naive", Map.of("horizontalFlip", "true", "rotationDegrees", "72"), "DX");

        assertThat(AugmentPreviewCommand.exceeded(policy, "DX"))
                .containsExactly(
                        "Modality DX does not bear horizontalFlip: the heart lies on the left and markers name the side: a"
                                + " mirrored radiograph is another anatomy. A training needs augmentationLimits=none for it",
                        "Modality DX does not bear rotationDegrees above 10.0: patients stand or lie within a few degrees"
                                + " of upright. A training needs augmentationLimits=none for it");
        assertThat(AugmentPreviewCommand.exceeded(policy, "SM")).isEmpty();
    }

    @Test
    void aValueThatIsNoNumberIsWrongUsage() {
        assertThatThrownBy(() -> AugmentPreviewCommand.policy("naive", Map.of("zoomFraction", "much"), "DX"))
                .isInstanceOf(UsageException.class)
                .hasMessage("zoomFraction must be a number, got \"much\"");
    }
}
