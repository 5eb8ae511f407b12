package org.equipoise.monitor.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.monitor.watch.Fixtures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.equipoise.monitor.watch.Fixtures.START;

class NoticeTest {

    private static final AlertChanged PENDING = Fixtures.alert(State.PENDING, 380, null);
    private static final AlertChanged FIRING = Fixtures.alert(State.FIRING, 400, Cause.UNKNOWN);
    private static final AlertChanged EXPLAINED = Fixtures.alert(State.FIRING, 420, Cause.MODEL);
    private static final AlertChanged RESOLVED = Fixtures.alert(State.RESOLVED, 900, null);

    @Test
    void aSuspicionIsNotToldNorIsItsEnd() {
        assertThat(Notice.after(null, PENDING, START)).isEmpty();
        assertThat(Notice.after(null, RESOLVED, START)).isEmpty();
    }

    @Test
    void whatFiresIsToldOnceAndAgainWhenItIsExplainedAndWhenItIsOver() {
        Notice fired = after(null, FIRING);
        Notice told = fired.delivered(FIRING.changeId()).orElseThrow();
        Notice explained = after(told, EXPLAINED);
        Notice over = after(explained.delivered(EXPLAINED.changeId()).orElseThrow(), RESOLVED);

        assertThat(fired.due(START)).isTrue();
        assertThat(told.waiting()).isFalse();
        assertThat(explained.due(START)).isTrue();
        assertThat(over.due(START)).isTrue();
        assertThat(over.delivered(RESOLVED.changeId())).isEmpty();
    }

    @Test
    void ofWhatChangedMeanwhileOnlyTheLastIsTold() {
        Notice over = after(after(null, FIRING).failed(FIRING.changeId(), START), RESOLVED);

        assertThat(over.alert()).isEqualTo(RESOLVED);
        assertThat(over.due(START)).isTrue();
        assertThat(over.failed(FIRING.changeId(), START)).isEqualTo(over);
        assertThat(over.delivered(FIRING.changeId()).orElseThrow().waiting()).isTrue();
    }

    @Test
    void pausesDoubleUpToFiveMinutes() {
        Notice notice = after(null, FIRING);
        List<Long> pauses = new ArrayList<>();
        for (int attempt = 0; attempt < 40; attempt++) {
            notice = notice.failed(FIRING.changeId(), START);
            pauses.add(Duration.between(START, notice.next()).toSeconds());
        }

        assertThat(pauses)
                .startsWith(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L)
                .endsWith(300L);
        assertThat(notice.due(notice.next().minusMillis(1))).isFalse();
        assertThat(notice.due(notice.next())).isTrue();
    }

    @Test
    void theEndOfAnAlertIsTriedForADayAndAnAlertThatFiresForEver() {
        Instant later = START.plus(Notice.GIVE_UP);

        assertThat(after(after(null, FIRING), RESOLVED).hopeless(later.minusMillis(1)))
                .isFalse();
        assertThat(after(after(null, FIRING), RESOLVED).hopeless(later)).isTrue();
        assertThat(after(null, FIRING).hopeless(later)).isFalse();
    }

    @Test
    void whatBeganAndEndedInSilenceIsNotToldButTheEndOfWhatWasToldIs() {
        Notice unheard = after(after(null, FIRING), RESOLVED);
        Notice heard = after(after(null, FIRING).delivered(FIRING.changeId()).orElseThrow(), RESOLVED);

        assertThat(unheard.needless(true)).isTrue();
        assertThat(unheard.needless(false)).isFalse();
        assertThat(heard.needless(true)).isFalse();
    }

    @Test
    void aSuspicionThatFollowsDoesNotForgetWhatIsStillToBeTold() {
        Notice over = after(after(null, FIRING), RESOLVED);

        assertThat(Notice.after(over, PENDING, START)).isEqualTo(Optional.of(over));
    }

    private static Notice after(@Nullable Notice known, AlertChanged change) {
        return Notice.after(known, change, START).orElseThrow();
    }
}
