package org.equipoise.local.client;

import java.net.URI;
import java.net.http.HttpClient;

import org.equipoise.local.embedded.Ports;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServiceHealthTest {

    private final FakeService service = new FakeService();
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        service.close();
    }

    private ServiceHealth health() {
        return ServiceHealth.of(http, service.address());
    }

    @Test
    void aReadyServiceIsReady() {
        service.says("/q/health/ready", 200, "{\"status\": \"UP\", \"checks\": []}");

        assertThat(health().ready()).isTrue();
        assertThat(health().sentence()).isEqualTo("ready");
    }

    @Test
    void aServiceThatIsDownNamesTheChecksThatSaySo() {
        service.says("/q/health/ready", 503, """
                {"status": "DOWN", "checks": [
                  {"name": "object store", "status": "DOWN"},
                  {"name": "streams", "status": "UP"},
                  {"name": "champions", "status": "DOWN", "data": {"lung": "cannot be loaded"}}]}""");

        assertThat(health().ready()).isFalse();
        assertThat(health().said()).isEqualTo("is alive, but DOWN: object store, champions (lung cannot be loaded)");
    }

    @Test
    void whatIsNoHealthCheckIsDownWithoutAReason() {
        service.says("/q/health/ready", 500, "<html>");

        assertThat(health().sentence()).isEqualTo("alive, but DOWN");
    }

    @Test
    void nobodyThereIsSilence() {
        ServiceHealth health = ServiceHealth.of(http, URI.create("http://127.0.0.1:" + Ports.free()));

        assertThat(health.state()).isEqualTo(ServiceHealth.State.SILENT);
        assertThat(health.said()).isEqualTo("does not answer");
    }
}
