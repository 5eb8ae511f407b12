package org.equipoise.monitor.alerting;

import java.util.Optional;

import org.equipoise.common.events.AlertChanged.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AlertLimitsTest {

    /** With firing at 1e6: pending from 1e3, dropped only when its reason has gone. */
    @ParameterizedTest
    @CsvSource({
        ",        999,  false, ",
        ",        1000, false, PENDING",
        ",        1e6,  false, FIRING",
        "PENDING, 40,   false, ",
        "PENDING, 31,   true,  RESOLVED",
        "PENDING, 1e6,  false, FIRING",
        "FIRING,  1e9,  false, ",
        "FIRING,  0,    false, ",
        "FIRING,  1e9,  true,  RESOLVED"
    })
    void everyTransition(@Nullable State current, double odds, boolean over, @Nullable State next) {
        var limits = new AlertLimits(1e6, 1e4);

        assertThat(limits.next(current, odds, over)).isEqualTo(Optional.ofNullable(next));
    }
}
