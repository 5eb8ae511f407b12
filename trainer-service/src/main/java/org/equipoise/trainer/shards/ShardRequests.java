package org.equipoise.trainer.shards;

import org.equipoise.common.events.ShardRequested;

/** Asks for shards. */
public interface ShardRequests {

    /** Publishes the request; comes back when it is stored. */
    void request(ShardRequested request);
}
