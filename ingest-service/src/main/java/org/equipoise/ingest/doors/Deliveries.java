package org.equipoise.ingest.doors;

import java.util.concurrent.Executor;

/**
 * Opens deliveries for doors that fetch.
 *
 * @param executor decodes and stores
 */
public record Deliveries(ObjectReception reception, Spool spool, Executor executor, DoorSettings settings) {

    /** A delivery without objects. */
    public Delivery open() {
        return new Delivery(reception, spool, executor, settings);
    }
}
