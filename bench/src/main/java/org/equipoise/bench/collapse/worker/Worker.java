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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.bench.collapse.DataSplits;
import org.equipoise.bench.collapse.Design;
import org.equipoise.bench.collapse.Job;
import org.equipoise.bench.collapse.PlannedRun;
import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Evidence;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.repair.Ladder;
import org.equipoise.diagnosis.repair.Proposal;
import org.equipoise.diagnosis.repair.RunSettings;
import org.equipoise.trainer.diagnosis.RunExamination;
import org.equipoise.trainer.training.NetworkFactory;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * A process that trains and examines: a {@link Job} a line in, a JSON object a line out. Arguments: folder with the
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
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Job job = EventCodec.mapper().readValue(line, Job.class);
            out.println(EventCodec.mapper().writeValueAsString(worker.done(job)));
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

    private Map<String, Object> done(Job job) {
        PlannedRun run = PlannedRun.of(job.run());
        DataSplits splits = read.computeIfAbsent(run.dataset(), name -> DataSplits.read(data.resolve(name + ".npz")));
        Design design = run.design(splits);
        Job.Repair repair = job.repair();
        return repair == null ? made(run, design) : Map.of("tried", repaired(run, design, repair));
    }

    private Map<String, Object> made(PlannedRun run, Design design) {
        NetworkFactory spoilt = networks.apply(Map.of(
                "dead",
                design.spoiling().dead(),
                "statisticsHeld",
                design.spoiling().statisticsHeld()));
        RunTrainer.Trained trained = new RunTrainer(spoilt).train(run.dataset(), design, RunTrainer.CUSTOM, run.seed());
        Map<String, Object> made = answered(trained);
        made.put("failure", trained.run().failure());
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

    private static Map<String, Object> answered(RunTrainer.Trained trained) {
        Map<String, Object> answered = new LinkedHashMap<>();
        SplitPredictions answers = trained.run().answers();
        answered.put("trainingSeconds", trained.seconds());
        answered.put("fault", answers == null ? "no-model" : fault(answers.confusion()));
        answered.put("macroF1", answers == null ? 0.0 : answers.confusion().macroF1());
        answered.put(
                "balancedAccuracy", answers == null ? 0.0 : answers.confusion().balancedAccuracy());
        return answered;
    }

    /** Trains what the ladder proposes, in its order, by a program that has no fault, until it is enough. */
    private List<Map<String, Object>> repaired(PlannedRun run, Design design, Job.Repair repair) {
        Map<Measure, Double> measures = new EnumMap<>(Measure.class);
        repair.measures()
                .forEach((name, value) -> measures.put(Measure.named(name).orElseThrow(), value));
        List<Cause> causes = repair.causes().stream()
                .map(name -> Cause.named(name).orElseThrow())
                .toList();
        var trainer = new RunTrainer(networks.apply(Map.of()));
        var settings = new RunSettings(
                run.dataset(),
                RunTrainer.MODALITY,
                RunTrainer.CUSTOM,
                design.settings(),
                trainer.recipe(run.dataset(), design, RunTrainer.CUSTOM).settings());
        List<Map<String, Object>> tried = new ArrayList<>();
        for (Proposal proposal : Ladder.of(causes, Evidence.of(measures), false, null, settings)) {
            String recipe = proposal.recipe();
            if (recipe == null || proposal.needsAPerson()) {
                continue;
            }
            RunTrainer.Trained trained =
                    trainer.train(run.dataset(), design.mended(proposal.settings()), recipe, run.seed());
            Map<String, Object> answered = answered(trained);
            answered.put("rung", proposal.rung());
            answered.put("recipe", recipe);
            answered.put(
                    "settings",
                    new TreeMap<>(proposal.settings())
                            .entrySet().stream()
                                    .map(setting -> setting.getKey() + "=" + setting.getValue())
                                    .collect(Collectors.joining(" ")));
            tried.add(answered);
            SplitPredictions answers = trained.run().answers();
            if (answers != null && answers.confusion().macroF1() >= repair.enough()) {
                break;
            }
        }
        return tried;
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
