package org.equipoise.local.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.imaging.ImageFormat;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.client.Publication.PublishedImage;
import org.equipoise.local.sets.RefusedFile;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;
import org.jspecify.annotations.Nullable;

/**
 * Publishes studies exactly as an imaging system would: objects to S3, several at a time, then the event. An object's
 * key and a study's id follow from the content, so that publishing again changes nothing.
 */
public final class StudyPublisher implements AutoCloseable {

    private static final int UPLOADS = 8;
    /** Studies on their way at once: bounds the memory, keeps the uploads busy. */
    private static final int WINDOW = 64;
    /** Images in one study: its event must stay far below what the broker takes. A patient with more has several. */
    private static final int MOST_IMAGES = 200;

    private final ObjectStore store;
    private final EventPublisher events;
    private final Clock clock;
    private final Outage outage;
    private final ExecutorService uploads = Executors.newFixedThreadPool(UPLOADS, task -> {
        var thread = new Thread(task, "upload");
        thread.setDaemon(true);
        return thread;
    });

    public StudyPublisher(StackConnection connection, Clock clock) {
        this(connection, clock, Outage.silent());
    }

    /** @param outage how long S3 and Kafka may be away; closed with this */
    public StudyPublisher(StackConnection connection, Clock clock, Outage outage) {
        this(connection.objectStore(), new EventPublisher(connection.bootstrapServers(), clock, outage), clock, outage);
    }

    StudyPublisher(ObjectStore store, EventPublisher events, Clock clock, Outage outage) {
        this.store = store;
        this.events = events;
        this.clock = clock;
        this.outage = outage;
    }

    /** Declares the vocabulary of a dataset. */
    public void declare(String dataset, LabelSet labelSet) {
        declare(dataset, labelSet, Map.of());
    }

    /**
     * Declares the vocabulary of a dataset.
     *
     * @param synonyms class by another name for it
     */
    public void declare(String dataset, LabelSet labelSet, Map<String, String> synonyms) {
        var event = new DatasetDeclared(dataset, labelSet, clock.instant(), synonyms.isEmpty() ? null : synonyms);
        events.publish(
                Topics.DATASETS_DECLARED,
                dataset,
                dataset + "/" + event.declaredAt().toEpochMilli(),
                event);
        events.flush();
    }

    /**
     * Publishes every image that can be read; returns when S3 and Kafka have everything.
     *
     * @throws ClientException when S3 or Kafka are away for longer than an outage may last
     */
    public Publication publish(List<SetImage> images, PublishOptions options, Progress progress) {
        var published = new Published(new ArrayList<>(images.size()), new ArrayList<>());
        Deque<Future<Upload>> inFlight = new ArrayDeque<>();
        for (List<SetImage> study : studies(images, options)) {
            inFlight.add(uploads.submit(() -> upload(study, options)));
            if (inFlight.size() >= WINDOW) {
                announce(inFlight.remove(), published);
                progress.report("publishing studies", published.size(), images.size());
            }
        }
        while (!inFlight.isEmpty()) {
            announce(inFlight.remove(), published);
            progress.report("publishing studies", published.size(), images.size());
        }
        events.flush();
        return new Publication(options.dataset(), published.images(), published.unreadable());
    }

    /** What was done so far. */
    private record Published(List<PublishedImage> images, List<RefusedFile> unreadable) {
        int size() {
            return images.size() + unreadable.size();
        }
    }

    private void announce(Future<Upload> upload, Published published) {
        try {
            Upload done = upload.get();
            StudyPublished event = done.event();
            if (event != null) {
                events.publish(Topics.STUDIES_PUBLISHED, event.studyId(), event.studyId(), event);
            }
            published.images().addAll(done.images());
            published.unreadable().addAll(done.unreadable());
        } catch (ExecutionException e) {
            Throwable cause = java.util.Objects.requireNonNullElse(e.getCause(), e);
            throw cause instanceof RuntimeException known
                    ? known
                    : new ClientException("cannot publish: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException("interrupted while publishing", e);
        }
    }

    /** @param event absent when no image of the study could be read */
    private record Upload(@Nullable StudyPublished event, List<PublishedImage> images, List<RefusedFile> unreadable) {}

    private Upload upload(List<SetImage> study, PublishOptions options) {
        MessageDigest identity = Sha256.digest();
        List<StudyImage> images = new ArrayList<>();
        List<SetImage> sent = new ArrayList<>();
        List<RefusedFile> unreadable = new ArrayList<>();
        for (SetImage image : study) {
            byte[] bytes;
            try {
                bytes = image.read();
            } catch (IOException | SetException e) {
                // One file that the disk or the zip does not give: the others are none the worse.
                unreadable.add(RefusedFile.unreadable(image.path(), "cannot be read: " + e.getMessage()));
                continue;
            }
            byte[] hash = Sha256.digest().digest(bytes);
            String key = options.dataset() + "/" + HexFormat.of().formatHex(hash, 0, 8) + "/"
                    + ObjectNames.safe(image.path());
            outage.survive("S3", () -> {
                store.put(Bucket.STUDIES, key, bytes, contentType(bytes));
                return key;
            });
            identity.update(hash);
            identity.update(image.path().getBytes(StandardCharsets.UTF_8));
            images.add(new StudyImage(key, image.label(), image.split()));
            sent.add(image);
        }
        if (images.isEmpty()) {
            return new Upload(null, List.of(), unreadable);
        }
        String studyId = options.studyPrefix() + "-" + HexFormat.of().formatHex(identity.digest(), 0, 8);
        var event = new StudyPublished(
                studyId,
                options.dataset(),
                options.modality(),
                study.get(0).patient(),
                options.model(),
                images,
                clock.instant(),
                options.station());
        List<PublishedImage> published = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            SetImage image = sent.get(i);
            published.add(
                    new PublishedImage(studyId, image.path(), images.get(i).objectKey(), image.label()));
        }
        return new Upload(event, published, unreadable);
    }

    private static List<List<SetImage>> studies(List<SetImage> images, PublishOptions options) {
        Map<String, List<SetImage>> byStudy = new LinkedHashMap<>();
        for (SetImage image : images) {
            boolean grouped = options.studyPerPatient() && image.patient() != null;
            String study = grouped ? "patient " + image.patient() : "image " + image.path();
            byStudy.computeIfAbsent(study, s -> new ArrayList<>()).add(image);
        }
        List<List<SetImage>> studies = new ArrayList<>();
        for (List<SetImage> own : byStudy.values()) {
            for (int from = 0; from < own.size(); from += MOST_IMAGES) {
                studies.add(own.subList(from, Math.min(own.size(), from + MOST_IMAGES)));
            }
        }
        return studies;
    }

    private static String contentType(byte[] bytes) {
        return switch (ImageFormat.of(bytes)) {
            case ImageFormat.PNG -> "image/png";
            case ImageFormat.JPEG -> "image/jpeg";
            default -> "application/octet-stream";
        };
    }

    @Override
    public void close() {
        uploads.shutdownNow();
        events.close();
        outage.close();
    }
}
