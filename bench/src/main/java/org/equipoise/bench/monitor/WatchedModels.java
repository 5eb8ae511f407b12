package org.equipoise.bench.monitor;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.events.PredictionMade.Source;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.EventPublisher;

/** Models as a trainer would announce them, with references, and what they answer: all that it knows of an image. */
final class WatchedModels {

    /** The article's 1000, 100 and 50 images. */
    private static final List<Double> HEALTHY = List.of(0.87, 0.09, 0.04);

    private static final List<String> LABELS = List.of("none", "benign", "malignant");
    private static final String VERSION = "v1";
    private static final double SURE = 0.9;

    /** Devices that one site sends from. */
    private static final int STATIONS = 5;

    private final EventPublisher events;
    private final Clock clock;
    private final SplittableRandom random = new SplittableRandom(1);
    private long published;

    WatchedModels(EventPublisher events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    static String name(String prefix, int number) {
        return String.format(Locale.ROOT, "%s-%05d", prefix, number);
    }

    /** Promotes a model that healthy images of 10,000 are known of. */
    void announce(String model) {
        var reference = new HealthyReference(HEALTHY, List.of(0.86, 0.085, 0.036), List.of(0.88, 0.095, 0.044), 10_000);
        var champion = new Champion(
                VERSION, model + "/" + VERSION, new LabelSet(LABELS), new InputShape(28, 28, 1), reference);
        var decided = new ModelDecided(model, VERSION, "run", Outcome.PROMOTED, List.of(), champion, clock.instant());
        events.publish(Topics.MODELS_DECIDED, model, model + "/" + VERSION, decided);
    }

    /** One study of one image, answered as a healthy model would. */
    void healthy(String model) {
        predict(model, model, healthyAnswer());
    }

    /** The same by a producer that does not spread its records by model. */
    void healthyElsewhere(String model) {
        predict(model, "key-" + published, healthyAnswer());
    }

    private int healthyAnswer() {
        double u = random.nextDouble();
        return u < HEALTHY.get(0) ? 0 : u < HEALTHY.get(0) + HEALTHY.get(1) ? 1 : 2;
    }

    /** One study of one image, answered with this class. */
    void predict(String model, int answer) {
        predict(model, model, answer);
    }

    private void predict(String model, String key, int answer) {
        String study = "study-" + published++;
        // No two answers are equal to the bit, as those of a real model.
        double sure = SURE + 0.05 * random.nextDouble();
        double rest = (1 - sure) / 2;
        var event = new PredictionMade(
                model,
                VERSION,
                study,
                "image-" + study,
                "dataset",
                1,
                LABELS,
                List.of(answer == 0 ? sure : rest, answer == 1 ? sure : rest, answer == 2 ? sure : rest),
                new InputStatistics(110 + 20 * random.nextDouble(), 50 + 10 * random.nextDouble()),
                clock.instant(),
                clock.instant(),
                new Source("DX", "DX" + random.nextInt(STATIONS)));
        events.publish(Topics.PREDICTIONS_MADE, key, event.id(), event);
    }
}
