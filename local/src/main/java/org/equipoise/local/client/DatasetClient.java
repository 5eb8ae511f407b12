package org.equipoise.local.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.TopicReader;
import org.equipoise.common.messaging.Topics;
import org.jspecify.annotations.Nullable;

/** Freezes datasets and finds frozen versions. */
public final class DatasetClient {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final StackConnection connection;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public DatasetClient(StackConnection connection) {
        this.connection = connection;
    }

    /**
     * Freezes what the dataset holds now.
     *
     * @param side fit the images to this many pixels on each side; absent: ingest decides
     * @throws ClientException if ingest refuses, with its answer
     */
    public DatasetFrozen freeze(String dataset, @Nullable Integer side) {
        URI address = connection.service("ingest-service").resolve("/datasets/" + dataset + "/freeze");
        String body = side == null ? "{}" : "{\"side\":" + side + "}";
        HttpRequest request = connection
                .request(address)
                .timeout(PATIENCE)
                .header("content-type", "application/json")
                .header("accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2) {
                String answer = StackConnection.denial(response.statusCode())
                        .orElseGet(() -> new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
                throw new ClientException("ingest did not freeze " + dataset + " (HTTP " + response.statusCode() + "): "
                        + answer.strip());
            }
            return EventCodec.read(response.body(), DatasetFrozen.class);
        } catch (IOException e) {
            throw new ClientException("cannot reach ingest at " + address + ": " + e.getMessage(), e);
        } catch (MalformedEventException e) {
            throw new ClientException("ingest froze " + dataset + " but answered " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while freezing " + dataset, e);
        }
    }

    /** Every frozen version that Kafka knows, oldest first. */
    public List<DatasetFrozen> frozen() {
        List<DatasetFrozen> versions = new ArrayList<>();
        try (TopicReader reader = connection.reader(Topics.DATASETS_FROZEN)) {
            reader.readToEnd(record -> {
                try {
                    versions.add(EventCodec.read(record.value(), DatasetFrozen.class));
                } catch (MalformedEventException e) {
                    // Not a version.
                    return;
                }
            });
        }
        versions.sort(Comparator.comparing(DatasetFrozen::frozenAt));
        return versions;
    }

    /** The newest frozen version of one dataset. */
    public Optional<DatasetFrozen> latest(String dataset) {
        return frozen().stream().filter(v -> v.dataset().equals(dataset)).reduce((older, newer) -> newer);
    }
}
