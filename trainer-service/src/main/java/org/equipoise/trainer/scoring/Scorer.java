package org.equipoise.trainer.scoring;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.LoadedModels;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.registry.DecisionLog;

/** Scores a batch of images, each with the champion of the model it asks for. */
public final class Scorer {

    private final DecisionLog decisions;
    private final LoadedModels models;
    private final ImageFetcher fetcher;
    private final int maxBatchBytes;
    private final Clock clock;

    public Scorer(DecisionLog decisions, LoadedModels models, ImageFetcher fetcher, ScoringConfig config, Clock clock) {
        this.decisions = decisions;
        this.models = models;
        this.fetcher = fetcher;
        this.maxBatchBytes = config.maxBatchBytes();
        this.clock = clock;
    }

    /**
     * One outcome per image, in order. The decision log must have been read to its end.
     *
     * @param images each with the model that is to score it
     * @throws org.equipoise.common.storage.StorageException if the store does not answer; nothing was decided then
     */
    public List<ScoringOutcome> score(List<ImageIngested> images) {
        ScoringOutcome[] outcomes = new ScoringOutcome[images.size()];
        Map<String, List<Integer>> byModel = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            byModel.computeIfAbsent(model(images.get(i)), m -> new ArrayList<>())
                    .add(i);
        }
        byModel.forEach((model, indexes) -> {
            Optional<Champion> champion = decisions.champion(model);
            if (champion.isPresent()) {
                score(model, champion.get(), images, indexes, outcomes);
            } else {
                var reason = new ScoringOutcome.Unscorable(nobody(model));
                indexes.forEach(i -> outcomes[i] = reason);
            }
        });
        return Arrays.asList(outcomes);
    }

    private String nobody(String model) {
        return decisions
                .last(model)
                .filter(last -> last.outcome() == ModelDecided.Outcome.HELD)
                .map(held -> "model " + model + " is held since " + held.decidedAt() + ": " + held.reason())
                .orElse("no version of model " + model + " was promoted yet");
    }

    private static String model(ImageIngested image) {
        String model = image.model();
        if (model == null) {
            throw new IllegalArgumentException("image " + image.key() + " asks for no model");
        }
        return model;
    }

    private void score(
            String model,
            Champion champion,
            List<ImageIngested> images,
            List<Integer> indexes,
            ScoringOutcome[] outcomes) {
        int step = Math.max(1, maxBatchBytes / champion.format().imageBytes());
        for (int from = 0; from < indexes.size(); from += step) {
            List<Integer> slice = indexes.subList(from, Math.min(indexes.size(), from + step));
            scoreSlice(model, champion, images, slice, outcomes);
        }
    }

    private void scoreSlice(
            String model,
            Champion champion,
            List<ImageIngested> images,
            List<Integer> indexes,
            ScoringOutcome[] outcomes) {
        var fetched = fetcher.fetch(
                indexes.stream().map(i -> images.get(i).objectKey()).toList(), champion.format());
        List<Integer> readable = new ArrayList<>();
        List<FittedImage> fitted = new ArrayList<>();
        for (int i = 0; i < fetched.size(); i++) {
            Optional<FittedImage> image = fetched.get(i).image();
            if (image.isPresent()) {
                readable.add(indexes.get(i));
                fitted.add(image.get());
            } else {
                outcomes[indexes.get(i)] =
                        new ScoringOutcome.Unscorable(fetched.get(i).reason());
            }
        }
        if (fitted.isEmpty()) {
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        List<Answer> answers = answers(model, champion, fitted);
        for (int i = 0; i < fitted.size(); i++) {
            Answer answer = answers.get(i);
            int image = readable.get(i);
            outcomes[image] = answer.probabilities().isEmpty()
                    ? new ScoringOutcome.Unscorable(answer.reason())
                    : new ScoringOutcome.Scored(
                            prediction(model, champion, images.get(image), fitted.get(i), answer.probabilities(), now));
        }
    }

    /** Probabilities, or none and the sentence that says why there are none. */
    private record Answer(List<Double> probabilities, String reason) {}

    /** All at once; where the model does not answer that, one by one, so that one image costs no other its answer. */
    private List<Answer> answers(String model, Champion champion, List<FittedImage> fitted) {
        List<Pixels> pixels = fitted.stream().map(FittedImage::pixels).toList();
        try {
            ClassProbabilities answers = models.classify(model, champion, ImageBatch.of(champion.format(), pixels));
            List<Answer> rows = new ArrayList<>();
            for (int i = 0; i < fitted.size(); i++) {
                rows.add(new Answer(answers.row(i), ""));
            }
            return rows;
        } catch (UnusableModelException e) {
            if (fitted.size() == 1) {
                return List.of(new Answer(
                        List.of(),
                        "version " + champion.version() + " of model " + model + " cannot be used: " + e.getMessage()));
            }
            return fitted.stream()
                    .flatMap(image -> answers(model, champion, List.of(image)).stream())
                    .toList();
        }
    }

    private static PredictionMade prediction(
            String model,
            Champion champion,
            ImageIngested image,
            FittedImage fitted,
            List<Double> probabilities,
            Instant now) {
        return new PredictionMade(
                model,
                champion.version(),
                image.studyId(),
                image.imageId(),
                image.dataset(),
                image.imagesInStudy(),
                champion.labelSet().classes(),
                probabilities,
                fitted.statistics(),
                image.publishedAt(),
                now,
                new PredictionMade.Source(image.modality(), image.station()));
    }
}
