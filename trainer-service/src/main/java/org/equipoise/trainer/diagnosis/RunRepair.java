package org.equipoise.trainer.diagnosis;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.AnswerFault;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.evaluation.Evaluation.PerClass;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.ClassRecall;
import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.diagnosis.card.Diagnosis.Run;
import org.equipoise.trainer.training.EndedRun;
import org.equipoise.trainer.training.TrainedModel;
import org.jspecify.annotations.Nullable;

/**
 * Tells the diagnosis of a run what another run did that should repair it: both answer the same test images. Called
 * again it writes and says the same again.
 */
public final class RunRepair implements EndedRun.Aftermath {

    private final DiagnosisObjects kept;
    private final TestImages testImages;
    private final Predicate<Evaluation> refused;
    private final DiagnosisSink sink;

    /** @param refused whether the gate refuses such answers on the test split */
    public RunRepair(DiagnosisObjects kept, TestImages testImages, Predicate<Evaluation> refused, DiagnosisSink sink) {
        this.kept = kept;
        this.testImages = testImages;
        this.refused = refused;
        this.sink = sink;
    }

    @Override
    public void after(EndedRun ended) {
        TrainedModel model = ended.model();
        if (model != null) {
            tell(
                    ended.request(),
                    run -> model.test().size() == 0
                            ? without(ended.request(), run, "there are no test images")
                            : compared(
                                    ended.request(),
                                    run,
                                    Evaluation.of(
                                            model.test().confusion(),
                                            ended.dataset().labelSet())));
        }
    }

    @Override
    public void failed(TrainingRequested request, String why) {
        tell(request, run -> without(request, run, "it failed: " + why));
    }

    private void tell(TrainingRequested request, Function<Run, Repair> repair) {
        String first = request.repairs();
        Optional<Diagnosis> known = first == null ? Optional.empty() : kept.card(request.model(), first);
        known.ifPresent(card -> {
            Run run = card.run();
            if (run != null) {
                Diagnosis told = card.repaired(repair.apply(run));
                sink.made(Announcement.event(told, run), told, Announcement.page(told, run));
            }
        });
    }

    private Repair without(TrainingRequested request, Run run, String why) {
        return new Repair(
                request.runId(),
                "Nothing is repaired. " + done(request) + ", and " + why + ".",
                request.recipe(),
                request.settings(),
                macroF1(run.test()),
                null,
                false,
                List.of());
    }

    private Repair compared(TrainingRequested request, Run run, Evaluation after) {
        Evaluation before = run.test();
        boolean same = request.dataset().equals(run.dataset())
                && testImages.same(run.dataset(), run.datasetVersion(), request.datasetVersion());
        Optional<String> fault = AnswerFault.words(after);
        boolean repaired = same && fault.isEmpty() && !refused.test(after);
        String outcome = fault.map(words -> "it is not repaired: " + words)
                .orElse(
                        !same
                                ? "that proves no repair, for the test images are not those of the first run"
                                : repaired ? "no class is lost any more" : "the gate still refuses its recalls");
        return new Repair(
                request.runId(),
                done(request) + ". " + figures(before, after, same) + "; " + outcome + ".",
                request.recipe(),
                request.settings(),
                macroF1(before),
                after.macroF1(),
                repaired,
                before == null || !same ? List.of() : recalls(before, after));
    }

    private static String figures(@Nullable Evaluation before, Evaluation after, boolean same) {
        return before == null
                ? String.format(
                        Locale.ROOT,
                        "The first run made no model; this one has a macro-F1 of %.3f on %,d test images",
                        after.macroF1(),
                        after.images())
                : String.format(
                        Locale.ROOT,
                        "Macro-F1 %.3f becomes %.3f on %s %,d test images",
                        before.macroF1(),
                        after.macroF1(),
                        same ? "the same" : "other",
                        after.images());
    }

    private static String done(TrainingRequested request) {
        String settings = new TreeMap<>(request.settings())
                .entrySet().stream()
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining(", "));
        return "The recipe " + request.recipe() + (settings.isEmpty() ? "" : " with " + settings) + " was trained";
    }

    private static @Nullable Double macroF1(@Nullable Evaluation test) {
        return test == null ? null : Double.valueOf(test.macroF1());
    }

    private static List<ClassRecall> recalls(Evaluation before, Evaluation after) {
        return IntStream.range(
                        0, Math.min(before.classes().size(), after.classes().size()))
                .mapToObj(k -> recall(before.classes().get(k), after.classes().get(k)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ClassRecall> recall(PerClass before, PerClass after) {
        Double recall = before.recall();
        return recall == null
                ? Optional.empty()
                : Optional.of(new ClassRecall(before.name(), before.support(), recall, after.recall()));
    }
}
