package org.equipoise.monitor.console;

import java.time.Instant;
import java.util.List;

import org.equipoise.monitor.console.ShareHistory.Point;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersion;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShareHistoryTest {

    private final ShareHistory history = new ShareHistory();
    private final WatchedVersion version =
            new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, Fixtures.START.toEpochMilli());

    @Test
    void aLookAtAVersionThatWasAskedNothingSinceKeepsNothing() {
        look(0);
        look(1);

        assertThat(history.of("nodules/v1")).hasSize(1);
    }

    @Test
    void theWholeTimeStaysInViewHoweverOftenItIsLookedAt() {
        int looks = 10 * ShareHistory.MOST_POINTS;
        for (int n = 0; n < looks; n++) {
            version.count(Fixtures.prediction("v1", "s" + n, "i" + n, 1, 0));
            look(n);
        }

        List<Point> points = history.of("nodules/v1");

        assertThat(points).hasSizeBetween(ShareHistory.MOST_POINTS / 2, ShareHistory.MOST_POINTS);
        assertThat(points.get(0).predictions()).isEqualTo(1);
        assertThat(points.get(points.size() - 1).predictions()).isEqualTo(looks);
        assertThat(points).extracting(Point::at).isSorted();
    }

    private void look(int second) {
        history.look(version, Instant.EPOCH.plusSeconds(second));
    }
}
