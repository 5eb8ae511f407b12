package org.equipoise.bench.collapse.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.equipoise.bench.collapse.DataSplits;
import org.equipoise.bench.collapse.Design;
import org.equipoise.bench.collapse.PlannedRun;
import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.trainer.diagnosis.RunExamination;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * A process that trains and examines: a run's key a line in, a JSON object a line out. Arguments: folder with the
 * prepared datasets, seconds of an examination, folder for short-lived files.
 */
public final class Worker {

    /** Of {@code bench/measured}: it looks into packages of the trainer, and nothing is compiled against it. */
    private static final String NETWORKS = "org.equipoise.trainer.tensorflow.SpoiltTensorFlow";

    private final Path data;
    private final Duration budget;
    private final Function<Map<String, Double>, NetworkFactory> networks;
    private final Map<String, DataSplits> read = new HashMap<>();

    private Worker(Path data, Duration budget, Function<Map<String, Double>, NetworkFactory> networks) {
        this.data = data;
        this.budget = budget;
        this.networks = networks;
    }

    public static void main(String[] arguments) throws IOException {
        // Native code and loggers write to standard output, too.
        PrintStream out = System.out;
        System.setOut(System.err);
        var worker = new Worker(
                Path.of(arguments[0]),
                Duration.ofSeconds(Long.parseLong(arguments[1])),
                networks(Path.of(arguments[2])));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String key = lines.readLine(); key != null; key = lines.readLine()) {
            out.println(EventCodec.mapper().writeValueAsString(worker.made(PlannedRun.of(key))));
            out.flush();
        }
        System.exit(0);
    }

    @SuppressWarnings("unchecked")
    private static Function<Map<String, Double>, NetworkFactory> networks(Path scratch) {
        try {
            return (Function<Map<String, Double>, NetworkFactory>)
                    Class.forName(NETWORKS).getConstructor(Path.class).newInstance(scratch);
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | InstantiationException
                | IllegalAccessException
                | InvocationTargetException e) {
            throw new IllegalStateException(NETWORKS + " is not on the class path: use bench/run", e);
        }
    }

    private Map<String, Object> made(PlannedRun run) {
        DataSplits splits = read.computeIfAbsent(run.dataset(), name -> DataSplits.read(data.resolve(name + ".npz")));
        Design design = run.design(splits);
        NetworkFactory spoilt = networks.apply(Map.of(
                "dead",
                design.spoiling().dead(),
                "statisticsHeld",
                design.spoiling().statisticsHeld()));
        RunTrainer.Trained trained = new RunTrainer(spoilt).train(run.dataset(), design, run.seed());
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("failure", trained.run().failure());
        made.put("trainingSeconds", trained.seconds());
        SplitPredictions answers = trained.run().answers();
        made.put("fault", answers == null ? "no-model" : fault(answers.confusion()));
        made.put("macroF1", answers == null ? 0 : answers.confusion().macroF1());
        made.put("balancedAccuracy", answers == null ? 0 : answers.confusion().balancedAccuracy());
        long begin = System.nanoTime();
        // It knows nothing of what was injected, and its own networks are as they should be.
        Evidence evidence = new RunExamination(networks.apply(Map.of()), Clock.systemUTC(), () -> false)
                .examine(trained.run(), budget)
                .evidence();
        made.put("diagnosisSeconds", (System.nanoTime() - begin) / 1e9);
        Map<String, Double> measures = new LinkedHashMap<>();
        evidence.known()
                .forEach(measure ->
                        measures.put(measure.wireName(), evidence.value(measure).orElseThrow()));
        made.put("measures", measures);
        return made;
    }

    private static String fault(ConfusionMatrix answers) {
        int classes = answers.classes();
        List<Double> recalls = IntStream.range(0, classes)
                .mapToObj(k -> answers.recall(k).orElse(0))
                .toList();
        List<Double> shares = Arrays.stream(IntStream.range(0, classes)
                        .mapToDouble(k -> answers.predicted(k) / (double) answers.total())
                        .toArray())
                .boxed()
                .toList();
        Optional<AnswerFault> fault = AnswerFault.of(recalls, k -> answers.support(k) > 0, shares);
        return fault.map(f -> switch (f.kind()) {
                    case ONE_CLASS -> "one-class";
                    case CLASS_LOST -> "class-lost";
                })
                .orElse("none");
    }
}
