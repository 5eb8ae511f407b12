package org.equipoise.common.events;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A shard is in the {@code shards} bucket: {@code images} uint8 NHWC, {@code labels} int32, {@code weights} float32,
 * {@code sources} int32, which image of the training split each is, and where images are mixed {@code partnerLabels}
 * int32, {@code partnerShares} float32 and {@code partnerSources} int32. Topic {@code shards.ready}, keyed by
 * {@code runId/epoch/shard}. The object is the truth; this event only wakes the trainer up. Or there is none and never
 * will be: then {@code refusal} says why.
 *
 * @param images images in the shard, at least 1; with a refusal, those that were asked for at most
 * @param refusal why the shard cannot be made, now or when asked again; absent when it is there
 * @param readyAt when it was stored, or refused
 */
public record ShardReady(
        String runId,
        int epoch,
        int shard,
        String objectKey,
        int images,
        @Nullable String refusal,
        Instant readyAt) implements Dated {

    public ShardReady {
        Require.name(runId, "runId");
        Require.atLeast(epoch, 0, "epoch");
        Require.atLeast(shard, 0, "shard");
        Require.text(objectKey, "objectKey");
        Require.atLeast(images, 1, "images");
        if (refusal != null) {
            Require.text(refusal, "refusal");
        }
        Require.time(readyAt, "readyAt");
    }

    /** The record key. */
    public String key() {
        return runId + "/" + epoch + "/" + shard;
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("readyAt", readyAt);
    }
}
