package org.equipoise.trainer.checkpoint;

import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.trainer.work.RunStarts;

/**
 * Starts in the {@code checkpoints} bucket, {@code .starts/<run>.json}: there only while a process is at work on it.
 */
public final class ObjectStoreStarts implements RunStarts {

    private final ObjectStore objects;
    private final String process;

    /** @param process id of this process, unlike any other's */
    public ObjectStoreStarts(ObjectStore objects, String process) {
        this.objects = objects;
        this.process = process;
    }

    private record Started(String process, int epochs, int count) {}

    @Override
    public int begin(String runId, int epochs) {
        int before = last(runId)
                .filter(last -> last.epochs() == epochs)
                .map(last -> last.process().equals(process) ? last.count() - 1 : last.count())
                .orElse(0);
        var started = new Started(process, epochs, before + 1);
        objects.put(Bucket.CHECKPOINTS, key(runId), EventCodec.write(started), "application/json");
        return started.count();
    }

    private Optional<Started> last(String runId) {
        return objects.get(Bucket.CHECKPOINTS, key(runId)).flatMap(json -> {
            try {
                return Optional.of(EventCodec.read(json, Started.class));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public void end(String runId) {
        // A client refuses to work in an interrupted thread, and a run that is interrupted has come back, too.
        boolean interrupted = Thread.interrupted();
        try {
            objects.delete(Bucket.CHECKPOINTS, key(runId));
        } catch (StorageException e) {
            // It stays, and counts as one end too many at worst: for this process it does not count.
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String key(String runId) {
        return ".starts/" + runId + ".json";
    }
}
