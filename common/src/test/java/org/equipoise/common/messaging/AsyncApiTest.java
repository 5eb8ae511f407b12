package org.equipoise.common.messaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.equipoise.common.events.EventExamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code docs/asyncapi.yaml} says what the code says, so that it can be believed. */
class AsyncApiTest {

    private static final JsonNode DOCUMENT = load();
    private static final String DEAD_LETTERS = "deadLetters";

    @Test
    void theChannelsAreTheTopics() {
        assertThat(channels()).extracting(AsyncApiTest::topic).containsExactlyInAnyOrderElementsOf(Topics.all());
        assertThat(texts(DOCUMENT.at("/channels/deadLetters/parameters/topic/enum")))
                .containsExactlyInAnyOrderElementsOf(Topics.all());
    }

    @Test
    void theMessagesAreTheEvents() {
        assertThat(channels())
                .extracting(AsyncApiTest::message)
                .containsExactlyInAnyOrderElementsOf(EventExamples.all().stream()
                        .map(event -> event.getClass().getSimpleName())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("channels")
    void aChannelSaysWhoWritesWhoReadsAndWhatIsKept(JsonNode channel) {
        String policy = Topics.compacted().contains(topic(channel)) ? "compact" : "delete";

        assertThat(channel.path("x-producers")).isNotEmpty();
        assertThat(channel.path("x-consumers")).isNotEmpty();
        assertThat(texts(channel.at("/bindings/kafka/topicConfiguration/cleanup.policy")))
                .containsExactly(policy);
        assertThat(definition(channel).at("/bindings/kafka/key/description").asText())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("channels")
    void everyExampleIsAValidEvent(JsonNode channel) throws Exception {
        JsonNode examples = definition(channel).path("examples");

        assertThat(examples).isNotEmpty();
        for (JsonNode example : examples) {
            JsonNode payload = example.path("payload");
            Object event = EventCodec.read(EventCodec.write(payload), type(channel));
            JsonNode written = EventCodec.mapper().readTree(EventCodec.write(event));
            assertThat(SchemaCheck.fieldNames(written)).isEqualTo(SchemaCheck.fieldNames(payload));
            assertThat(example.at("/headers/ce_type").asText()).isEqualTo("org.equipoise." + topic(channel));
        }
    }

    @ParameterizedTest
    @MethodSource("channels")
    void theSchemaHasTheFieldsOfTheRecord(JsonNode channel) {
        var check = new SchemaCheck(DOCUMENT);

        check.compare(definition(channel).path("payload"), type(channel), message(channel));

        assertThat(check.differences()).isEmpty();
    }

    @Test
    void headersAreTheOnesThatAreWritten() {
        List<String> cloudEvent =
                EventHeaders.cloudEvent(Topics.SHARDS_READY, "id", "source", EventExamples.TIME).stream()
                        .map(org.apache.kafka.common.header.Header::key)
                        .toList();
        List<String> deadLetter = EventHeaders.deadLetter(Topics.SHARDS_READY, 0, 0, "reason").stream()
                .map(org.apache.kafka.common.header.Header::key)
                .toList();

        assertThat(DOCUMENT.at("/components/schemas/CloudEventHeaders/properties")
                        .fieldNames())
                .toIterable()
                .containsExactlyElementsOf(cloudEvent);
        assertThat(DOCUMENT.at("/components/schemas/DeadLetterHeaders/properties")
                        .fieldNames())
                .toIterable()
                .containsExactlyElementsOf(deadLetter);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = new ArrayList<>();
        DOCUMENT.findValuesAsText("$ref", references);

        assertThat(references)
                .allMatch(reference -> !DOCUMENT.at(reference.substring(1)).isMissingNode());
    }

    static Stream<JsonNode> channels() {
        return DOCUMENT.path("channels").properties().stream()
                .filter(channel -> !DEAD_LETTERS.equals(channel.getKey()))
                .map(java.util.Map.Entry::getValue);
    }

    private static String topic(JsonNode channel) {
        return channel.path("address").asText();
    }

    private static String message(JsonNode channel) {
        return channel.path("messages").fieldNames().next();
    }

    private static JsonNode definition(JsonNode channel) {
        return DOCUMENT.path("components").path("messages").path(message(channel));
    }

    private static Class<?> type(JsonNode channel) {
        return EventExamples.all().stream()
                .map(Object::getClass)
                .filter(type -> type.getSimpleName().equals(message(channel)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static JsonNode load() {
        try {
            return new YAMLMapper()
                    .readTree(Path.of("..", "docs", "asyncapi.yaml").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
