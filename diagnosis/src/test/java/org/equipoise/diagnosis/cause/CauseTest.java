package org.equipoise.diagnosis.cause;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class CauseTest {

    @ParameterizedTest
    @EnumSource(Cause.class)
    void aCauseIsFoundByItsName(Cause cause) {
        assertThat(Cause.named(cause.wireName())).contains(cause);
        assertThat(cause.sentence()).endsWith(".");
    }

    @Test
    void aNameThatNoCauseHasIsNoCause() {
        assertThat(Cause.named("bad-luck")).isEmpty();
    }

    /** What it is, what it looks like, what tells it from its neighbours, what helps. */
    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyCauseIsDefinedInTheDocument(Cause cause) throws IOException {
        String document = Files.readString(Path.of("../docs/causes.md"));

        assertThat(document).contains("| `" + cause.wireName() + "` |");
    }
}
