package org.equipoise.local.examination;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.diagnosis.files.ImagesFile;
import org.equipoise.diagnosis.model.ModelAnswer;
import org.equipoise.diagnosis.model.ModelExamination;
import org.equipoise.diagnosis.model.ModelQuestion;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.stack.EnvironmentException;

/**
 * A JVM with the trainer's libraries that loads one model and ends, because there is no TensorFlow here. It is bounded
 * in heap and time, and ends when this process does, however that is: it reads from a pipe that ends with it.
 */
public final class ExaminingProcess {

    private static final String HEAP = "-Xmx1g";
    private static final String MAIN = "org.equipoise.trainer.app.ModelExaminer";
    /** To unpack the library, load the model, confirm and look at the weights. */
    private static final Duration BESIDE_THE_SEARCH = Duration.ofMinutes(3);

    /** Exit codes after Ctrl-C and after SIGTERM. */
    private static final Set<Integer> STOPPED = Set.of(130, 143);

    private final Path project;
    private final Path log;
    private final Duration beside;

    /**
     * @param project where the trainer was built
     * @param log where the process says what it has to say; replaced
     */
    public ExaminingProcess(Path project, Path log) {
        this(project, log, BESIDE_THE_SEARCH);
    }

    ExaminingProcess(Path project, Path log, Duration beside) {
        this.project = project;
        this.log = log;
        this.beside = beside;
    }

    /** What is asked, but for where the images are. */
    @FunctionalInterface
    public interface Question {
        ModelQuestion of(Path images);
    }

    /**
     * Asks.
     *
     * @throws ClientException if the model cannot be examined, with why
     * @throws EnvironmentException if the trainer is not built
     */
    public ModelExamination examine(List<LabelledPixels> images, Question asked) throws IOException {
        String classPath = classPath();
        Path folder = Files.createTempDirectory("equipoise-model");
        // The images are not left behind when somebody stops the command.
        var stopped = new Thread(() -> delete(folder), "delete-images");
        Runtime.getRuntime().addShutdownHook(stopped);
        try {
            Path file = folder.resolve("images");
            ImagesFile.write(file, images);
            ModelQuestion question = asked.of(file);
            Files.write(folder.resolve("question.json"), EventCodec.write(question));
            run(classPath, folder, Duration.ofSeconds(question.seconds()).plus(beside));
            return answer(folder.resolve("answer.json"));
        } finally {
            if (forget(stopped)) {
                delete(folder);
            }
        }
    }

    /** Whether it is not under way already. */
    private static boolean forget(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static ModelExamination answer(Path file) throws IOException {
        ModelAnswer answer;
        try {
            answer = EventCodec.read(Files.readAllBytes(file), ModelAnswer.class);
        } catch (MalformedEventException e) {
            throw new IllegalStateException("an answer about a model that cannot be read", e);
        }
        if (answer.examination() == null) {
            throw new ClientException(String.valueOf(answer.failure()));
        }
        return answer.examination();
    }

    private void run(String classPath, Path folder, Duration most) throws IOException {
        Path logs = log.toAbsolutePath().getParent();
        if (logs != null) {
            Files.createDirectories(logs);
        }
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-Djava.awt.headless=true",
                        "-cp",
                        classPath,
                        MAIN,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "2");
        builder.environment().putIfAbsent("TF_FORCE_GPU_ALLOW_GROWTH", "true");
        Process process = builder.start();
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ClientException("the model did not answer within " + most.toSeconds()
                        + " s: --minutes gives it more time (log: " + log + ")");
            }
            if (STOPPED.contains(process.exitValue())) {
                throw new ClientException("stopped");
            }
            if (process.exitValue() != 0) {
                throw new ClientException("the process that looked into the model ended with exit code "
                        + process.exitValue() + ": the model is damaged or needs more memory than there is (log: " + log
                        + ")");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("stopped");
        } finally {
            process.destroyForcibly();
        }
    }

    private String classPath() {
        Path built = project.resolve("trainer-service/target/quarkus-app");
        List<Path> folders =
                Stream.of("app", "lib/main", "lib/boot").map(built::resolve).toList();
        if (!folders.stream().allMatch(Files::isDirectory)) {
            throw new EnvironmentException("the trainer is not built in " + built + ": start ./equipoise without"
                    + " EQUIPOISE_NO_BUILD, or run mvn -DskipTests package");
        }
        return folders.stream()
                .map(folder -> folder.resolve("*").toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder, e);
        }
    }
}
