package org.equipoise.ingest.kafka;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.reactive.messaging.MutinyEmitter;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.ingest.freezing.FreezeOutcome;
import org.equipoise.ingest.freezing.FreezePlan;
import org.equipoise.ingest.freezing.FreezePlanner;
import org.equipoise.ingest.freezing.FreezeWish;
import org.equipoise.ingest.freezing.Packer;
import org.equipoise.ingest.freezing.PixelSource;
import org.equipoise.ingest.freezing.UnlikeItsRecordException;
import org.jboss.logging.Logger;

/** Freezes a dataset: reads its log, packs it, says so. One at a time, because a pack is held in memory. */
@ApplicationScoped
public class DatasetFreezer {

    private static final Logger LOG = Logger.getLogger(DatasetFreezer.class);

    private final DatasetLog log;
    private final FreezePlanner planner;
    private final Packer packer;
    private final ObjectStore store;
    private final MutinyEmitter<byte[]> frozen;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();

    /** The channel carries {@code datasets.frozen}. */
    public DatasetFreezer(
            DatasetLog log,
            FreezePlanner planner,
            Packer packer,
            ObjectStore store,
            @Channel("datasets-frozen") MutinyEmitter<byte[]> frozen,
            InstantSource clock) {
        this.log = log;
        this.planner = planner;
        this.packer = packer;
        this.store = store;
        this.frozen = frozen;
        this.clock = clock;
    }

    /** What was frozen, or why it cannot be. */
    public sealed interface Result {
        /** The version is in the object store and on the topic. */
        record Frozen(DatasetFrozen event) implements Result {}

        /** The dataset cannot be frozen as it is. */
        record Refused(FreezeOutcome.Refused refusal) implements Result {}
    }

    /**
     * Freezes the dataset as the log has it now. Freezing the same content again publishes the same version.
     *
     * @throws org.equipoise.common.storage.StorageException if the object store failed; nothing was published
     */
    public Result freeze(String dataset, FreezeWish wish) {
        one.lock();
        try {
            DatasetLog.Content content = log.read(dataset);
            FreezeOutcome outcome =
                    planner.plan(dataset, content.vocabulary(), content.images(), wish, pixels(dataset));
            if (outcome instanceof FreezeOutcome.Refused refused) {
                return new Result.Refused(refused);
            }
            return publish(((FreezeOutcome.Planned) outcome).plan());
        } catch (UnlikeItsRecordException e) {
            return new Result.Refused(
                    new FreezeOutcome.Refused(FreezeOutcome.Refusal.UNFIT, String.valueOf(e.getMessage())));
        } finally {
            one.unlock();
        }
    }

    /** Runs something that no version may come into being beside; only this instance waits. */
    public <T> T whileNothingIsFrozen(Supplier<T> work) {
        one.lock();
        try {
            return work.get();
        } finally {
            one.unlock();
        }
    }

    private PixelSource pixels(String dataset) {
        return imageId -> PngCodec.decode(store.require(Bucket.IMAGES, ObjectKeys.image(dataset, imageId)));
    }

    private Result publish(FreezePlan plan) {
        packer.pack(plan, pixels(plan.dataset()), EventCodec::write);
        DatasetFrozen event = plan.frozen(clock.instant());
        frozen.sendMessageAndAwait(OutgoingRecord.of(event).message());
        LOG.infof(
                "dataset frozen: dataset=%s version=%s images=%d",
                plan.dataset(), plan.version(), plan.entries().size());
        return new Result.Frozen(event);
    }
}
