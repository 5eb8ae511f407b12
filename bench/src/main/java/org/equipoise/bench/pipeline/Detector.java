package org.equipoise.bench.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import org.equipoise.local.client.QuietLimit;

/** Reads from the monitor's metrics how many predictions its detector has counted. */
final class Detector {

    private static final String METER = "equipoise_monitor_predictions_total{";

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI metrics;
    private final String version;

    Detector(URI monitor, String version) {
        metrics = monitor.resolve("/q/metrics");
        this.version = version;
    }

    /** Predictions of this version that were counted, each once. */
    long counted() {
        try {
            var request = HttpRequest.newBuilder(metrics)
                    .timeout(Duration.ofSeconds(10))
                    .build();
            String body =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return body.lines()
                    .filter(line -> line.startsWith(METER) && line.contains("\"" + version + "\""))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + metrics, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Waits until it has counted this many. */
    void await(long count, Duration patience) {
        var limit = new QuietLimit(patience);
        for (long now = counted(); now < count; now = counted()) {
            if (!limit.moved(now) && limit.passed()) {
                throw new IllegalStateException("the detector counted " + now + " of " + count
                        + " predictions and nothing for " + patience.toSeconds() + " s");
            }
            Pause.of(Duration.ofMillis(20));
        }
    }
}
