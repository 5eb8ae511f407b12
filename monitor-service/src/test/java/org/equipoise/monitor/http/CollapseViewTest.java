package org.equipoise.monitor.http;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A number is finite and not negative, or it is absent. */
class CollapseViewTest {

    /** Predictions over two hours, of which so many studies are complete; in any order. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 400})
    void everyNumberIsOne(int studies) {
        WatchedVersion version = version();
        version.count(Fixtures.at(Fixtures.START.plus(Duration.ofHours(2)), Fixtures.prediction("v1", "s", "b", 3, 0)));
        version.count(Fixtures.prediction("v1", "s", "a", 3, 0));
        for (int n = 0; n < studies; n++) {
            version.add(StudyAnswers.single(3, 0), Fixtures.outputs(.7, false), n, Instant.EPOCH);
        }

        CollapseView view = CollapseView.of(version, Fixtures.POLICY, version.condition());

        assertThat(version.firstPredictedAt()).isEqualTo(Fixtures.START);
        numbers(EventCodec.mapper().valueToTree(view));
        assertThat(view.studiesPerDay() == null).isEqualTo(studies < 2);
        assertThat(view.studiesTested()).isEqualTo(studies);
    }

    @Test
    void ofAVersionThatAnsweredNothingNothingIsSaid() {
        numbers(EventCodec.mapper()
                .valueToTree(
                        CollapseView.of(version(), Fixtures.POLICY, version().condition())));
    }

    private static void numbers(JsonNode json) {
        if (json.isNumber()) {
            assertThat(json.doubleValue()).isFinite().isNotNegative();
        }
        // NaN and the infinities are texts in JSON.
        assertThat(json.isTextual() && json.textValue().matches("NaN|-?Infinity"))
                .isFalse();
        json.forEach(CollapseViewTest::numbers);
    }

    private static WatchedVersion version() {
        var version = new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, 0);
        version.promote(Fixtures.champion("v1"), Instant.EPOCH);
        return version;
    }
}
