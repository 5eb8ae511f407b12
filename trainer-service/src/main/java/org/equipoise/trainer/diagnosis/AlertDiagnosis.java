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
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.Trial;
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
        ServingFormat format;
        try {
            format = formats.of(champion.artifactKey()).orElse(null);
        } catch (MalformedEventException e) {
            return Optional.of("how the version is fed cannot be read: " + e.getMessage());
        }
        List<LabelledPixels> held = images.of(version.get());
        SearchResult result = search(champion, format, held);
        if (result.verdict() == SearchResult.Verdict.TOO_FEW_IMAGES) {
            return Optional.of("fewer than four labelled images of a class are kept");
        }
        tell(alert, version.get(), format, result);
        return Optional.empty();
    }

    private SearchResult search(Champion champion, @Nullable ServingFormat format, List<LabelledPixels> held) {
        Instant end = clock.instant().plus(LONGEST);
        try (FedModels.FedModel model = models.feed(champion)) {
            InputShape shape = champion.input();
            Catalogue catalogue = Catalogue.changes(shape);
            Preprocessing today = Preprocessing.NONE;
            if (format != null && format.input() == ServingFormat.Input.FLOAT32) {
                catalogue = Catalogue.inputs(shape, List.of(Values.ofImages(held, shape)));
                today = today(format, catalogue);
            }
            return new PreprocessingSearch(model, shape, champion.labelSet().size())
                    .search(held, today, catalogue, () -> !clock.instant().isBefore(end));
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

    private void tell(AlertChanged alert, Serveable version, @Nullable ServingFormat format, SearchResult result) {
        Optional<Trial> found = result.found();
        String model = alert.model();
        String id =
                "alert-" + Sha256.hex(alert.alertId() + "\n" + alert.since()).substring(0, 16);
        List<NamedCause> causes = found.isPresent()
                ? List.of(NamedCause.of(new Ranked(Cause.PREPROCESSING_DIFFERS, 1 - result.chance())))
                : List.of();
        Diagnosis.Proof proof = found.map(after -> proof(result, after)).orElse(null);
        var card = new Diagnosis(
                "model " + model + " " + alert.modelVersion() + ", alert " + alert.alertId(),
                alert.kind().wireName() + " in production",
                sentence(format, result),
                causes,
                List.of(),
                List.of(NamedEvidence.of(
                        Measure.PREPROCESSING_GAIN,
                        result.gain(),
                        found.isPresent() ? List.of(Cause.PREPROCESSING_DIFFERS) : List.of(),
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

    private static Diagnosis.Proof proof(SearchResult result, Trial after) {
        double before = result.before().balancedAccuracy();
        return new Diagnosis.Proof(
                Measure.PREPROCESSING_GAIN.wireName(),
                String.format(
                        Locale.ROOT,
                        "on %d labelled images the balanced accuracy goes from %.3f to %.3f",
                        result.images(),
                        before,
                        after.balancedAccuracy()),
                before,
                after.balancedAccuracy());
    }

    private static String sentence(@Nullable ServingFormat format, SearchResult result) {
        double before = result.before().balancedAccuracy();
        Trial after = result.after();
        if (after == null || result.verdict() == SearchResult.Verdict.NOTHING_BETTER) {
            return String.format(
                    Locale.ROOT,
                    "None of %d preprocessings brings the answers back: on %d labelled images the balanced accuracy stays"
                            + " at %.3f.",
                    result.counts().tried(),
                    result.images(),
                    before);
        }
        String difference = format != null && format.input() == ServingFormat.Input.FLOAT32
                ? "the model " + after.preprocessing().instead(result.before().preprocessing())
                        + ", as its serving format in the registry says"
                : "the model answers right where the images are "
                        + after.preprocessing().words();
        return String.format(
                Locale.ROOT,
                "%s: %s. Put right, its balanced accuracy is %.3f instead of %.3f.",
                result.verdict() == SearchResult.Verdict.FOUND
                        ? "The preprocessing differs from the training"
                        : "The preprocessing may differ from the training, though there are too few labelled images to be"
                                + " sure",
                difference,
                after.balancedAccuracy(),
                before);
    }
}
