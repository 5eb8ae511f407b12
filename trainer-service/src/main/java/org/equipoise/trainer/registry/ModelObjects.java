package org.equipoise.trainer.registry;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.augmentation.SurvivalObjects;
import org.equipoise.trainer.canary.Canaries;
import org.equipoise.trainer.canary.CanaryReplays;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.modelcard.ModelCardPage;
import org.equipoise.trainer.network.NetworkKind;
import org.equipoise.trainer.training.SplitPredictions;
import org.equipoise.trainer.training.TrainedModel;

/** The objects of a version in the bucket {@code models}. */
public final class ModelObjects implements CanaryReplays.Registered {

    private static final String SAVED_MODEL = "/saved_model.zip";
    private static final String CANARIES = "/canaries.npz";

    private final ObjectStore objects;

    public ModelObjects(ObjectStore objects) {
        this.objects = objects;
    }

    /** Key of the saved model in an artifact folder. */
    public static String savedModelKey(String artifactKey) {
        return artifactKey + SAVED_MODEL;
    }

    /** Keeps a zip of a SavedModel folder. */
    public void putSavedModel(String artifactKey, byte[] zip) {
        objects.put(Bucket.MODELS, savedModelKey(artifactKey), zip, "application/zip");
    }

    /** Keeps the canaries beside a version. */
    public void putCanaries(String artifactKey, Canaries canaries) {
        objects.put(Bucket.MODELS, artifactKey + CANARIES, canaries.npz(), "application/octet-stream");
    }

    @Override
    public Optional<Canaries> canaries(Champion version) {
        return objects.get(Bucket.MODELS, version.artifactKey() + CANARIES)
                .map(npz -> Canaries.read(npz, version.window()));
    }

    /** Keeps a card, and its page. */
    public void putCard(ModelCard card) {
        String folder = card.trained().artifactKey();
        // The JSON last: it is what a repeated registration looks for.
        objects.put(
                Bucket.MODELS,
                folder + ObjectKeys.CARD_HTML,
                ModelCardPage.render(card).getBytes(StandardCharsets.UTF_8),
                "text/html; charset=utf-8");
        objects.put(Bucket.MODELS, folder + ObjectKeys.CARD_JSON, EventCodec.write(card), "application/json");
    }

    /**
     * The card with pictures of the worst mistakes, as far as their pixels are there, and of augmented copies, as far
     * as the run looked at them.
     */
    ModelCard withPictures(ModelCard card, TrainedModel model) {
        ModelCard pictured = card.withMistakes(new WorstMistakes(objects).of(model));
        // It learned from images as they are, whatever had been looked at before that was decided.
        return model.recipe().recipe().network().kind() == NetworkKind.BACKBONE
                ? pictured
                : pictured.withSurvival(new SurvivalObjects(objects)
                        .get(model.request().runId())
                        .orElse(null));
    }

    /** The same for a model trained elsewhere, with its answers on the dataset's test split. */
    public ModelCard withPictures(ModelCard card, DatasetFrozen dataset, SplitPredictions test) {
        return card.withMistakes(
                new WorstMistakes(objects).of(dataset, card.trained().labelSet(), test));
    }

    /** The card of a version, or empty when there is none that can be read. */
    public Optional<ModelCard> card(String artifactKey) {
        Optional<byte[]> json = objects.get(Bucket.MODELS, artifactKey + ObjectKeys.CARD_JSON);
        if (json.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventCodec.read(json.get(), ModelCard.class));
        } catch (MalformedEventException e) {
            // Written by another release: registering again replaces it.
            return Optional.empty();
        }
    }

    /** Replaces the decision on the card of the version it is about; a card that is not there stays so. */
    void putDecision(ModelDecided decided) {
        card(ObjectKeys.modelVersion(decided.model(), decided.version()))
                .ifPresent(card -> putCard(card.withDecision(decided)));
    }

    /** Every version of a model that has a card, in no particular order. */
    List<StoredVersion> versions(String model) {
        return objects.list(Bucket.MODELS, model + "/").stream()
                .filter(key -> key.endsWith(ObjectKeys.CARD_JSON))
                .flatMap(key -> stored(key).stream())
                .toList();
    }

    /** One version of a model, or empty when it has no card that can be read. */
    Optional<StoredVersion> version(String model, String version) {
        return stored(ObjectKeys.modelVersion(model, version) + ObjectKeys.CARD_JSON);
    }

    /** The last decision about a version; empty when there is none, or no card that can be read. */
    public Optional<ModelDecided> decision(String model, String version) {
        return version(model, version).flatMap(stored -> Optional.ofNullable(stored.decision()));
    }

    private Optional<StoredVersion> stored(String cardKey) {
        return objects.get(Bucket.MODELS, cardKey).flatMap(json -> {
            try {
                return Optional.of(EventCodec.read(json, StoredVersion.class));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }

    /**
     * A version as it would serve.
     *
     * @param trained the run that trained it, and on what
     */
    public record Serveable(Champion champion, ModelTrained trained) {}

    /** One version as it would serve, or empty when it has no card that can be read. */
    public Optional<Serveable> serveable(String model, String version) {
        return version(model, version).map(stored -> new Serveable(stored.champion(), stored.trained()));
    }

    /** Every version as it would serve, the newest first. */
    public List<Serveable> serveable(String model) {
        return versions(model).stream()
                .map(stored -> new Serveable(stored.champion(), stored.trained()))
                .sorted(Comparator.comparing(
                                (Serveable version) -> version.trained().trainedAt())
                        .thenComparing(version -> version.trained().version())
                        .reversed())
                .toList();
    }

    @Override
    public Optional<String> dataset(String model, String version) {
        return version(model, version).map(stored -> stored.trained().dataset());
    }

    /** The card as JSON bytes. */
    public Optional<byte[]> cardJson(String model, String version) {
        return objects.get(Bucket.MODELS, ObjectKeys.modelVersion(model, version) + ObjectKeys.CARD_JSON);
    }

    /** The card as a page, in UTF-8. */
    public Optional<byte[]> cardHtml(String model, String version) {
        return objects.get(Bucket.MODELS, ObjectKeys.modelVersion(model, version) + ObjectKeys.CARD_HTML);
    }
}
