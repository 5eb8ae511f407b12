package org.equipoise.local.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageRejected;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Shortcut;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Publication;
import org.equipoise.local.client.Publication.PublishedImage;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.RefusedFile;
import org.equipoise.local.sets.SetReview;

/**
 * What became of an import; written as JSON as it is.
 *
 * @param set what was read
 * @param published images that were sent
 * @param images accepted images by class and split
 * @param accepted images that may be trained on, each counted once
 * @param unlabelled images that were taken without a label
 * @param duplicates images with the same pixels as another one
 * @param quarantined images whose label may not be trained on, by reason; one of two reasons is under both
 * @param refused images and files that were not taken, by reason
 * @param refusals each of them
 * @param notes what was understood rather than read
 * @param findings what stands out, and what a training will refuse
 */
record ImportResult(
        String dataset,
        String set,
        int published,
        Map<String, Map<String, Integer>> images,
        int accepted,
        int unlabelled,
        int duplicates,
        Map<String, Integer> quarantined,
        Map<String, Integer> refused,
        List<Refusal> refusals,
        List<String> notes,
        List<String> findings,
        double seconds) {

    /**
     * One image that was not taken.
     *
     * @param path where it lies in the set
     */
    record Refusal(String path, String reason, String detail) {}

    /**
     * What became of it.
     *
     * @param labelSet the classes of the dataset, those of other sets among them
     * @param review what stood out before anything was sent
     */
    static ImportResult of(
            ImageSet set,
            LabelSet labelSet,
            Publication publication,
            IngestionProgress.Result result,
            List<String> review,
            double seconds) {
        Map<String, Integer> quarantined = new TreeMap<>();
        for (LabelChecked standing : result.standings()) {
            standing.reasons().forEach(reason -> quarantined.merge(reason.code(), 1, Integer::sum));
        }
        Map<String, PublishedImage> published = new HashMap<>();
        publication.images().forEach(image -> published.put(key(image.studyId(), image.objectKey()), image));
        List<Refusal> refusals = refusals(set, publication, result, published);
        Map<String, Integer> refused = new TreeMap<>();
        refusals.forEach(refusal -> refused.merge(refusal.reason(), 1, Integer::sum));
        List<String> findings = new ArrayList<>(shortcuts(result, published));
        bits(result).ifPresent(findings::add);
        // What is known of the whole dataset replaces what was foreseen of the set.
        findings.addAll(SetReview.forecast(labelSet, counts(labelSet.classes(), result.dataset())));
        review.stream().filter(sentence -> !SetReview.isForecast(sentence)).forEach(findings::add);
        return new ImportResult(
                publication.dataset(),
                set.name(),
                publication.images().size(),
                table(classes(set, labelSet, result), result.standings()),
                Math.toIntExact(result.accepted()),
                Math.toIntExact(unlabelled(result, published)),
                Math.toIntExact(result.ingested().size() - result.distinct()),
                quarantined,
                refused,
                refusals,
                set.notes(),
                findings,
                seconds);
    }

    /** Those of the set, under their own names: a label of it may be another name for a class. */
    private static List<String> classes(ImageSet set, LabelSet labelSet, IngestionProgress.Result result) {
        return labelSet.classes().stream()
                .filter(name -> set.classes().contains(name)
                        || result.standings().stream().anyMatch(standing -> name.equals(standing.label())))
                .toList();
    }

    private static long unlabelled(IngestionProgress.Result result, Map<String, PublishedImage> published) {
        return result.ingested().stream()
                .filter(event -> {
                    PublishedImage image = published.get(key(event.studyId(), event.sourceKey()));
                    return image != null && image.label() == null;
                })
                .count();
    }

    private static List<Refusal> refusals(
            ImageSet set,
            Publication publication,
            IngestionProgress.Result result,
            Map<String, PublishedImage> published) {
        List<Refusal> refusals = new ArrayList<>();
        for (RefusedFile file : set.refused()) {
            refusals.add(new Refusal(file.path(), file.reason().code(), file.detail()));
        }
        for (RefusedFile file : publication.unreadable()) {
            refusals.add(new Refusal(file.path(), file.reason().code(), file.detail()));
        }
        for (ImageRejected event : result.rejected()) {
            PublishedImage image = published.get(key(event.studyId(), event.sourceKey()));
            String path = image == null ? event.sourceKey() : image.path();
            refusals.add(new Refusal(path, event.reason().code(), event.detail()));
        }
        return refusals;
    }

    private static Map<String, Map<String, Integer>> table(List<String> classes, List<LabelChecked> standings) {
        Map<String, Map<String, Integer>> table = new LinkedHashMap<>();
        counts(classes, standings).forEach((split, distribution) -> {
            for (int k = 0; k < classes.size(); k++) {
                table.computeIfAbsent(classes.get(k), c -> new LinkedHashMap<>())
                        .put(
                                split.wireName(),
                                Math.toIntExact(distribution.counts().get(k)));
            }
        });
        return table;
    }

    private static Map<Split, ClassDistribution> counts(List<String> classes, List<LabelChecked> standings) {
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            counts.put(
                    split,
                    new ClassDistribution(classes.stream()
                            .map(name -> standings.stream()
                                    .filter(standing -> standing.standing() == LabelChecked.Standing.ACCEPTED
                                            && standing.split() == split
                                            && name.equals(standing.label()))
                                    .count())
                            .toList()));
        }
        return counts;
    }

    private static List<String> shortcuts(IngestionProgress.Result result, Map<String, PublishedImage> published) {
        var colour = new Shortcut("colour");
        var size = new Shortcut("size");
        var format = new Shortcut("file format");
        for (ImageIngested event : result.ingested()) {
            PublishedImage image = published.get(key(event.studyId(), event.sourceKey()));
            if (image != null && image.label() != null) {
                colour.count(image.label(), event.channels() == 1 ? "grey" : "RGB");
                size.count(image.label(), event.width() + " x " + event.height());
                format.count(
                        image.label(), image.path().toLowerCase(Locale.ROOT).endsWith(".png") ? "PNG" : "JPEG");
            }
        }
        List<String> findings = new ArrayList<>(colour.findings());
        findings.addAll(size.findings());
        findings.addAll(format.findings());
        return findings;
    }

    /** A version holds one kind. */
    private static Optional<String> bits(IngestionProgress.Result result) {
        long deep =
                result.ingested().stream().filter(event -> event.bits() != null).count();
        long shallow = result.ingested().size() - deep;
        return deep == 0 || shallow == 0
                ? Optional.empty()
                : Optional.of(Counted.of(deep, "image has", "images have") + " 16 bits a sample and "
                        + Counted.of(shallow, "has", "have")
                        + " 8: a training will refuse this, import each into a dataset of its own");
    }

    private static String key(String studyId, String objectKey) {
        return studyId + " " + objectKey;
    }
}
