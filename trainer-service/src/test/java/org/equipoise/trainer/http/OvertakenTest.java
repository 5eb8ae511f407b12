package org.equipoise.trainer.http;

import jakarta.ws.rs.core.Response;

import org.equipoise.security.http.Problem;
import org.equipoise.trainer.registry.OvertakenException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OvertakenTest {

    @Test
    void whoAsksWhileOthersDecideIsToldToAskAgain() {
        try (Response answer = new Overtaken().answer(new OvertakenException("try it again", new RuntimeException()))) {
            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getEntity()).isEqualTo(new Problem("try it again"));
        }
    }
}
