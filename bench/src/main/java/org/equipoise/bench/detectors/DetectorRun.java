package org.equipoise.bench.detectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.monitor.collapse.CollapseDetector;
import org.equipoise.monitor.collapse.StudyAnswers;

/**
 * What one detector did on the streams.
 *
 * @param falseAlarms on the healthy stretch
 * @param delays answers from the fault to the alarm, -1 where there was none
 */
record DetectorRun(String who, int falseAlarms, List<Integer> delays) {

    private static final double GAMMA = 1e6;

    /** Ours, with the true shares for bounds as the peers of the reference numbers had, at one false alarm in 1e6. */
    static DetectorRun ours(AnswerStreams streams) {
        List<Integer> delays = new ArrayList<>();
        for (byte[] run : streams.broken()) {
            delays.add(delay(streams, run));
        }
        int alarms = 0;
        var detector = new CollapseDetector(streams.shares());
        for (byte answer : streams.healthy()) {
            detector.add(StudyAnswers.single(streams.shares().size(), answer), 0);
            if (detector.evidence() >= GAMMA) {
                alarms++;
                detector = new CollapseDetector(streams.shares());
            }
        }
        return new DetectorRun("Equipoise, mixture e-SR", alarms, delays);
    }

    private static int delay(AnswerStreams streams, byte[] run) {
        var detector = new CollapseDetector(streams.shares());
        for (int n = 0; n < run.length; n++) {
            detector.add(StudyAnswers.single(streams.shares().size(), run[n]), 0);
            if (n >= AnswerStreams.FAULT && detector.evidence() >= GAMMA) {
                return n - AnswerStreams.FAULT + 1;
            }
        }
        return -1;
    }

    /** Those of one library, in a process of their own. */
    static List<DetectorRun> peers(String python, Path script, String library, Path streams) {
        try {
            Process process = new ProcessBuilder(python, script.toString(), library, streams.toString())
                    .redirectError(ProcessBuilder.Redirect.to(streams.resolveSibling("detectors-" + library + ".log")
                            .toFile()))
                    .start();
            String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(library + " ended with " + process.exitValue() + ", see "
                        + Files.readString(streams.resolveSibling("detectors-" + library + ".log")));
            }
            List<DetectorRun> runs = new ArrayList<>();
            for (String line : lines.strip().split("\n")) {
                JsonNode row = EventCodec.mapper().readTree(line);
                List<Integer> delays = new ArrayList<>();
                row.required("delays").forEach(delay -> delays.add(delay.asInt()));
                runs.add(new DetectorRun(
                        row.required("subject").asText(),
                        row.required("falseAlarms").asInt(),
                        delays));
            }
            return runs;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + script + " with " + python, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Runs in which it found the fault. */
    long found() {
        return delays.stream().filter(delay -> delay > 0).count();
    }

    /** Mean over these. */
    double meanDelay() {
        return delays.stream()
                .filter(delay -> delay > 0)
                .mapToInt(Integer::intValue)
                .average()
                .orElse(Double.NaN);
    }
}
