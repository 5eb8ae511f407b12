package org.equipoise.common.messaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The compose file has the topics created by the class that knows them, before any service starts. */
class ComposeTopicsTest {

    private static final List<String> SERVICES = List.of(
            "ingest-service", "augment-service", "trainer-train", "trainer-more", "trainer-score", "monitor-service");

    @Test
    void theTopicsAreCreatedByTheClassThatKnowsThem() throws IOException {
        JsonNode entrypoint = compose().at("/services/topics/entrypoint");

        assertThat(entrypoint.get(entrypoint.size() - 1).asText()).isEqualTo(CreateTopics.class.getName());
    }

    @Test
    void noServiceStartsBeforeThem() throws IOException {
        assertThat(compose().at("/x-needs/topics/condition").asText()).isEqualTo("service_completed_successfully");
        for (String service : SERVICES) {
            // The mapper gives an alias (*needs) as its name.
            assertThat(compose().at("/services/" + service + "/depends_on").asText())
                    .as(service)
                    .isEqualTo("needs");
        }
    }

    @Test
    void eachImageIsBuiltOnce() throws IOException {
        List<String> built = compose().at("/services").findValues("build").stream()
                .map(build -> build.at("/args/SERVICE").asText())
                .toList();

        assertThat(built).doesNotHaveDuplicates().hasSize(4);
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper().readTree(Path.of("..", "docker-compose.yml").toFile());
    }
}
