package org.equipoise.monitor.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.monitor.console.AuditRow.Origin;

/**
 * Collects the answers that somebody asks for and then what readers said about their images: first all predictions,
 * then all standings. A record that comes twice counts once.
 */
public final class AuditTrail {

    private final Predicate<PredictionMade> wanted;
    private final int most;
    private final Map<String, PredictionMade> predictions = new LinkedHashMap<>();
    private final Set<String> images = new HashSet<>();
    /** Ids of images of which an answer names no dataset. */
    private final Set<String> nameless = new HashSet<>();

    private final Map<String, LabelChecked> standings = new HashMap<>();
    private boolean cut;

    /**
     * A trail of nothing yet.
     *
     * @param most at most so many answers, the first ones that come
     */
    public AuditTrail(Predicate<PredictionMade> wanted, int most) {
        this.wanted = wanted;
        this.most = most;
    }

    /** Takes an answer if it is wanted. */
    public void predicted(PredictionMade event) {
        if (!wanted.test(event) || predictions.containsKey(event.id())) {
            return;
        }
        if (predictions.size() == most) {
            cut = true;
            return;
        }
        predictions.put(event.id(), event);
        images.add(key(event));
        if (event.dataset() == null) {
            nameless.add(event.imageId());
        }
    }

    /** Takes a standing if it is of an image that was answered; the last one counts. */
    public void checked(LabelChecked event) {
        if (images.contains(event.key()) || nameless.contains(event.imageId())) {
            standings.put(event.key(), event);
        }
    }

    /** Whether there were more answers than were to be collected. */
    public boolean isCut() {
        return cut;
    }

    /**
     * The rows in the order of their times, without those of images that are kept from whoever asks: what a model
     * answers is an opinion.
     *
     * @param origin where a model's version comes from
     * @param blinding what is kept from whoever asks
     */
    public List<AuditRow> rows(BiFunction<String, String, Origin> origin, Blinding blinding) {
        List<AuditRow> rows = new ArrayList<>();
        for (PredictionMade made : predictions.values()) {
            if (!isHidden(made, blinding)) {
                rows.add(AuditRow.of(made, origin.apply(made.model(), made.modelVersion()), standings.get(key(made))));
            }
        }
        rows.sort(Comparator.comparing(AuditRow::predictedAt)
                .thenComparing(AuditRow::image)
                .thenComparing(AuditRow::modelVersion));
        return rows;
    }

    private boolean isHidden(PredictionMade made, Blinding blinding) {
        return made.dataset() == null
                ? standings.values().stream()
                        .anyMatch(standing -> standing.imageId().equals(made.imageId()) && blinding.hides(standing))
                : blinding.hides(standings.get(key(made)));
    }

    private static String key(PredictionMade made) {
        String dataset = made.dataset();
        return dataset == null ? "" : ImageKey.of(dataset, made.imageId());
    }
}
