package org.equipoise.local.client;

import java.time.Duration;
import java.util.Map;

/** Asks ingest for readings of images by several readers. */
public final class ReadingsClient {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ServiceHttp ingest;

    public ReadingsClient(StackConnection connection) {
        ingest = new ServiceHttp(connection, "ingest-service", PATIENCE);
    }

    /** So many images were asked for. */
    public record Asked(int images, int readers) {}

    /**
     * How far the readings are.
     *
     * @param asked images
     * @param read images that all who were asked have read
     * @param agreed of these, those whose readers agree
     * @param disagreeing of these, those that wait for an adjudicator
     * @param adjudicated images that an adjudicator settled
     * @param readings that were given, of {@code readingsAsked}
     */
    public record Progress(
            long asked,
            long read,
            long agreed,
            long disagreeing,
            long adjudicated,
            long readings,
            long readingsAsked) {}

    /**
     * Asks readers, or no longer.
     *
     * @param wish as ingest takes it
     * @throws ClientException if ingest refuses, with its answer
     */
    public Asked ask(String dataset, Map<String, Object> wish) {
        return ingest.post(path(dataset), wish, Asked.class);
    }

    /**
     * How far the readings of a dataset are.
     *
     * @throws ClientException if ingest refuses, with its answer
     */
    public Progress progress(String dataset) {
        return ingest.get(path(dataset), Progress.class);
    }

    private static String path(String dataset) {
        return "/datasets/" + dataset + "/readings";
    }
}
