package org.equipoise.trainer.canary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.CanariesReplayed.Tested;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.jspecify.annotations.Nullable;

/**
 * Replays the canaries of a version through the model that this process serves with: the same object in memory that
 * answers studies, or one loaded as it would be where the model answers none at present; fed with the images as they
 * are read, decoded and fitted for scoring. What was frozen at registration takes the place of an image that is no
 * longer in the store.
 */
public final class CanaryReplays {

    /** Turns that may pass until an instance that was not heard of is taken for gone: one may fail, one may be slow. */
    private static final int TURNS = 3;

    private final Registered versions;
    private final ServedInputs inputs;
    private final ServedModel served;
    private final Clock clock;
    private final Duration every;
    private final String instance;

    /** The model in memory that answers studies. */
    @FunctionalInterface
    public interface ServedModel {

        /**
         * Its answers.
         *
         * @throws UnusableModelException if it cannot be loaded or does not answer
         */
        ClassProbabilities classify(String model, Champion champion, ImageBatch batch);
    }

    /** What is kept of registered versions. */
    public interface Registered {

        /** The canaries of a version, or empty when it has none. */
        Optional<Canaries> canaries(Champion version);

        /** The dataset that a version was trained or judged on; empty when it has no card that can be read. */
        Optional<String> dataset(String model, String version);
    }

    /**
     * @param every time between two replays
     * @param instance id of this process, unlike any other's that scores
     */
    public CanaryReplays(
            Registered versions,
            ServedInputs inputs,
            ServedModel served,
            Clock clock,
            Duration every,
            String instance) {
        this.versions = versions;
        this.inputs = inputs;
        this.served = served;
        this.clock = clock;
        this.every = every;
        this.instance = instance;
    }

    /**
     * Replays the canaries of the version that serves; empty where none serves or it has none.
     *
     * @throws org.equipoise.common.storage.StorageException if the store does not answer
     */
    public Optional<CanariesReplayed> replay(ModelDecided last) {
        Champion champion = last.champion();
        if (champion == null) {
            return Optional.empty();
        }
        return versions.canaries(champion)
                .filter(canaries -> canaries.size() > 0)
                .map(canaries -> replay(last.model(), champion, canaries));
    }

    private CanariesReplayed replay(String model, Champion champion, Canaries canaries) {
        int length = canaries.format().imageBytes();
        byte[] pixels = canaries.pixels().clone();
        int present = 0;
        int equal = 0;
        List<Optional<byte[]>> found = inputs(model, champion, canaries);
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).isPresent()) {
                byte[] input = found.get(i).get();
                present++;
                equal += Arrays.equals(pixels, i * length, (i + 1) * length, input, 0, input.length) ? 1 : 0;
                System.arraycopy(input, 0, pixels, i * length, length);
            }
        }
        try {
            ClassProbabilities answers =
                    served.classify(model, champion, ImageBatch.slice(canaries.format(), pixels, 0, canaries.size()));
            return event(
                    model,
                    champion,
                    results(champion, canaries, answers),
                    difference(canaries, answers),
                    present,
                    equal,
                    null);
        } catch (UnusableModelException e) {
            return event(model, champion, List.of(), null, present, equal, cut(String.valueOf(e.getMessage())));
        }
    }

    private List<Optional<byte[]>> inputs(String model, Champion champion, Canaries canaries) {
        List<String> imageIds =
                IntStream.range(0, canaries.size()).mapToObj(canaries::imageId).toList();
        return versions.dataset(model, champion.version())
                .map(dataset -> inputs.inputs(champion, dataset, imageIds))
                .orElse(List.of());
    }

    private static List<ClassResult> results(Champion champion, Canaries canaries, ClassProbabilities answers) {
        List<ClassResult> results = new ArrayList<>();
        List<String> names = champion.labelSet().classes();
        for (int k = 0; k < names.size(); k++) {
            int shown = 0;
            int right = 0;
            int before = 0;
            for (int i = 0; i < canaries.size(); i++) {
                if (canaries.label(i) == k) {
                    shown++;
                    right += answers.predictedClass(i) == k ? 1 : 0;
                    before += answeredBefore(canaries, i) == k ? 1 : 0;
                }
            }
            if (shown > 0) {
                results.add(new ClassResult(names.get(k), shown, right, before, tested(champion, k)));
            }
        }
        return results;
    }

    /** The row of the confusion matrix that the version was promoted with. */
    private static @Nullable Tested tested(Champion champion, int k) {
        List<List<Long>> confusion = champion.reference().confusion();
        if (confusion == null) {
            return null;
        }
        List<Long> row = confusion.get(k);
        return new Tested(row.stream().mapToLong(Long::longValue).sum(), row.get(k));
    }

    private static int answeredBefore(Canaries canaries, int i) {
        int best = 0;
        for (int k = 1; k < canaries.classes(); k++) {
            if (canaries.probability(i, k) > canaries.probability(i, best)) {
                best = k;
            }
        }
        return best;
    }

    private static double difference(Canaries canaries, ClassProbabilities answers) {
        double largest = 0;
        for (int i = 0; i < canaries.size(); i++) {
            List<Double> row = answers.row(i);
            for (int k = 0; k < canaries.classes(); k++) {
                largest = Math.max(largest, Math.abs(row.get(k) - canaries.probability(i, k)));
            }
        }
        return Math.min(1, largest);
    }

    private CanariesReplayed event(
            String model,
            Champion champion,
            List<ClassResult> classes,
            @Nullable Double difference,
            int inputs,
            int equal,
            @Nullable String failure) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new CanariesReplayed(
                model,
                champion.version(),
                instance,
                classes,
                difference,
                inputs,
                equal,
                failure,
                now,
                now.plus(every.multipliedBy(TURNS)));
    }

    private static String cut(String reason) {
        return reason.substring(0, Math.min(reason.length(), 800));
    }
}
