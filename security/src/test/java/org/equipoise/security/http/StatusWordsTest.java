package org.equipoise.security.http;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusWordsTest {

    @Test
    void everyStatusOfARefusalHasItsOwnWords() {
        Set<String> said = new HashSet<>();
        for (int status : new int[] {400, 401, 403, 404, 405, 406, 413, 414, 415, 431, 503, 418, 500}) {
            assertThat(said.add(StatusWords.of(status))).as("%d", status).isTrue();
        }
        assertThat(StatusWords.of(418)).contains("418");
    }

    @Test
    void anotherContentTypeIsToldWhichOneIsTaken() {
        assertThat(StatusWords.of(415)).endsWith("send Content-Type: application/json");
    }
}
