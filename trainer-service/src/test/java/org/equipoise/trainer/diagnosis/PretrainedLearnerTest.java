package org.equipoise.trainer.diagnosis;

import org.equipoise.trainer.labels.AuditWorld;
import org.equipoise.trainer.training.VersionFeatures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PretrainedLearnerTest {

    private static final VersionFeatures.Patience LASTING = new VersionFeatures.Patience(() -> false, sign -> {});
    private static final VersionFeatures.Patience ENDED = new VersionFeatures.Patience(() -> true, sign -> {});

    private final AuditWorld world = new AuditWorld(0);

    @Test
    void itsNumberNamesTheNetworkAndSpeaksForNoCause() {
        var said = PretrainedLearner.of(world.dataset(), "only", world.seen(), 2000, 1, LASTING);

        assertThat(said).hasValueSatisfying(evidence -> {
            assertThat(evidence.measure()).isEqualTo("pretrained-learner");
            assertThat(evidence.value()).isGreaterThan(0.9);
            assertThat(evidence.meaning()).contains("what the pretrained network eyes sees", "not ranked");
            assertThat(evidence.speaksFor()).isEmpty();
        });
    }

    @Test
    void withoutTimeItIsSaidOnlyOfWhatIsKept() {
        assertThat(PretrainedLearner.of(world.dataset(), "only", world.seen(), 2000, 1, ENDED))
                .isEmpty();
        PretrainedLearner.of(world.dataset(), "only", world.seen(), 2000, 1, LASTING);

        assertThat(PretrainedLearner.of(world.dataset(), "only", world.seen(), 100, 1, ENDED))
                .isPresent();
    }

    @Test
    void aNetworkThatIsNoLongerKeptSaysNothing() {
        assertThat(PretrainedLearner.of(world.dataset(), "gone", world.seen(), 2000, 1, LASTING))
                .isEmpty();
    }
}
