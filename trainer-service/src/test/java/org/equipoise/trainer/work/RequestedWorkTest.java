package org.equipoise.trainer.work;

import java.util.Map;

import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.common.storage.Bucket;
import org.equipoise.trainer.checkpoint.ObjectStoreStarts;
import org.equipoise.trainer.labels.AuditWorld;
import org.equipoise.trainer.network.NetworkDescription;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.TrainableNetwork;
import org.equipoise.trainer.training.TrainingMethod;
import org.equipoise.trainer.training.TrainingWorld;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestedWorkTest {

    private static final TrainingRequested REQUEST = TrainingWorld.request("naive", Map.of("batchSize", "32"));

    private final TrainingWorld world = new TrainingWorld(new BrokenNetworks());

    @Test
    void aRunThatEndedFiveProcessesInARowFailsInTheSixth() {
        for (int i = 0; i < RunStarts.MOST; i++) {
            new ObjectStoreStarts(world.objects(), "dead-" + i).begin("run-1", 0);
        }

        work("alive").run(REQUEST);

        assertThat(world.progress()).singleElement().satisfies(failed -> {
            assertThat(failed.phase()).isEqualTo(Phase.FAILED);
            assertThat(failed.message()).contains("ended 5 times in a row", "batchSize", "MiB");
        });
        assertThat(world.objects().list(Bucket.CHECKPOINTS, ".starts/")).isEmpty();
    }

    @Test
    void aRunThatEndedFourProcessesIsTriedAgain() {
        for (int i = 1; i < RunStarts.MOST; i++) {
            new ObjectStoreStarts(world.objects(), "dead-" + i).begin("run-1", 0);
        }

        assertThatExceptionOfType(UnsatisfiedLinkError.class)
                .isThrownBy(() -> work("alive").run(REQUEST));

        assertThat(world.progress()).extracting(TrainingProgressed::phase).doesNotContain(Phase.FAILED);
    }

    /** The process is still there: what it threw is the reason, and nobody counts. */
    @Test
    void anErrorThatComesBackIsNoEndOfTheProcess() {
        assertThatExceptionOfType(UnsatisfiedLinkError.class)
                .isThrownBy(() -> work("alive").run(REQUEST));

        assertThat(world.objects().list(Bucket.CHECKPOINTS, ".starts/")).isEmpty();
    }

    private RequestedWork work(String process) {
        return new RequestedWork(
                world.service(), new AuditWorld(0).audit(1 << 20), new ObjectStoreStarts(world.objects(), process));
    }

    private static final class BrokenNetworks implements NetworkFactory {

        @Override
        public boolean accelerated() {
            return false;
        }

        @Override
        public TrainableNetwork open(NetworkDescription description, TrainingMethod method, long seed) {
            throw new UnsatisfiedLinkError("no jnitensorflow in java.library.path");
        }
    }
}
