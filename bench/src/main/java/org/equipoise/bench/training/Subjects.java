package org.equipoise.bench.training;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How each measured process is started.
 *
 * @param project folder with the built trainer service
 * @param pythons interpreter with the library installed, by {@code keras} and {@code torch}; absent where it is not
 */
record Subjects(Path project, Map<String, String> pythons, int threads) {

    static final String OURS = "equipoise";

    static final String KERAS = "keras";
    static final String TORCH = "torch";

    /** The heap the launcher gives the service. */
    private static final String HEAP = "512m";
    /** Small and touched at once: what grows afterwards is not heap. */
    private static final String STEADY_HEAP = "192m";

    Subjects {
        pythons = Map.copyOf(pythons);
    }

    /** Ours first, then the peers that can run here. */
    List<String> available() {
        List<String> subjects = new ArrayList<>(List.of(OURS));
        pythons.keySet().stream().sorted().forEach(subjects::add);
        return subjects;
    }

    /** Those of them that have this network. */
    List<String> available(Case network) {
        return network.compared() ? available() : List.of(OURS);
    }

    Subject start(String subject, Case network, int batch) {
        if (subject.equals(OURS)) {
            return ours(network, batch, List.of("-Xmx" + HEAP));
        }
        String python = java.util.Objects.requireNonNull(pythons.get(subject), subject);
        List<String> command = new ArrayList<>(
                List.of(python, project.resolve("bench/peers/training.py").toString(), subject));
        command.addAll(arguments(network, batch));
        return new Subject(command, environment(), log(subject));
    }

    /** Ours, with a heap that is all there from the start. */
    Subject forMemory(Case network, int batch) {
        return ours(network, batch, List.of("-Xms" + STEADY_HEAP, "-Xmx" + STEADY_HEAP, "-XX:+AlwaysPreTouch"));
    }

    private Subject ours(Case network, int batch, List<String> heap) {
        String service = MeasuredProgram.service(project);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(heap);
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-cp", MeasuredProgram.compile(project) + File.pathSeparator + service, "Trainer"));
        command.addAll(arguments(network, batch));
        return new Subject(command, environment(), log(OURS));
    }

    private List<String> arguments(Case network, int batch) {
        return List.of(
                network.network(),
                Integer.toString(network.side()),
                Integer.toString(batch),
                Integer.toString(threads));
    }

    /** The same for all. Without peers a GPU may compute, if the service was built for one: nothing is compared. */
    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("TF_ENABLE_ONEDNN_OPTS", "1");
        environment.put("TF_OVERRIDE_GLOBAL_THREADPOOL", "1");
        environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        if (!pythons.isEmpty()) {
            environment.put("CUDA_VISIBLE_DEVICES", "-1");
        }
        return environment;
    }

    private Path log(String subject) {
        return project.resolve("bench/results/training-" + subject + ".log");
    }
}
