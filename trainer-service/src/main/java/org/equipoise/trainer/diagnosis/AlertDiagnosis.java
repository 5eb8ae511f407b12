package org.equipoise.trainer.diagnosis;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.NamedEvidence;
import org.equipoise.diagnosis.card.DiagnosisPage;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.preprocessing.Catalogue;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.PreprocessingSearch;
import org.equipoise.diagnosis.preprocessing.Values;
import org.equipoise.diagnosis.ranking.Ranking.Ranked;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.outside.ServingFormats;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelObjects.Serveable;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind an alert that names the model or its preprocessing: the version that serves answers labelled images
 * under other preprocessings than the one that the registry says, until its accuracy returns.
 */
public final class AlertDiagnosis {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final ModelObjects versions;
    private final ServingFormats formats;
    private final HeldImages images;
    private final FedModels models;
    private final DiagnosisSink sink;
    private final Clock clock;

    public AlertDiagnosis(
            ModelObjects versions,
            ServingFormats formats,
            HeldImages images,
            FedModels models,
            DiagnosisSink sink,
            Clock clock) {
        this.versions = versions;
        this.formats = formats;
        this.images = images;
        this.models = models;
        this.sink = sink;
        this.clock = clock;
    }

    /** Whether an alert is one that this looks at. */
    public static boolean concerns(AlertChanged alert) {
        return alert.state() == AlertChanged.State.FIRING
                && (alert.cause() == AlertChanged.Cause.MODEL || alert.cause() == AlertChanged.Cause.PREPROCESSING);
    }

    /**
     * Seeks the difference and tells it, or that there is none.
     *
     * @return why it could not be sought; empty where it was
     * @throws org.equipoise.common.storage.StorageException if the store or the brokers do not answer
     * @throws org.equipoise.trainer.classifier.UnusableModelException if the stored version cannot be loaded
     */
    public Optional<String> explain(AlertChanged alert) {
        Optional<Serveable> version = versions.serveable(alert.model(), alert.modelVersion());
        if (version.isEmpty()) {
            return Optional.of("the registry has no version " + alert.modelVersion());
        }
        Champion champion = version.get().champion();
        if (champion.window() != null) {
            return Optional.of(InBytes.NOT_SOUGHT);
        }
        ServingFormat format;
        try {
            format = formats.of(champion.artifactKey()).orElse(null);
        } catch (MalformedEventException e) {
            return Optional.of("how the version is fed cannot be read: " + e.getMessage());
        }
        Optional<ServingDifference> difference = difference(version.get(), format);
        difference.ifPresent(found -> tell(alert, version.get(), found));
        return difference.isPresent()
                ? Optional.empty()
                : Optional.of("fewer than four labelled images of a class are kept");
    }

    private Optional<ServingDifference> difference(Serveable version, @Nullable ServingFormat format) {
        Champion champion = version.champion();
        InputShape shape = champion.input();
        List<LabelledPixels> held = images.of(version);
        Instant end = clock.instant().plus(LONGEST);
        try (FedModels.FedModel model = models.feed(champion)) {
            Catalogue catalogue = Catalogue.changes(shape);
            Preprocessing today = Preprocessing.NONE;
            if (format != null && format.input() == ServingFormat.Input.FLOAT32) {
                catalogue = Catalogue.inputs(shape, List.of(Values.ofImages(held, shape)));
                today = today(format, catalogue);
            }
            int classes = champion.labelSet().size();
            var search = new PreprocessingSearch(model, shape, classes);
            var remembered = new RememberedAnswers(search, catalogue, classes);
            Optional<ServingDifference> exact = remembered.difference(images.kept(version), held, today);
            return exact.isPresent()
                    ? exact
                    : ServingDifference.of(search.search(
                            held, today, catalogue, () -> !clock.instant().isBefore(end)));
        }
    }

    /** What the registry says is done to samples in 0..255. */
    private static Preprocessing today(ServingFormat format, Catalogue catalogue) {
        Values said = catalogue.values().stream()
                .filter(values -> values.first() == Values.First.NOTHING
                        && values.scale().equals(List.of(format.scale()))
                        && values.offset().equals(List.of(format.offset())))
                .findFirst()
                .orElseGet(() -> new Values(
                        "as-registered",
                        String.format(
                                Locale.ROOT, "[%.4g, %.4g]", format.offset(), 255 * format.scale() + format.offset()),
                        "x * " + format.scale() + " + " + format.offset(),
                        Values.First.NOTHING,
                        List.of(format.scale()),
                        List.of(format.offset())));
        return Preprocessing.NONE.with(said);
    }

    private void tell(AlertChanged alert, Serveable version, ServingDifference difference) {
        String model = alert.model();
        String id =
                "alert-" + Sha256.hex(alert.alertId() + "\n" + alert.since()).substring(0, 16);
        List<NamedCause> causes = difference.sure()
                ? List.of(NamedCause.of(new Ranked(Cause.PREPROCESSING_DIFFERS, 1 - difference.chance())))
                : List.of();
        Diagnosis.Proof proof = difference.sure() ? proof(difference) : null;
        var card = new Diagnosis(
                "model " + model + " " + alert.modelVersion() + ", alert " + alert.alertId(),
                alert.kind().wireName() + " in production",
                difference.sentence(),
                causes,
                List.of(),
                List.of(NamedEvidence.of(
                        Measure.PREPROCESSING_GAIN,
                        difference.gain(),
                        difference.sure() ? List.of(Cause.PREPROCESSING_DIFFERS) : List.of(),
                        List.of())),
                List.of(),
                List.of(),
                null,
                proof,
                null,
                clock.instant());
        sink.made(
                new DiagnosisMade(
                        id,
                        model,
                        alert.modelVersion(),
                        version.trained().runId(),
                        card.condition(),
                        card.sentence(),
                        causes.stream()
                                .map(cause -> new DiagnosisMade.NamedCause(cause.cause(), cause.probability()))
                                .toList(),
                        proof == null
                                ? null
                                : new DiagnosisMade.Proof(
                                        proof.experiment(), proof.sentence(), proof.before(), proof.after()),
                        ObjectKeys.diagnosis(model, id),
                        card.at(),
                        alert.alertId(),
                        null),
                card,
                DiagnosisPage.render(card, List.of(), null, null, List.of()));
    }

    private static Diagnosis.Proof proof(ServingDifference difference) {
        return new Diagnosis.Proof(
                Measure.PREPROCESSING_GAIN.wireName(),
                String.format(
                        Locale.ROOT,
                        "on %d labelled images the balanced accuracy goes from %.3f to %.3f",
                        difference.images(),
                        difference.before(),
                        difference.after()),
                difference.before(),
                difference.after());
    }
}
