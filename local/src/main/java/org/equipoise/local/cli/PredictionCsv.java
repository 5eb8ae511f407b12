package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.equipoise.common.csv.CsvLine;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.local.client.PredictionClient.Answer;
import org.equipoise.local.terminal.WholeFile;

/**
 * Predictions as a file: {@code path,label,predicted,p_<class>...,note}; one row per image in the set's order. A
 * refused image has a note instead of an answer.
 */
final class PredictionCsv {

    private PredictionCsv() {}

    /** Writes the file, replacing one that is there. */
    static void write(Path file, List<Answer> answers, Map<String, String> trueLabels) throws IOException {
        List<String> classes = answers.stream()
                .map(Answer::prediction)
                .filter(Objects::nonNull)
                .findFirst()
                .map(PredictionMade::labels)
                .orElse(List.of());
        WholeFile.write(file, out -> {
            List<String> header = new ArrayList<>(List.of("path", "label", "predicted"));
            classes.forEach(name -> header.add("p_" + name));
            header.add("note");
            out.write(line(header));
            for (Answer answer : answers) {
                out.write(line(row(answer, classes, trueLabels)));
            }
        });
    }

    private static List<String> row(Answer answer, List<String> classes, Map<String, String> trueLabels) {
        String path = answer.image().path();
        List<String> row = new ArrayList<>(List.of(path, trueLabels.getOrDefault(path, "")));
        PredictionMade prediction = answer.prediction();
        if (prediction == null) {
            row.add("");
            classes.forEach(name -> row.add(""));
            row.add(answer.refusal() == null ? "" : answer.refusal());
        } else {
            row.add(prediction.labels().get(prediction.predictedClass()));
            prediction.probabilities().forEach(p -> row.add(Double.toString(p)));
            row.add("");
        }
        return row;
    }

    /** One row with its line break. */
    static String line(List<String> fields) {
        return CsvLine.of(fields) + "\n";
    }
}
