package org.equipoise.ingest.kafka;

import org.jboss.logging.Logger;

/** Counting never fails what is counted: by then it has happened. */
final class Observed {

    private static final Logger LOG = Logger.getLogger(Observed.class);

    private Observed() {}

    static void safely(Runnable count) {
        try {
            count.run();
        } catch (RuntimeException e) {
            LOG.error("a record was handled but could not be counted", e);
        }
    }
}
