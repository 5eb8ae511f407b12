package org.equipoise.diagnosis.model;

import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.diagnosis.preprocessing.SearchResult;

/**
 * What was found out about a model by asking it.
 *
 * @param input what it takes
 * @param takesBytes whether its own graph scales
 * @param channelsFirst whether its signature wants the channels before height and width; they are fed so
 * @param oneUnit whether one output stands for the second of two classes
 * @param result of the search
 * @param labels classes of the confirming images; of all images where there were too few to search
 * @param notNumbers of them, those to which the model answers no numbers today
 * @param today probabilities of those images as they are fed today
 * @param after the same under what was chosen; empty where nothing was
 * @param layers which are as before any training; of none where the model has no variables with names
 */
public record ModelExamination(
        InputShape input,
        boolean takesBytes,
        boolean channelsFirst,
        boolean oneUnit,
        SearchResult result,
        List<Integer> labels,
        int notNumbers,
        List<List<Double>> today,
        List<List<Double>> after,
        LayersAtStart layers) {

    public ModelExamination {
        labels = List.copyOf(labels);
        today = List.copyOf(today);
        after = List.copyOf(after);
    }
}
