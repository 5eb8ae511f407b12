package org.equipoise.bench.collapse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.bench.training.MeasuredProgram;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;

/** Processes side by side that make runs, each on one thread; a run that ends its process is left for a later call. */
final class Workers {

    private static final String HEAP = "-Xmx768m";
    private static final String MAIN = "org.equipoise.bench.collapse.worker.Worker";
    private static final int SECONDS_TO_END = 30;

    private final Path project;
    private final Path data;
    private final int budgetSeconds;
    private final String commit;
    private final RunsFile file;
    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private int done;

    /** @param data folder with prepared datasets */
    Workers(Path project, Path data, int budgetSeconds, String commit, RunsFile file, PrintStream out) {
        this.project = project;
        this.data = data;
        this.budgetSeconds = budgetSeconds;
        this.commit = commit;
        this.file = file;
        this.out = out;
    }

    /** Makes all of them; each is in the file as soon as it is made. Says what went wrong. */
    List<String> make(List<PlannedRun> runs, int workers) {
        Iterator<PlannedRun> next = runs.iterator();
        String classPath = String.join(
                File.pathSeparator,
                MeasuredProgram.compile(project).toString(),
                project.resolve("bench/target/classes").toString(),
                MeasuredProgram.service(project),
                project.resolve("augment-service/target/classes").toString());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(workers, runs.size()); i++) {
            int number = i + 1;
            var thread = new Thread(() -> work(next, runs.size(), classPath, number), "worker-" + number);
            thread.start();
            threads.add(thread);
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.copyOf(failures);
    }

    private void work(Iterator<PlannedRun> runs, int all, String classPath, int number) {
        Path log = project.resolve("bench/results/collapse-worker-" + number + ".log");
        PlannedRun run = taken(runs);
        while (run != null) {
            try (var process = new Running(classPath, log)) {
                while (run != null) {
                    made(run, process.answer(run), all);
                    run = taken(runs);
                }
            } catch (IOException | RuntimeException e) {
                failed(run, log, e);
                run = taken(runs);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable PlannedRun taken(Iterator<PlannedRun> runs) {
        synchronized (runs) {
            return runs.hasNext() ? runs.next() : null;
        }
    }

    private synchronized void failed(@org.jspecify.annotations.Nullable PlannedRun run, Path log, Exception why) {
        String failure = (run == null ? "a worker" : run.key()) + " was not made: " + why.getMessage() + ", see " + log;
        failures.add(failure);
        out.println(failure);
    }

    private synchronized void made(PlannedRun run, JsonNode answer, int all) {
        Evidence evidence = Evidence.NONE;
        for (Map.Entry<String, JsonNode> measure : answer.required("measures").properties()) {
            evidence = evidence.with(
                    Measure.named(measure.getKey()).orElseThrow(),
                    measure.getValue().asDouble());
        }
        var row = new RunRow(
                commit,
                run,
                answer.required("failure").asText(),
                answer.required("fault").asText(),
                answer.required("macroF1").asDouble(),
                answer.required("balancedAccuracy").asDouble(),
                answer.required("trainingSeconds").asDouble(),
                answer.required("diagnosisSeconds").asDouble(),
                evidence);
        file.add(row);
        done++;
        out.printf(
                Locale.ROOT,
                "%4d of %d  %-75s %-10s macro-F1 %.2f  %.1f + %.1f s%n",
                done,
                all,
                run.key(),
                row.fault(),
                row.macroF1(),
                row.trainingSeconds(),
                row.diagnosisSeconds());
    }

    /** One process. */
    private final class Running implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final Writer commands;

        Running(String classPath, Path log) throws IOException {
            Path scratch = Files.createTempDirectory("equipoise-collapse");
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            HEAP,
                            "-XX:+UseSerialGC",
                            "-cp",
                            classPath,
                            MAIN,
                            data.toString(),
                            Integer.toString(budgetSeconds),
                            scratch.toString())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().put("OMP_NUM_THREADS", "1");
            builder.environment().put("TF_CPP_MIN_LOG_LEVEL", "2");
            process = builder.start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            commands = process.outputWriter(StandardCharsets.UTF_8);
        }

        JsonNode answer(PlannedRun run) throws IOException {
            commands.write(run.key() + "\n");
            commands.flush();
            String line = answers.readLine();
            if (line == null) {
                throw new IOException("its process ended");
            }
            return EventCodec.mapper().readTree(line);
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
}
