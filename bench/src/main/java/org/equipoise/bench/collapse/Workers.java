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
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.bench.training.MeasuredProgram;
import org.equipoise.common.messaging.EventCodec;

/** Processes side by side that do jobs, each on one thread; a job that ends its process is left for a later call. */
final class Workers {

    private static final String HEAP = "-Xmx768m";
    private static final String MAIN = "org.equipoise.bench.collapse.worker.Worker";
    private static final int SECONDS_TO_END = 30;

    private final Path project;
    private final Path data;
    private final int budgetSeconds;
    private final PrintStream out;
    private final List<String> failures = new ArrayList<>();
    private int done;

    /**
     * @param data folder with prepared datasets
     * @param budgetSeconds of an examination
     */
    Workers(Path project, Path data, int budgetSeconds, PrintStream out) {
        this.project = project;
        this.data = data;
        this.budgetSeconds = budgetSeconds;
        this.out = out;
    }

    /** Keeps what a job's process answered, and says it in words. */
    @FunctionalInterface
    interface Keeper {
        String keep(Job job, JsonNode answer);
    }

    /** Does all of them; each is kept as soon as it is done. Says what went wrong. */
    List<String> work(List<Job> jobs, int workers, Keeper keeper) {
        Iterator<Job> next = jobs.iterator();
        String classPath = String.join(
                File.pathSeparator,
                MeasuredProgram.compile(project).toString(),
                project.resolve("bench/target/classes").toString(),
                MeasuredProgram.service(project),
                project.resolve("augment-service/target/classes").toString());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(workers, jobs.size()); i++) {
            int number = i + 1;
            var thread = new Thread(() -> work(next, jobs.size(), classPath, number, keeper), "worker-" + number);
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

    private void work(Iterator<Job> jobs, int all, String classPath, int number, Keeper keeper) {
        Path log = project.resolve("bench/results/collapse-worker-" + number + ".log");
        Job job = taken(jobs);
        while (job != null) {
            try (var process = new Running(classPath, log)) {
                while (job != null) {
                    done(keeper, job, process.answer(job), all);
                    job = taken(jobs);
                }
            } catch (IOException | RuntimeException e) {
                failed(job, log, e);
                job = taken(jobs);
            }
        }
    }

    private static @org.jspecify.annotations.Nullable Job taken(Iterator<Job> jobs) {
        synchronized (jobs) {
            return jobs.hasNext() ? jobs.next() : null;
        }
    }

    private synchronized void failed(@org.jspecify.annotations.Nullable Job job, Path log, Exception why) {
        String failure = (job == null ? "a worker" : job.run()) + " was not made: " + why.getMessage() + ", see " + log;
        failures.add(failure);
        out.println(failure);
    }

    private synchronized void done(Keeper keeper, Job job, JsonNode answer, int all) {
        String words = keeper.keep(job, answer);
        done++;
        out.printf(Locale.ROOT, "%4d of %d  %-75s %s%n", done, all, job.run(), words);
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

        JsonNode answer(Job job) throws IOException {
            commands.write(EventCodec.mapper().writeValueAsString(job) + "\n");
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
