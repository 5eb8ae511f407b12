package org.equipoise.local.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.PredictionClient.Answer;
import org.equipoise.local.terminal.EvaluationTable;
import org.jspecify.annotations.Nullable;

/**
 * What a model said about a set.
 *
 * @param images that were sent
 * @param scored of these, the ones that were answered
 * @param answers by class
 * @param firstRefusal why the first refused image was refused; absent where none was
 * @param out the file with every answer
 * @param evaluation against the set's own labels; absent where it has none
 * @param firing alerts of this model that fire now
 */
record PredictionResult(
        String model,
        long images,
        long scored,
        Map<String, Long> answers,
        @Nullable String firstRefusal,
        String out,
        double seconds,
        @Nullable Evaluation evaluation,
        List<AlertChanged> firing) {

    static PredictionResult of(
            String model,
            List<Answer> answers,
            Map<String, String> trueLabels,
            Path out,
            double seconds,
            List<AlertChanged> firing) {
        List<PredictionMade> predictions = answers.stream()
                .map(Answer::prediction)
                .filter(Objects::nonNull)
                .toList();
        Map<String, Long> shares = predictions.stream()
                .collect(Collectors.groupingBy(
                        p -> p.labels().get(p.predictedClass()), TreeMap::new, Collectors.counting()));
        String refusal = answers.stream()
                .filter(answer -> answer.refusal() != null)
                .findFirst()
                .map(answer -> answer.image().path() + ": " + answer.refusal())
                .orElse(null);
        return new PredictionResult(
                model,
                answers.size(),
                predictions.size(),
                shares,
                refusal,
                out.toString(),
                seconds,
                evaluation(answers, trueLabels),
                firing);
    }

    private static @Nullable Evaluation evaluation(List<Answer> answers, Map<String, String> trueLabels) {
        ConfusionMatrix matrix = null;
        LabelSet labelSet = null;
        for (Answer answer : answers) {
            PredictionMade prediction = answer.prediction();
            String label = trueLabels.get(answer.image().path());
            if (prediction == null || label == null || !prediction.labels().contains(label)) {
                continue;
            }
            if (matrix == null) {
                labelSet = new LabelSet(prediction.labels());
                matrix = new ConfusionMatrix(labelSet.size());
            }
            matrix.add(prediction.labels().indexOf(label), prediction.predictedClass());
        }
        return matrix == null || labelSet == null ? null : Evaluation.of(matrix, labelSet);
    }

    /** For a person. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d of %s scored in %.1f s: %s. Written to %s",
                scored,
                Counted.of(images, "image"),
                seconds,
                answers.entrySet().stream()
                        .map(answer -> answer.getKey() + ": " + answer.getValue())
                        .collect(Collectors.joining(", ")),
                out));
        Evaluation judged = evaluation;
        if (judged != null) {
            EvaluationTable.lines(judged).forEach(line -> lines.add("  " + line));
            lines.add("  " + EvaluationTable.summary(judged));
        }
        return lines;
    }

    /** What a person should not miss. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (scored < images) {
            problems.add(String.format(Locale.ROOT, "%,d refused, e.g. %s", images - scored, firstRefusal));
        }
        for (AlertChanged alert : firing) {
            problems.add("ALERT, firing since " + alert.since() + ": " + alert.summary());
        }
        return problems;
    }
}
