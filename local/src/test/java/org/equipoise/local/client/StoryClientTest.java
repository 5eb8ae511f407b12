package org.equipoise.local.client;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.equipoise.common.storage.S3Settings;
import org.equipoise.local.testing.FakeService;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StoryClientTest {

    private static final String STEP = """
            {"at": "2026-11-23T08:00:0%dZ", "topic": "images.ingested", "dataset": %s, "image": %s, "what": "%s"}""";

    @Test
    void theSamePixelsInTwoDatasetsHaveTwoStories() {
        try (var monitor = new FakeService()) {
            monitor.says(
                    "/audit/story",
                    200,
                    "{\"steps\": ["
                            + String.join(
                                    ",",
                                    STEP.formatted(1, "\"lung\"", "\"5f\"", "first"),
                                    STEP.formatted(2, "\"breast\"", "\"5f\"", "second"),
                                    STEP.formatted(3, "\"lung\"", "\"5f\"", "third"),
                                    STEP.formatted(4, "\"lung\"", "null", "fourth"),
                                    STEP.formatted(5, "null", "\"5f\"", "fifth"))
                            + "]}");

            Map<String, List<StoryClient.Step>> stories =
                    new StoryClient(connection(monitor.address())).of("train/sick folder/1.png", "lung");

            assertThat(stories.keySet())
                    .containsExactly(
                            "image 5f in dataset lung",
                            "image 5f in dataset breast",
                            "what was refused in dataset lung",
                            "image 5f");
            assertThat(stories.get("image 5f in dataset lung"))
                    .extracting(StoryClient.Step::what)
                    .containsExactly("first", "third");
            assertThat(monitor.asked())
                    .containsExactly(
                            "GET /audit/story?image=train%2Fsick+folder%2F1.png&study=train%2Fsick+folder%2F1.png"
                                    + "&path=train%2Fsick_folder%2F1.png&dataset=lung ");
        }
    }

    @Test
    void aMonitorThatIsNotThereIsNamed() {
        var nobody = new StoryClient(connection(URI.create("http://127.0.0.1:9")));

        assertThatThrownBy(() -> nobody.of("abcd", null))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("monitor-service does not answer at http://127.0.0.1:9");
    }

    private static StackConnection connection(URI monitor) {
        return new StackConnection(
                "127.0.0.1:9", new S3Settings("http://127.0.0.1:9", "a", "b", "r"), Map.of("monitor-service", monitor));
    }
}
