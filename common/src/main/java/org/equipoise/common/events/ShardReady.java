package org.equipoise.common.events;

import java.time.Instant;

/**
 * A shard is in the {@code shards} bucket: {@code images} uint8 NHWC, {@code labels} int32, {@code weights} float32.
 * Topic {@code shards.ready}, keyed by {@code runId/epoch/shard}. The object is the truth; this event only wakes the
 * trainer up.
 *
 * @param images images in the shard, at least 1
 */
public record ShardReady(String runId, int epoch, int shard, String objectKey, int images, Instant readyAt) {

    public ShardReady {
        Require.name(runId, "runId");
        Require.atLeast(epoch, 0, "epoch");
        Require.atLeast(shard, 0, "shard");
        Require.text(objectKey, "objectKey");
        Require.atLeast(images, 1, "images");
        Require.present(readyAt, "readyAt");
    }

    /** The record key. */
    public String key() {
        return runId + "/" + epoch + "/" + shard;
    }
}
