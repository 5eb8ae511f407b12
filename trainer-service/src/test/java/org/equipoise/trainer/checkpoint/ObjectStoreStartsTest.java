package org.equipoise.trainer.checkpoint;

import java.nio.charset.StandardCharsets;

import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ObjectStoreStartsTest {

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void everyProcessThatDidNotComeBackCounts() {
        process("a").begin("run-1", 3);
        process("b").begin("run-1", 3);

        assertThat(process("c").begin("run-1", 3)).isEqualTo(3);
    }

    @Test
    void anotherTryOfTheSameProcessDoesNotCount() {
        process("a").begin("run-1", 0);
        process("b").begin("run-1", 0);

        assertThat(process("b").begin("run-1", 0)).isEqualTo(2);
    }

    @Test
    void whoCameBackDoesNotCount() {
        process("a").begin("run-1", 0);
        process("a").end("run-1");

        assertThat(process("b").begin("run-1", 0)).isEqualTo(1);
    }

    @Test
    void anotherEpochBeginsTheCountingAnew() {
        process("a").begin("run-1", 3);
        process("b").begin("run-1", 3);

        assertThat(process("c").begin("run-1", 4)).isEqualTo(1);
    }

    @Test
    void runsAreCountedApart() {
        process("a").begin("run-1", 0);

        assertThat(process("b").begin("run-2", 0)).isEqualTo(1);
    }

    @Test
    void nothingIsLeftOfARunThatIsOver() {
        process("a").begin("run-1", 0);

        process("a").end("run-1");

        assertThat(objects.list(Bucket.CHECKPOINTS, "")).isEmpty();
    }

    @Test
    void anInterruptedRunIsOverTooAndStaysInterrupted() {
        process("a").begin("run-1", 0);

        Thread.currentThread().interrupt();
        process("a").end("run-1");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(objects.list(Bucket.CHECKPOINTS, "")).isEmpty();
    }

    @Test
    void aCountThatCannotBeReadBeginsAnew() {
        objects.put(Bucket.CHECKPOINTS, ".starts/run-1.json", "{".getBytes(StandardCharsets.UTF_8), "");

        assertThat(process("a").begin("run-1", 0)).isEqualTo(1);
    }

    private ObjectStoreStarts process(String id) {
        return new ObjectStoreStarts(objects, id);
    }
}
