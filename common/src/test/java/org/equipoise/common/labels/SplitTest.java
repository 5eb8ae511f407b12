package org.equipoise.common.labels;

import java.util.List;

import org.equipoise.common.messaging.EventCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SplitTest {

    @ParameterizedTest
    @CsvSource({
        "train, TRAIN",
        "Training, TRAIN",
        "' val ', VALIDATION",
        "VALID, VALIDATION",
        "validation, VALIDATION",
        "dev, VALIDATION",
        "test, TEST",
        "Testing, TEST",
        "HOLDOUT, TEST",
        "hold-out, TEST",
        "hold_out, TEST"
    })
    void commonNamesAreRead(String name, Split expected) {
        assertThat(Split.parse(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void theWireNameIsReadBackAndIsTheOneInJson(Split split) {
        assertThat(Split.parse(split.wireName())).isEqualTo(split);
        assertThat(EventCodec.write(List.of(split))).asString().isEqualTo("[\"" + split.wireName() + "\"]");
    }

    @Test
    void anUnknownNameIsQuoted() {
        assertThatThrownBy(() -> Split.parse("fold_1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"fold_1\"");
    }
}
