package org.equipoise.bench.labels;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/** cleanlab on the same probabilities, read from a file: what differs is the ranking alone. */
final class CleanlabPeer {

    private final String python;
    private final Path script;
    private final Path exchange;

    /**
     * A peer.
     *
     * @param exchange file that the probabilities are written to
     */
    CleanlabPeer(String python, Path script, Path exchange) {
        this.python = python;
        this.script = script;
        this.exchange = exchange;
    }

    /** What cleanlab finds, and its version. */
    record Answer(Score score, String version) {}

    Answer examine(float[] probabilities, int classes, int[] labels, boolean[] wrong) {
        try {
            int n = labels.length;
            Files.createDirectories(exchange.toAbsolutePath().getParent());
            Files.write(
                    exchange,
                    Npz.write(Map.of(
                            "probabilities", NpyArray.ofFloats(probabilities, n, classes),
                            "labels", NpyArray.ofInts(labels, n))));
            Process process = new ProcessBuilder(python, script.toString(), exchange.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(script + " ended with " + process.exitValue());
            }
            JsonNode answer = EventCodec.mapper().readTree(line);
            int[] ranked = new int[n];
            for (int i = 0; i < n; i++) {
                ranked[i] = answer.required("ranked").get(i).asInt();
            }
            int suspects = answer.required("suspects").asInt();
            double estimate = answer.required("estimate").asDouble();
            return new Answer(
                    Score.of(ranked, suspects, estimate, wrong),
                    answer.required("version").asText());
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + script + " with " + python, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
