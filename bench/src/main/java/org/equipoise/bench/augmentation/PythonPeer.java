package org.equipoise.bench.augmentation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.bench.report.Measurement;
import org.equipoise.common.messaging.EventCodec;

/** A Python program that measures other libraries and prints one JSON object per line. */
final class PythonPeer {

    private final String python;
    private final Path script;

    PythonPeer(String python, Path script) {
        this.python = python;
        this.script = script;
    }

    List<Measurement> measure(String what, String work, String shape, int rounds, double seconds) {
        try {
            Process process = new ProcessBuilder(
                            python, script.toString(), work, Integer.toString(rounds), Double.toString(seconds), shape)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(script + " ended with " + process.exitValue());
            }
            List<Measurement> measurements = new ArrayList<>();
            for (String line : lines.split("\n")) {
                JsonNode row = EventCodec.mapper().readTree(line);
                double[] rates = new double[row.required("rates").size()];
                for (int i = 0; i < rates.length; i++) {
                    rates[i] = row.required("rates").get(i).asDouble();
                }
                measurements.add(Measurement.of(what, row.required("subject").asText(), rates, "images/s"));
            }
            return measurements;
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + script + " with " + python, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
