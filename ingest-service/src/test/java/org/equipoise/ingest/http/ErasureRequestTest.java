package org.equipoise.ingest.http;

import java.nio.charset.StandardCharsets;

import jakarta.ws.rs.WebApplicationException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ErasureRequestTest {

    @Test
    void aWordThatIsNotKnownErasesNobody() {
        assertThatThrownBy(() -> request("{\"patient\":\"X\",\"dryRun\":true}"))
                .isInstanceOf(WebApplicationException.class);
    }

    @Test
    void whatIsKnownIsRead() {
        assertThat(request("{\"patient\":\"X\",\"issuer\":\"Y\",\"withVersions\":true}"))
                .isEqualTo(new ErasureResource.ErasureRequest("X", "Y", true));
    }

    private static ErasureResource.ErasureRequest request(String json) {
        return ErasureResource.request(json.getBytes(StandardCharsets.UTF_8));
    }
}
