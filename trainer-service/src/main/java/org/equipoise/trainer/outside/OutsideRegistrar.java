package org.equipoise.trainer.outside;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.canary.CanaryDraw;
import org.equipoise.trainer.gate.ServingEvidence;
import org.equipoise.trainer.modelcard.ModelCard;
import org.equipoise.trainer.outside.OutsideModel.Scaling;
import org.equipoise.trainer.outside.SavedModelInspector.Inspected;
import org.equipoise.trainer.registry.CandidateJudge;
import org.equipoise.trainer.registry.CurrentDecisions;
import org.equipoise.trainer.registry.DecisionWriter;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelRegistrar;
import org.equipoise.trainer.registry.ModelVersion;
import org.equipoise.trainer.registry.Registration;
import org.equipoise.trainer.registry.RegistryEvents;
import org.equipoise.trainer.training.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * Takes over a model that was trained elsewhere: looks into it, lets it answer a frozen dataset through the serving
 * path, registers it with a card, and puts it before the gate as every other candidate.
 *
 * <p>The version follows from the files, what was said about them, and the dataset, so a request that died may be
 * repeated: the card remembers.
 */
public final class OutsideRegistrar {

    private static final ServingEvidence ELSEWHERE = new ServingEvidence.NotComparable(
            "it was trained elsewhere; its canaries keep what it answered when it was registered.");

    private final ModelObjects objects;
    private final ServingFormats formats;
    private final CanaryDraw canaries;
    private final SavedModelInspector inspector;
    private final OutsideTrial trial;
    private final CandidateJudge judge;
    private final DecisionWriter writer;
    private final CurrentDecisions decisions;
    private final RegistryEvents events;
    private final Clock clock;

    public OutsideRegistrar(
            ObjectStore store,
            SavedModelInspector inspector,
            OutsideTrial trial,
            CandidateJudge judge,
            DecisionWriter writer,
            CurrentDecisions decisions,
            RegistryEvents events,
            Clock clock) {
        this.objects = new ModelObjects(store);
        this.formats = new ServingFormats(store);
        this.canaries = new CanaryDraw(store);
        this.inspector = inspector;
        this.trial = trial;
        this.judge = judge;
        this.writer = writer;
        this.decisions = decisions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Registers a model and lets the gate judge it on the dataset's frozen test split.
     *
     * @throws InvalidModelException if it cannot be registered
     */
    public ModelDecided register(byte[] upload, OutsideModel outside, DatasetFrozen dataset) {
        LabelSet labels = outside.labelSet();
        if (!Set.copyOf(labels.classes()).equals(Set.copyOf(dataset.labelSet().classes()))) {
            throw new InvalidModelException("the labels " + labels.classes() + " are not those of the dataset "
                    + dataset.dataset() + ": " + dataset.labelSet().classes());
        }
        if (dataset.window() != null) {
            throw new InvalidModelException("the dataset " + dataset.dataset()
                    + " has images of 16 bits; a model trained" + " elsewhere is fed images of 8 bits");
        }
        OutsideCard card = store(upload, outside, dataset.version());
        var answered = new AtomicReference<@Nullable SplitPredictions>();
        ModelCard registered =
                objects.card(card.artifactKey()).orElseGet(() -> judgeable(card, dataset, answered::set));
        if (!ModelRegistrar.isAnnounced(registered.decision(), decisions.read().last(outside.model()))) {
            events.trained(registered.trained());
        }
        return judge.judge(
                registered,
                dataset,
                () -> {
                    SplitPredictions known = answered.get();
                    return known == null ? trial.answers(card.unjudgedChampion(), dataset, Split.TEST) : known;
                },
                () -> evidence(card, registered, dataset));
    }

    /** Only what is refused anyway is tried in other ways: each takes as long as the registration did. */
    private ServingEvidence evidence(OutsideCard card, ModelCard registered, DatasetFrozen dataset) {
        Evaluation test = registered.trained().test();
        if (test.images() == 0 || !judge.refuses(test)) {
            return ELSEWHERE;
        }
        Map<Scaling, Evaluation> otherwise = new EnumMap<>(Scaling.class);
        Scaling scaling = card.outside().scaling();
        if (scaling != null && card.format().input() == ServingFormat.Input.FLOAT32) {
            for (Scaling other : Scaling.values()) {
                if (other != scaling) {
                    answers(card, other, dataset).ifPresent(answered -> otherwise.put(other, answered));
                }
            }
        }
        return ProbableMistake.of(card.outside(), test, otherwise)
                .<ServingEvidence>map(mistake -> mistake)
                .orElse(ELSEWHERE);
    }

    /** The test split, answered by a copy that is fed otherwise; empty where it does not answer. */
    private Optional<Evaluation> answers(OutsideCard card, Scaling other, DatasetFrozen dataset) {
        String copy = card.artifactKey() + "/tried";
        formats.copy(card.artifactKey(), copy, other.in(card.format()));
        try {
            Champion served = card.unjudgedChampion();
            SplitPredictions answered = trial.answers(
                    new Champion(
                            served.version(),
                            copy,
                            served.labelSet(),
                            served.input(),
                            served.reference(),
                            served.window(),
                            served.fit()),
                    dataset,
                    Split.TEST);
            return Optional.of(Registration.evaluate(answered, served.labelSet()));
        } catch (InvalidModelException e) {
            return Optional.empty();
        } finally {
            formats.drop(copy);
        }
    }

    /**
     * Registers a model that nobody judged, because an operator says so. It serves, and the monitor knows nothing of
     * its healthy answers.
     *
     * @param reason the operator's
     * @throws InvalidModelException if it cannot be registered
     */
    public ModelDecided registerUnjudged(byte[] upload, OutsideModel outside, String reason) {
        OutsideCard card = store(upload, outside, "unjudged");
        Optional<ModelDecided> made = objects.decision(outside.model(), card.version());
        if (made.isPresent()
                && ModelRegistrar.isAnnounced(made.get(), decisions.read().last(outside.model()))) {
            return made.get();
        }
        trial.probe(card.unjudgedChampion());
        ModelCard registered = objects.card(card.artifactKey())
                .orElseGet(() -> card.unjudged(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
        objects.putCard(registered);
        events.trained(registered.trained());
        return writer.write(outside.model(), (last, now) -> {
                    ModelDecided decided = card.promoted(reason, now);
                    objects.putCard(registered.withDecision(decided));
                    return Optional.of(decided);
                })
                .orElseThrow();
    }

    private OutsideCard store(byte[] upload, OutsideModel outside, String datasetVersion) {
        Inspected inspected = inspector.inspect(upload);
        ServingFormat format = outside.format(inspected);
        InputShape input = outside.input(inspected);
        var identity = Sha256.digest();
        identity.update(inspected.files().zip());
        identity.update(EventCodec.write(format));
        identity.update(EventCodec.write(input));
        identity.update(EventCodec.write(outside.labelSet()));
        if (outside.fit() != null) {
            identity.update(EventCodec.write(outside.fit()));
        }
        identity.update(datasetVersion.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        String version = ModelVersion.of(identity);
        String artifactKey = ObjectKeys.modelVersion(outside.model(), version);
        formats.put(artifactKey, format);
        objects.putSavedModel(artifactKey, inspected.files().zip());
        return new OutsideCard(outside, version, artifactKey, input, format);
    }

    private ModelCard judgeable(OutsideCard card, DatasetFrozen dataset, Consumer<SplitPredictions> answered) {
        Champion candidate = card.unjudgedChampion();
        trial.probe(candidate);
        SplitPredictions validation = trial.answers(candidate, dataset, Split.VALIDATION);
        SplitPredictions test = trial.answers(candidate, dataset, Split.TEST);
        answered.accept(test);
        objects.putCanaries(card.artifactKey(), canaries.drawServed(candidate, dataset, validation, trial));
        ModelCard judgeable = objects.withPictures(
                card.judgeable(dataset, validation, test, clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                dataset,
                test);
        objects.putCard(judgeable);
        return judgeable;
    }
}
