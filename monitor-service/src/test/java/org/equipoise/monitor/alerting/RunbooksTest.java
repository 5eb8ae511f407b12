package org.equipoise.monitor.alerting;

import java.nio.file.Path;

import org.equipoise.common.events.AlertChanged.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class RunbooksTest {

    @ParameterizedTest
    @EnumSource
    void everyKindOfAlertHasARunbookThatExists(Kind kind) {
        assertThat(Path.of("..", "docs", "runbooks", Runbooks.of(kind) + ".md")).exists();
    }
}
