package org.equipoise.local.demo;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.equipoise.common.labels.Split;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlayedCauseTest {

    @Test
    void theFiveOfTheArticleHaveTheirNames() {
        assertThat(List.of(PlayedCause.values()))
                .extracting(PlayedCause::wireName)
                .containsExactly("imbalance", "augmentation", "capacity", "learning-rate", "labels");
        assertThat(PlayedCause.named("learning-rate")).isEqualTo(PlayedCause.LEARNING_RATE);
        assertThatThrownBy(() -> PlayedCause.named("magic"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("imbalance, augmentation, capacity, learning-rate, labels, got \"magic\"");
    }

    @Test
    void wrongLabelsAreInTheTrainingSplitAlone() {
        ImageSet sound = DemoData.phantoms(1, PlayedCause.LABELS.counts());

        ImageSet spoilt = PlayedCause.LABELS.spoilt(sound, 1);

        int wrong = 0;
        for (int i = 0; i < sound.images().size(); i++) {
            SetImage before = sound.images().get(i);
            SetImage after = spoilt.images().get(i);
            assertThat(after.path()).isEqualTo(before.path());
            if (!Objects.equals(before.label(), after.label())) {
                assertThat(before.split()).isEqualTo(Split.TRAIN);
                assertThat(before.label()).isEqualTo("malignant");
                assertThat(after.label()).isEqualTo("none");
                wrong++;
            }
        }
        assertThat(wrong).isBetween(60, 96);
        assertThat(PlayedCause.CAPACITY.spoilt(sound, 1)).isSameAs(sound);
    }

    @Test
    void aReportSaysWhatDidNotHold() {
        var whole = Samples.report(Samples.collapsed(), "promoted", null);
        var held = new CauseReport(
                "imbalance", whole.dataset(), whole.naive(), Samples.diagnosis(true), Map.of("total", 60.0));
        var not = new CauseReport(
                "labels", whole.dataset(), whole.naive(), Samples.diagnosis(false), Map.of("total", 60.0));
        var none = new CauseReport("labels", whole.dataset(), null, null, Map.of("total", 60.0));

        assertThat(held.broken(PlayedCause.IMBALANCE)).isEmpty();
        assertThat(not.broken(PlayedCause.LABELS))
                .hasSize(2)
                .first()
                .asString()
                .contains("class-imbalance, planted was");
        assertThat(none.broken(PlayedCause.LABELS)).containsExactly("the run was not diagnosed");
    }
}
