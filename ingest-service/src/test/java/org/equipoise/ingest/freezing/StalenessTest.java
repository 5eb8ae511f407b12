package org.equipoise.ingest.freezing;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StalenessTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign"));
    private static final Vocabulary PLAIN = new Vocabulary(LABELS);
    private static final Vocabulary NORMAL_IS_NONE = new Vocabulary(LABELS, Map.of("NORMAL", "none"));
    private static final Vocabulary NORMAL_IS_BENIGN = new Vocabulary(LABELS, Map.of("NORMAL", "benign"));

    /** Whatever its check failed of: it belongs to no version, and blocks none. */
    @Test
    void aQuarantinedImageIsWaitedForOnlyWhereThereAreOtherNamesForClasses() {
        LabelChecked knownByNow = quarantined(Map.of("source:s1", "none"));
        LabelChecked anotherName = quarantined(Map.of("source:s1", "NORMAL"));

        assertThat(Staleness.of(knownByNow, PLAIN)).isFalse();
        assertThat(Staleness.of(knownByNow, NORMAL_IS_NONE)).isTrue();
        assertThat(Staleness.of(anotherName, PLAIN)).isFalse();
        assertThat(Staleness.of(anotherName, NORMAL_IS_NONE)).isTrue();
        assertThat(Staleness.of(quarantined(Map.of("a", "other")), NORMAL_IS_NONE))
                .isFalse();
    }

    @Test
    void aSettledImageIsStaleOnceWhoSettledItSaysAnotherClass() {
        LabelChecked settled = accepted(
                Map.of("dr-who", "NORMAL", "source:s1", "benign"),
                new Settlement(List.of("dr-who"), Role.ADJUDICATOR, null, List.of("source:s1"), NOW),
                null);

        assertThat(Staleness.of(settled, NORMAL_IS_NONE)).isFalse();
        assertThat(Staleness.of(settled, NORMAL_IS_BENIGN)).isTrue();
        assertThat(Staleness.of(settled, PLAIN)).isTrue();
    }

    @Test
    void ofAnImageThatIsStillToBeReadTheLabelsOfAllOthersCount() {
        LabelChecked asked =
                accepted(Map.of("anna", "benign", "source:s1", "NORMAL"), null, new Readings(2, NOW, List.of("anna")));

        assertThat(Staleness.of(asked, NORMAL_IS_NONE)).isFalse();
        assertThat(Staleness.of(asked, NORMAL_IS_BENIGN)).isTrue();
    }

    @Test
    void readersWhoDisagreeAreWaitedForOnceTheirLabelsMeanTheSame() {
        Map<String, String> votes = Map.of("anna", "none", "ben", "NORMAL", "source:s1", "benign");
        LabelChecked disagreement = new LabelChecked(
                "chest",
                "ab".repeat(32),
                Standing.QUARANTINED,
                List.of(QuarantineReason.CONFLICTING_LABELS),
                null,
                null,
                Split.TRAIN,
                null,
                votes,
                1,
                NOW,
                null,
                new Readings(2, NOW, List.of("anna", "ben")));

        assertThat(Staleness.of(disagreement, NORMAL_IS_NONE)).isTrue();
        assertThat(Staleness.of(disagreement, NORMAL_IS_BENIGN)).isFalse();
    }

    private static LabelChecked quarantined(Map<String, String> votes) {
        return new LabelChecked(
                "chest",
                "ab".repeat(32),
                Standing.QUARANTINED,
                List.of(QuarantineReason.UNKNOWN_LABEL),
                null,
                null,
                Split.TRAIN,
                null,
                votes,
                1,
                NOW);
    }

    private static LabelChecked accepted(
            Map<String, String> votes, @Nullable Settlement settlement, @Nullable Readings readings) {
        return new LabelChecked(
                "chest",
                "ab".repeat(32),
                Standing.ACCEPTED,
                List.of(),
                "none",
                0,
                Split.TRAIN,
                null,
                votes,
                1,
                NOW,
                settlement,
                readings);
    }
}
