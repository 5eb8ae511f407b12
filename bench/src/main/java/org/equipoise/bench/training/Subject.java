package org.equipoise.bench.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.common.messaging.EventCodec;

/**
 * A process that measures one library with one network: a command a line in, a JSON object a line out. It does nothing
 * between two commands, so several can take turns.
 */
final class Subject implements AutoCloseable {

    private static final int SECONDS_TO_END = 30;

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final Path log;
    private final String name;
    private final long parameters;

    /**
     * Starts it.
     *
     * @param log gets what it writes to standard error
     */
    Subject(List<String> command, Map<String, String> environment, Path log) {
        this.log = log;
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        commands = process.outputWriter(StandardCharsets.UTF_8);
        JsonNode hello = answer();
        name = hello.required("subject").asText();
        parameters = hello.required("parameters").asLong();
    }

    /** Library and version. */
    String name() {
        return name;
    }

    /** Trained numbers of its network. */
    long parameters() {
        return parameters;
    }

    /** Measures something; the numbers by the way the library was used. */
    Map<String, double[]> measure(String what, double amount) {
        try {
            commands.write(what + " " + amount + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a measured process does not listen, see " + log, e);
        }
        Map<String, double[]> numbers = new LinkedHashMap<>();
        answer().fields().forEachRemaining(entry -> {
            double[] values = new double[entry.getValue().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = entry.getValue().get(i).asDouble();
            }
            numbers.put(entry.getKey(), values);
        });
        return numbers;
    }

    private JsonNode answer() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("a measured process ended, see " + log);
            }
            return EventCodec.mapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("a measured process does not answer, see " + log, e);
        }
    }

    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
