package org.equipoise.ingest.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.metrics.UnforeseenMetrics;
import org.equipoise.ingest.datasets.DatasetCounts;
import org.equipoise.ingest.datasets.DatasetSummary;
import org.equipoise.ingest.doors.DoorObserver;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.Refusal;
import org.equipoise.ingest.labelling.CheckObserver;
import org.equipoise.ingest.orthanc.PollObserver;
import org.equipoise.ingest.orthanc.Position;
import org.equipoise.ingest.receiving.StudyReceipt;

/** Every meter of the service. Tags are codes, datasets and classes; never an image or a study. */
public final class IngestMetrics implements CheckObserver, DoorObserver, PollObserver {

    /** Datasets and classes beyond these are counted in the logs only: a tag must not grow without bound. */
    private static final int MAX_DATASETS = 50;

    private static final int MAX_CLASSES = 50;

    private final MeterRegistry registry;
    private final UnforeseenMetrics unforeseen;
    private final Counter studies;
    private final Counter ingested;
    private final Timer latency;
    private final MultiGauge classImages;
    private final MultiGauge quarantined;
    private final MultiGauge imbalance;

    public IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        unforeseen = new UnforeseenMetrics(registry);
        studies = Counter.builder("equipoise.ingest.studies")
                .description("Studies taken in")
                .register(registry);
        ingested = Counter.builder("equipoise.ingest.images.ingested")
                .description("Canonical images stored and announced")
                .register(registry);
        latency = Timer.builder("equipoise.ingest.latency")
                .description("From the publishing of a study to its images being announced")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(10))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        classImages = MultiGauge.builder("equipoise.dataset.images")
                .description("Accepted images of a class in a split")
                .register(registry);
        quarantined = MultiGauge.builder("equipoise.dataset.quarantined")
                .description("Labelled images that may not be trained on, by reason")
                .register(registry);
        imbalance = MultiGauge.builder("equipoise.dataset.imbalance.ratio")
                .description("Largest over smallest class of the training images; infinite when a class has none")
                .register(registry);
        // From 0, so that the first one is an increase.
        orthancCounter("left-out");
        unforeseen.reads(List.of(
                Topics.STUDIES_PUBLISHED,
                Topics.IMAGES_INGESTED,
                Topics.LABELS_SUBMITTED,
                Topics.READINGS_REQUESTED,
                Topics.IMAGES_ERASED,
                Topics.DATASETS_DECLARED,
                Topics.LABELS_CHECKED));
    }

    /** A study was taken in and its events are committed. */
    public void received(StudyReceipt receipt) {
        studies.increment();
        ingested.increment(receipt.ingested().size());
        receipt.ingested().forEach(event -> latency.record(Duration.between(event.publishedAt(), event.ingestedAt())));
        for (ImageRejected event : receipt.rejected()) {
            Counter.builder("equipoise.ingest.images.rejected")
                    .description("Objects of studies that were refused, by reason")
                    .tag("reason", event.reason().code())
                    .register(registry)
                    .increment();
        }
    }

    @Override
    public void stored(int images) {
        object("stored", "none");
    }

    @Override
    public void refused(Refusal refusal) {
        object(refusal.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), refusal.code());
    }

    private void object(String outcome, String reason) {
        Counter.builder("equipoise.ingest.objects")
                .description("Objects that came through a door, by what became of them and the reason")
                .tag("outcome", outcome)
                .tag("reason", reason.toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry)
                .increment();
    }

    @Override
    public void taken(long seq, List<ObjectOutcome> outcomes) {
        orthanc("taken");
    }

    @Override
    public void gone(long seq, int instances) {
        orthanc("gone");
    }

    @Override
    public void leftOut(long seq, String reason) {
        orthanc("left-out");
    }

    @Override
    public void begins(Position from, String reason) {
        orthanc("begun");
    }

    @Override
    public void failed(String kind, String reason) {
        orthanc("failed-" + kind);
    }

    private void orthanc(String outcome) {
        orthancCounter(outcome).increment();
    }

    private Counter orthancCounter(String outcome) {
        return Counter.builder("equipoise.ingest.orthanc")
                .description("What came of asking Orthanc for studies")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void checked(LabelChecked event) {
        String reason =
                event.reasons().isEmpty() ? "none" : event.reasons().get(0).code();
        Counter.builder("equipoise.ingest.labels.checked")
                .description("Changes of an image's standing, by its first reason")
                .tag("standing", event.reasons().isEmpty() ? "accepted" : "quarantined")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    @Override
    public void deadLetter(String topic) {
        Counter.builder("equipoise.ingest.dead.letters")
                .description("Records set aside because they could not be read or handled")
                .tag("topic", topic)
                .register(registry)
                .increment();
    }

    @Override
    public void skipped(String topic) {
        Counter.builder("equipoise.ingest.records.skipped")
                .description("Records of followed topics that could not be read, since the start")
                .tag("topic", topic)
                .register(registry)
                .increment();
    }

    @Override
    public void unforeseen(String topic) {
        unforeseen.count(topic);
    }

    /** Brings the gauges of all datasets up to date. */
    public void refresh(DatasetCounts counts) {
        List<MultiGauge.Row<?>> images = new ArrayList<>();
        List<MultiGauge.Row<?>> reasons = new ArrayList<>();
        List<MultiGauge.Row<?>> ratios = new ArrayList<>();
        counts.datasets().stream()
                .limit(MAX_DATASETS)
                .map(counts::summary)
                .flatMap(Optional::stream)
                .forEach(summary -> {
                    images(summary, images);
                    for (Map.Entry<QuarantineReason, Long> entry :
                            summary.quarantinedByReason().entrySet()) {
                        Tags tags = Tags.of(
                                "dataset",
                                summary.dataset(),
                                "reason",
                                entry.getKey().code());
                        reasons.add(MultiGauge.Row.of(tags, entry.getValue()));
                    }
                    ClassDistribution train = summary.classCounts().get(Split.TRAIN);
                    if (train != null && train.total() > 0) {
                        ratios.add(MultiGauge.Row.of(Tags.of("dataset", summary.dataset()), train.imbalanceRatio()));
                    }
                });
        classImages.register(images, true);
        quarantined.register(reasons, true);
        imbalance.register(ratios, true);
    }

    private static void images(DatasetSummary summary, List<MultiGauge.Row<?>> rows) {
        LabelSet labelSet = summary.labelSet();
        if (labelSet == null) {
            return;
        }
        summary.classCounts().forEach((split, classes) -> {
            for (int k = 0; k < Math.min(MAX_CLASSES, labelSet.size()); k++) {
                Tags tags = Tags.of("dataset", summary.dataset(), "split", split.wireName(), "class", labelSet.name(k));
                rows.add(MultiGauge.Row.of(tags, classes.counts().get(k)));
            }
        });
    }
}
