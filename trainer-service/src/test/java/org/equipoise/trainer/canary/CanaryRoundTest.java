package org.equipoise.trainer.canary;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.registry.DecisionLog;
import org.equipoise.trainer.registry.ModelObjects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

/** Three models serve, each with one canary. */
class CanaryRoundTest {

    private static final Champion EXAMPLE =
            requireNonNull(EventExamples.modelDecided().champion());
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final DecisionLog decisions = new DecisionLog();
    private final List<String> announced = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private String refused = "";

    @BeforeEach
    void threeModels() {
        for (String model : List.of("a", "b", "c")) {
            var champion = new Champion("v1", model + "/v1", EXAMPLE.labelSet(), EXAMPLE.input(), EXAMPLE.reference());
            decisions.apply(
                    new ModelDecided(model, "v1", "run-1", ModelDecided.Outcome.PROMOTED, List.of(), champion, NOW));
            objects.put(Bucket.MODELS, model + "/v1/canaries.npz", canary(), "");
        }
    }

    @Test
    void everyModelThatServesHasItsTurn() {
        round().run();

        assertThat(announced).containsExactly("a", "b", "c");
        assertThat(observed).containsExactly("a replayed", "b replayed", "c replayed");
    }

    @Test
    void aModelThatIsSuspectedHasItsTurnAloneIfItServes() {
        round().run("b");
        round().run("none-such");

        assertThat(announced).containsExactly("b");
        assertThat(observed).containsExactly("b replayed");
    }

    @Test
    void canariesThatCannotBeReadCostNoOtherModelItsTurn() {
        objects.put(Bucket.MODELS, "b/v1/canaries.npz", "not a zip".getBytes(StandardCharsets.UTF_8), "");

        round().run();

        assertThat(announced).containsExactly("a", "c");
        assertThat(observed).hasSize(3).contains("a replayed", "c replayed");
        assertThat(observed.get(1)).startsWith("b not replayed: ");
    }

    @Test
    void anAnnouncementThatFailsCostsNoOtherModelItsTurn() {
        refused = "a";

        round().run();

        assertThat(announced).containsExactly("b", "c");
        assertThat(observed).containsExactly("a not replayed: no broker", "b replayed", "c replayed");
    }

    private CanaryRound round() {
        var replays = new CanaryReplays(
                new ModelObjects(objects),
                (version, dataset, imageIds) -> List.of(),
                (model, champion, batch) -> new ClassProbabilities(3, new float[] {.8f, .1f, .1f}),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofMinutes(10),
                "scorer-1");
        return new CanaryRound(decisions::all, replays, this::announce, new CanaryRound.Observer() {
            @Override
            public void replayed(CanariesReplayed event) {
                observed.add(event.model() + " replayed");
            }

            @Override
            public void notReplayed(String model, RuntimeException reason) {
                observed.add(model + " not replayed: " + reason.getMessage());
            }
        });
    }

    private void announce(CanariesReplayed event) {
        if (event.model().equals(refused)) {
            throw new StorageException("no broker", null);
        }
        announced.add(event.model());
    }

    private static byte[] canary() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        var shape = EXAMPLE.input();
        arrays.put(
                "images",
                NpyArray.ofBytes(new byte[shape.length()], 1, shape.height(), shape.width(), shape.channels()));
        arrays.put("labels", NpyArray.ofInts(new int[] {0}, 1));
        arrays.put("probabilities", NpyArray.ofFloats(new float[] {.8f, .1f, .1f}, 1, 3));
        arrays.put("imageIds", NpyArray.ofBytes(new byte[32], 1, 32));
        return Npz.write(arrays);
    }
}
