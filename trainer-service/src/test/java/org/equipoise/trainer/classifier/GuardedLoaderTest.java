package org.equipoise.trainer.classifier;

import java.util.List;

import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GuardedLoaderTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 1);
    private static final ImageBatch BLACK = ImageBatch.slice(InputFormat.bytes(SHAPE), new byte[64], 0, 1);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private int processes;

    @Test
    void aVersionThatEndedFiveProcessesInARowIsLeftAlone() {
        for (int i = 0; i < GuardedLoader.MOST_STARTS; i++) {
            // It is loaded, and the process ends before it answers.
            process("0").load(champion("v1"));
        }

        assertThatThrownBy(() -> process("0").load(champion("v1")))
                .isInstanceOf(UnusableModelException.class)
                .hasMessageStartingWith(
                        "the scoring process ended 5 times in a row before this version's first answer");
        assertThatCode(() -> process("0").load(champion("v2")))
                .as("another version")
                .doesNotThrowAnyException();
        assertThatCode(() -> process("1").load(champion("v1")))
                .as("another scorer")
                .doesNotThrowAnyException();
    }

    @Test
    void oneThatAnsweredOnceIsNotCounted() {
        for (int i = 0; i < 3 * GuardedLoader.MOST_STARTS; i++) {
            Classifier classifier = process("0").load(champion("v1"));
            classifier.classify(BLACK);
            classifier.classify(BLACK);
        }

        assertThat(store.list(Bucket.CHECKPOINTS, "")).isEmpty();
    }

    @Test
    void oneProcessMayLoadItAsOftenAsItLikes() {
        GuardedLoader process = process("0");

        for (int i = 0; i < 3 * GuardedLoader.MOST_STARTS; i++) {
            process.load(champion("v1"));
        }
    }

    @Test
    void oneThatCannotBeLoadedCameBack() {
        var loader = new GuardedLoader(
                champion -> {
                    throw new UnusableModelException("not a zip", null);
                },
                new ObjectStoreStarts(store, "process"),
                "0");

        assertThatThrownBy(() -> loader.load(champion("v1"))).hasMessage("not a zip");
        assertThat(store.list(Bucket.CHECKPOINTS, "")).isEmpty();
    }

    /** Whoever announces a version chooses its key. */
    @Test
    void aLongOrOddKeyOfAVersionHurtsNobody() {
        process("0").load(champion("x".repeat(50), "../".repeat(300)));

        assertThat(store.list(Bucket.CHECKPOINTS, ""))
                .singleElement(org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .hasSizeLessThan(100)
                .doesNotContain("../");
    }

    private GuardedLoader process(String scorer) {
        return new GuardedLoader(
                champion -> new Answering(), new ObjectStoreStarts(store, "process-" + ++processes), scorer);
    }

    private static Champion champion(String version) {
        return champion(version, "lung/" + version);
    }

    private static Champion champion(String version, String artifactKey) {
        var reference = new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10);
        return new Champion(version, artifactKey, new LabelSet(List.of("dark", "bright")), SHAPE, reference);
    }

    private static final class Answering implements Classifier {
        @Override
        public ClassProbabilities classify(ImageBatch batch) {
            return new ClassProbabilities(2, new float[] {1, 0});
        }

        @Override
        public void close() {
            // There is nothing to free.
        }
    }
}
