package org.equipoise.common.messaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The compose file creates the topics that the code asks for. */
class ComposeTopicsTest {

    @Test
    void everyTopicIsCreatedWithItsPolicy() throws IOException {
        JsonNode environment = new YAMLMapper()
                .readTree(Path.of("..", "docker-compose.yml").toFile())
                .at("/services/topics/environment");
        List<String> plain = words(environment.path("PLAIN"));
        List<String> compacted = words(environment.path("COMPACTED"));

        assertThat(compacted).containsExactlyInAnyOrderElementsOf(Topics.compacted());
        assertThat(Stream.concat(plain.stream(), compacted.stream())).containsExactlyInAnyOrderElementsOf(Topics.all());
    }

    private static List<String> words(JsonNode text) {
        return List.of(text.asText().strip().split("\\s+"));
    }
}
