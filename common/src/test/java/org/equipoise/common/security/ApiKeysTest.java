package org.equipoise.common.security;

import java.util.List;

import org.equipoise.common.security.ApiKeys.Refusal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ApiKeysTest {

    private final ApiKeys keys = ApiKeys.of(
            List.of("grafana:viewer:" + ApiKeys.sha256("look"), "night-shift:operator:" + ApiKeys.sha256("act")),
            "0.0.0.0",
            false);

    @Test
    void aViewerReadsAndAnOperatorChanges() {
        assertThat(keys.refusal("look", null, "GET")).isEmpty();
        assertThat(keys.refusal("act", null, "GET")).isEmpty();
        assertThat(keys.refusal("act", null, "POST")).isEmpty();
        assertThat(keys.refusal(null, "Bearer act", "DELETE")).isEmpty();
        assertThat(keys.refusal("look", null, "POST")).contains(new Refusal(403, "the API key grafana may only read"));
    }

    @Test
    void withoutAKeyThatIsKnownNothingIsSaid() {
        assertThat(keys.refusal(null, null, "GET"))
                .contains(new Refusal(401, "an API key is needed: header X-API-Key"));
        assertThat(keys.refusal(null, "Basic act", "GET")).map(Refusal::status).contains(401);
        assertThat(keys.refusal("guess", null, "GET")).contains(new Refusal(401, "this API key is not known"));
        assertThat(keys.refusal(ApiKeys.sha256("act"), null, "GET"))
                .map(Refusal::status)
                .contains(401);
    }

    @Test
    void withoutKeysAServiceIsOpenOnLoopbackAlone() {
        assertThat(ApiKeys.of(List.of(), "127.0.0.1", false).refusal(null, null, "POST"))
                .isEmpty();
        assertThat(ApiKeys.of(List.of(), "localhost", false).refusal(null, null, "POST"))
                .isEmpty();
        assertThat(ApiKeys.of(List.of(), "0.0.0.0", true).refusal(null, null, "POST"))
                .isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> ApiKeys.of(List.of(), "0.0.0.0", false))
                .withMessageContaining("listens on 0.0.0.0")
                .withMessageContaining("equipoise.api-keys");
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutItsHash() {
        String hash = ApiKeys.sha256("act");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeys.of(List.of("night-shift:admin:" + hash), "127.0.0.1", false))
                .withMessageContaining("\"night-shift\" must be")
                .matches(e -> !String.valueOf(e.getMessage()).contains(hash));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApiKeys.of(List.of("act"), "127.0.0.1", false))
                .withMessageContaining("\"entry 1\" must be");
    }
}
