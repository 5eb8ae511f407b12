package org.equipoise.trainer.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.diagnosis.preprocessing.Catalogue;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.PreprocessingSearch;

/**
 * The exact difference: what gives again, number by number, the answers that were kept at a registration. Other
 * preprocessings may answer the same classes, but not with the same probabilities.
 */
final class RememberedAnswers {

    /** As the gate compares serving with training. */
    private static final double SAME = 1e-3;

    private static final double WORTH_SAYING = 0.05;

    private final PreprocessingSearch search;
    private final Catalogue catalogue;
    private final int classes;

    RememberedAnswers(PreprocessingSearch search, Catalogue catalogue, int classes) {
        this.search = search;
        this.catalogue = catalogue;
        this.classes = classes;
    }

    /** Empty where today's answers are those that were kept, or nothing gives them, or it makes no difference. */
    Optional<ServingDifference> difference(List<HeldImages.Kept> kept, List<LabelledPixels> held, Preprocessing today) {
        if (held.isEmpty()) {
            return Optional.empty();
        }
        return kept.stream()
                .filter(one -> distance(one, today) > SAME)
                .flatMap(one -> nearest(one, today).stream())
                .findFirst()
                .map(right -> new ServingDifference(
                        today,
                        right,
                        true,
                        0,
                        balancedAccuracy(held, today),
                        balancedAccuracy(held, right),
                        held.size(),
                        catalogue.values().size()))
                .filter(difference -> difference.gain() >= WORTH_SAYING);
    }

    /** Where an answer is sure, others come near it, too: the nearest counts. */
    private Optional<Preprocessing> nearest(HeldImages.Kept kept, Preprocessing today) {
        Map<Preprocessing, Double> distances = new LinkedHashMap<>();
        catalogue.values().forEach(values -> distances.put(today.with(values), distance(kept, today.with(values))));
        return distances.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .filter(nearest -> nearest.getValue() <= SAME)
                .map(Map.Entry::getKey);
    }

    /** Largest difference of a probability; beyond all others where it is no number. */
    private double distance(HeldImages.Kept kept, Preprocessing preprocessing) {
        List<List<Double>> rows = search.answers(kept.images(), preprocessing).rows();
        double largest = 0;
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < classes; k++) {
                double difference =
                        Math.abs(rows.get(i).get(k) - kept.answers().get(i).get(k));
                largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
            }
        }
        return largest;
    }

    private double balancedAccuracy(List<LabelledPixels> images, Preprocessing preprocessing) {
        List<List<Double>> rows = search.answers(images, preprocessing).rows();
        var confusion = new ConfusionMatrix(classes);
        for (int i = 0; i < rows.size(); i++) {
            List<Double> row = rows.get(i);
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = row.get(k) > row.get(best) ? k : best;
            }
            confusion.add(images.get(i).label(), best);
        }
        return confusion.balancedAccuracy();
    }
}
