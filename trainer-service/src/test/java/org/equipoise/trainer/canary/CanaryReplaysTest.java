package org.equipoise.trainer.canary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.equipoise.common.events.EventExamples;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.registry.ModelObjects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class CanaryReplaysTest {

    private static final ModelDecided DECIDED = EventExamples.modelDecided();
    private static final Champion CHAMPION = requireNonNull(DECIDED.champion());
    private static final int LENGTH = CHAMPION.format().imageBytes();
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private byte[] firstInput = pixels(1);
    private float[] answers = {.8f, .1f, .1f, .2f, .7f, .1f, .6f, .3f, .1f};

    /** Two canaries of "none" and one of "benign"; the third was taken for "none" when it was registered. */
    @BeforeEach
    void aVersionWithThreeCanaries() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        byte[] pixels = new byte[3 * LENGTH];
        for (int i = 0; i < 3; i++) {
            System.arraycopy(pixels(i + 1), 0, pixels, i * LENGTH, LENGTH);
        }
        arrays.put("images", CHAMPION.format().array(pixels, 3));
        arrays.put("labels", NpyArray.ofInts(new int[] {0, 0, 1}, 3));
        arrays.put(
                "probabilities", NpyArray.ofFloats(new float[] {.8f, .1f, .1f, .9f, .05f, .05f, .6f, .3f, .1f}, 3, 3));
        arrays.put("imageIds", NpyArray.ofBytes(new byte[96], 3, 32));
        objects.put(Bucket.MODELS, CHAMPION.artifactKey() + "/canaries.npz", Npz.write(arrays), "");
        ObjectNode card = EventCodec.mapper().createObjectNode();
        card.set("trained", EventCodec.mapper().valueToTree(EventExamples.modelTrained()));
        card.set("reference", EventCodec.mapper().valueToTree(CHAMPION.reference()));
        objects.put(
                Bucket.MODELS,
                DECIDED.model() + "/" + CHAMPION.version() + "/model-card.json",
                EventCodec.write(card),
                "");
    }

    @Test
    void rightAnswersAreCountedBesideThoseAtRegistration() {
        CanariesReplayed event = replay().orElseThrow();

        assertThat(event.classes())
                .containsExactly(
                        new ClassResult("none", 2, 1, 2, new Tested(100, 90)),
                        new ClassResult("benign", 1, 0, 0, new Tested(50, 40)));
        assertThat(event.largestDifference()).isBetween(.69, .71);
        assertThat(event.version()).isEqualTo(CHAMPION.version());
        assertThat(event.instance()).isEqualTo("scorer-1");
        assertThat(event.replayedAt()).isEqualTo(NOW);
    }

    /** The image of the second canary is gone, that of the first one is decoded otherwise than in training. */
    @Test
    void inputsAreComparedWithTheBytesOfTraining() {
        firstInput = pixels(9);

        CanariesReplayed event = replay().orElseThrow();

        assertThat(event.inputs()).isEqualTo(2);
        assertThat(event.equalInputs()).isEqualTo(1);
    }

    @Test
    void aModelThatDoesNotAnswerIsAnEventAndNotAnException() {
        answers = new float[0];

        CanariesReplayed event = replay().orElseThrow();

        assertThat(event.failure()).isEqualTo("no saved_model.zip");
        assertThat(event.classes()).isEmpty();
        assertThat(event.largestDifference()).isNull();
    }

    @Test
    void aModelThatIsHeldOrHasNoCanariesIsLeftOut() {
        var held = new ModelDecided(
                DECIDED.model(), "v2", "run-1", ModelDecided.Outcome.HELD, List.of(), null, NOW, "a person said so");

        assertThat(replays().replay(held)).isEmpty();
        objects.delete(Bucket.MODELS, CHAMPION.artifactKey() + "/canaries.npz");
        assertThat(replay()).isEmpty();
    }

    /** A version that was decided about without a confusion matrix. */
    @Test
    void recallsThatNobodyCountedAreLeftOut() {
        HealthyReference reference = CHAMPION.reference();
        var uncounted = new HealthyReference(
                reference.shares(), reference.lowerBounds(), reference.upperBounds(), reference.images());
        var champion = new Champion(
                CHAMPION.version(),
                CHAMPION.artifactKey(),
                CHAMPION.labelSet(),
                CHAMPION.input(),
                uncounted,
                CHAMPION.window());
        var decided = new ModelDecided(
                DECIDED.model(), CHAMPION.version(), "run-1", ModelDecided.Outcome.PROMOTED, List.of(), champion, NOW);

        CanariesReplayed event = replays().replay(decided).orElseThrow();

        assertThat(event.classes()).hasSize(2).extracting(ClassResult::tested).containsOnlyNulls();
    }

    @Test
    void anInstanceSpeaksUntilItMissedThreeTurns() {
        assertThat(replay().orElseThrow().speaksUntil()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    }

    private Optional<CanariesReplayed> replay() {
        return replays().replay(DECIDED);
    }

    private CanaryReplays replays() {
        return new CanaryReplays(
                new ModelObjects(objects),
                (version, dataset, imageIds) -> {
                    assertThat(dataset).isEqualTo(EventExamples.modelTrained().dataset());
                    assertThat(imageIds).hasSize(3);
                    return List.of(Optional.of(firstInput), Optional.empty(), Optional.of(pixels(3)));
                },
                (model, champion, batch) -> {
                    if (answers.length == 0) {
                        throw new UnusableModelException("no saved_model.zip", null);
                    }
                    assertThat(batch.samples()[0]).isEqualTo(firstInput[0]);
                    assertThat(batch.samples()[LENGTH]).isEqualTo((byte) 2);
                    return new ClassProbabilities(3, answers.clone());
                },
                Clock.fixed(NOW, ZoneOffset.UTC),
                Duration.ofMinutes(10),
                "scorer-1");
    }

    private static byte[] pixels(int value) {
        byte[] pixels = new byte[LENGTH];
        java.util.Arrays.fill(pixels, (byte) value);
        return pixels;
    }
}
