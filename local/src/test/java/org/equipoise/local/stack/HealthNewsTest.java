package org.equipoise.local.stack;

import java.util.List;

import org.equipoise.local.client.ServiceHealth;
import org.equipoise.local.client.ServiceHealth.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthNewsTest {

    private static final ServiceHealth READY = new ServiceHealth(State.READY, List.of());
    private static final ServiceHealth DOWN = new ServiceHealth(State.DOWN, List.of("object store"));
    private static final ServiceHealth SILENT = new ServiceHealth(State.SILENT, List.of());

    private final HealthNews news = new HealthNews();

    private List<String> told(ServiceHealth... looks) {
        return List.of(looks).stream()
                .flatMap(health -> news.look("trainer-service", health).stream())
                .map(HealthNews.News::text)
                .toList();
    }

    @Test
    void aServiceThatIsDownForLongIsToldOnceWithTheCheckAndSoIsItsReturn() {
        assertThat(told(DOWN, DOWN)).isEmpty();
        assertThat(told(DOWN)).containsExactly("trainer-service is not ready; it is alive, but DOWN: object store");
        assertThat(told(DOWN, DOWN, DOWN, DOWN)).isEmpty();
        assertThat(told(READY, READY)).containsExactly("trainer-service is ready again");
    }

    @Test
    void aMomentIsNoNews() {
        assertThat(told(DOWN, DOWN, READY, SILENT, SILENT, READY)).isEmpty();
    }

    @Test
    void anotherReasonIsNews() {
        assertThat(told(DOWN, DOWN, DOWN, SILENT, SILENT, SILENT))
                .hasSize(2)
                .last()
                .asString()
                .contains("does not answer");
    }

    @Test
    void theEndOfAProcessBeginsAnew() {
        told(DOWN, DOWN);
        news.gone("trainer-service");

        assertThat(told(DOWN)).isEmpty();
    }
}
