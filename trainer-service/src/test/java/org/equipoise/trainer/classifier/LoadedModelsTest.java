package org.equipoise.trainer.classifier;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LoadedModelsTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final ImageBatch BLACK = ImageBatch.slice(InputFormat.bytes(SHAPE), new byte[64], 0, 1);

    private final Queue<String> events = new ConcurrentLinkedQueue<>();
    private final CountDownLatch slowBegins = new CountDownLatch(1);
    private final CountDownLatch slowMayEnd = new CountDownLatch(1);
    private final LoadedModels models = new LoadedModels(this::load, 2, 1, Duration.ofMinutes(1), Clock.systemUTC());

    @Test
    void whileAVersionIsLoadedTheModelsInMemoryAnswer() throws Exception {
        classify("a", "v1");
        CompletableFuture<ClassProbabilities> slow = inBackground("b", "slow");
        slowBegins.await();

        assertThat(inBackground("a", "v1").get(10, TimeUnit.SECONDS).row(0)).containsExactly(1., 0.);
        assertThat(models.unusable()).isEmpty();
        assertThat(inBackground("c", "v1").get(10, TimeUnit.SECONDS).row(0))
                .as("and another one is loaded")
                .containsExactly(1., 0.);
        assertThat(slow).isNotDone();

        slowMayEnd.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS).row(0)).containsExactly(1., 0.);
    }

    @Test
    void aVersionThatTwoWantAtOnceIsLoadedOnce() throws Exception {
        CompletableFuture<ClassProbabilities> first = inBackground("b", "slow");
        slowBegins.await();
        CompletableFuture<ClassProbabilities> second = inBackground("b", "slow");
        assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        slowMayEnd.countDown();

        assertThat(List.of(first.get(10, TimeUnit.SECONDS), second.get(10, TimeUnit.SECONDS)))
                .hasSize(2);
        assertThat(events).containsExactly("load b/slow");
    }

    /** Native memory has no other owner: whatever was loaded is closed, whenever the end comes. */
    @Test
    void everythingThatWasLoadedIsClosedInTheEnd() throws Exception {
        classify("a", "v1");
        CompletableFuture<ClassProbabilities> slow = inBackground("b", "slow");
        slowBegins.await();

        models.close();
        slowMayEnd.countDown();

        assertThatThrownBy(() -> slow.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("closed while a version of b was loaded");
        assertThat(events).containsExactlyInAnyOrder("load a/v1", "close a/v1", "load b/slow", "close b/slow");
    }

    @Test
    void noMoreAreKeptThanThereIsRoomForHoweverManyAreLoaded() throws Exception {
        for (int round = 0; round < 50; round++) {
            for (String model : List.of("a", "b", "c")) {
                classify(model, "v" + round);
                models.classifyInPassing("d", champion("d", "v1"), BLACK);
            }
        }
        long loads = events.stream().filter(event -> event.startsWith("load")).count();

        assertThat(events.stream().filter(event -> event.startsWith("close"))).hasSize((int) loads - 2);
        models.close();
        assertThat(events.stream().filter(event -> event.startsWith("close"))).hasSize((int) loads);
    }

    private CompletableFuture<ClassProbabilities> inBackground(String model, String version) {
        return CompletableFuture.supplyAsync(() -> classify(model, version));
    }

    private ClassProbabilities classify(String model, String version) {
        return models.classify(model, champion(model, version), BLACK);
    }

    private static Champion champion(String model, String version) {
        var reference = new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10);
        return new Champion(version, model + "/" + version, new LabelSet(List.of("dark", "bright")), SHAPE, reference);
    }

    private Classifier load(Champion champion) {
        events.add("load " + champion.artifactKey());
        if (champion.version().equals("slow")) {
            slowBegins.countDown();
            try {
                slowMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return new Classifier() {
            @Override
            public ClassProbabilities classify(ImageBatch batch) {
                return new ClassProbabilities(2, new float[] {1, 0});
            }

            @Override
            public void close() {
                events.add("close " + champion.artifactKey());
            }
        };
    }
}
