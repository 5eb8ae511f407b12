package org.equipoise.common.messaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What the documents tell people to send can be sent, and where they point there is something. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern EVENT = Pattern.compile("```json (\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#\\s]+)");
    private static final Map<String, Class<?>> TYPES = Map.of(
            Topics.MODELS_DECIDED, ModelDecided.class,
            Topics.PREDICTIONS_MADE, PredictionMade.class,
            Topics.CANARIES_REPLAYED, CanariesReplayed.class);

    @Test
    void theEventsOfAnotherClassifierAreValid() throws Exception {
        var fences = EVENT.matcher(Files.readString(ROOT.resolve("docs/own-classifier.md")));

        List<Object> events = new ArrayList<>();
        while (fences.find()) {
            Class<?> type = TYPES.get(fences.group(1));
            assertThat(type).as("topic %s", fences.group(1)).isNotNull();
            events.add(EventCodec.read(fences.group(2).getBytes(StandardCharsets.UTF_8), type));
        }

        assertThat(events)
                .hasAtLeastOneElementOfType(ModelDecided.class)
                .hasAtLeastOneElementOfType(PredictionMade.class)
                .hasAtLeastOneElementOfType(CanariesReplayed.class);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFile(Path document) throws IOException {
        List<String> dead = LINK.matcher(Files.readString(document))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !Files.exists(document.resolveSibling(target)))
                .toList();

        assertThat(dead).isEmpty();
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> found = new ArrayList<>(
                    docs.filter(path -> path.toString().endsWith(".md")).toList());
            found.add(ROOT.resolve("README.md"));
            found.add(ROOT.resolve("CONTRIBUTING.md"));
            return found.stream();
        }
    }
}
