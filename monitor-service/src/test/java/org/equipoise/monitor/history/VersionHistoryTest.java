package org.equipoise.monitor.history;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.history.VersionHistory.Sample;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VersionHistoryTest {

    private long millis;
    private final VersionHistory history = new VersionHistory(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    });

    @Test
    void theWholeTimeStaysInViewHoweverLongItIs() {
        WatchedVersion version = version("v1");
        int seconds = 10 * VersionHistory.SAMPLES;
        for (int n = 0; n < seconds; n++) {
            version.add(StudyAnswers.single(3, n % 2), Fixtures.outputs(.7, false), n, Instant.EPOCH);
            history.changed(version);
            history.changed(version);
            millis += VersionHistory.EVERY_MILLIS;
        }

        assertThat(history.of("nodules", "v1"))
                .hasSizeBetween(VersionHistory.SAMPLES / 2, VersionHistory.SAMPLES)
                .extracting(Sample::atMillis)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(0L)
                .last()
                .satisfies(last -> assertThat(last).isGreaterThan(millis - 20 * VersionHistory.EVERY_MILLIS));
        assertThat(history.of("nodules", "v1").get(0).shares()).hasSize(3);
        assertThat(history.of("nodules", "v1").get(0).evidence()).isNotNull();
    }

    @Test
    void versionsThatChangedLastAreKept() {
        for (int n = 0; n <= VersionHistory.VERSIONS; n++) {
            history.changed(version("v" + n));
        }

        assertThat(history.of("nodules", "v0")).isEmpty();
        assertThat(history.of("nodules", "v1")).hasSize(1);
        assertThat(history.of("nodules", "v" + VersionHistory.VERSIONS)).hasSize(1);
    }

    private static WatchedVersion version(String name) {
        var version = new WatchedVersion("nodules", name, Fixtures.LABELS, Fixtures.POLICY, 0);
        version.promote(Fixtures.champion(name), Instant.EPOCH);
        return version;
    }
}
