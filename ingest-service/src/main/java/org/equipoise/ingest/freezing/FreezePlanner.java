package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.DatasetFrozen.Pack;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.freezing.FreezeOutcome.Refusal;
import org.equipoise.ingest.labelling.ImageTraits;
import org.equipoise.ingest.outliers.ImageChecks;
import org.equipoise.ingest.quality.QualityLimits;

/** Decides what a version of a dataset holds. The same images give the same plan, in whatever order they come. */
public final class FreezePlanner {

    /** Digits of the content hash that name a version. */
    private static final int VERSION_DIGITS = 12;

    private static final int MIN_SIDE = 8;
    private static final int MAX_SIDE = 512;
    private static final String UNKNOWN_MODALITY = "OT";

    private final FreezingSettings settings;
    private final QualityLimits limits;
    private final WindowChoice windows;

    /**
     * Checks what is set.
     *
     * @param counter of samples that have 16 bits
     * @throws IllegalArgumentException if the longest side is out of its range
     */
    public FreezePlanner(FreezingSettings settings, QualityLimits limits, SampleCounter counter) {
        if (settings.maxSide() < MIN_SIDE || settings.maxSide() > MAX_SIDE) {
            throw new IllegalArgumentException("equipoise.ingest.freezing.max-side must be " + MIN_SIDE + " to "
                    + MAX_SIDE + ", got " + settings.maxSide());
        }
        this.settings = settings;
        this.limits = limits;
        this.windows = new WindowChoice(counter);
    }

    /**
     * Plans a version.
     *
     * @param declared the dataset's vocabulary, empty when nobody has declared it
     * @param images every image of the dataset, accepted or not
     * @param source the pixels of the training images, asked for where they have 16 bits
     */
    public FreezeOutcome plan(
            String dataset,
            Optional<Vocabulary> declared,
            Collection<StandingImage> images,
            FreezeWish wish,
            PixelSource source) {
        OptionalInt side = wish.side();
        if (side.isPresent() && (side.getAsInt() < MIN_SIDE || side.getAsInt() > MAX_SIDE)) {
            return refused(
                    Refusal.BAD_REQUEST,
                    "side must be " + MIN_SIDE + " to " + MAX_SIDE + " pixels, got " + side.getAsInt());
        }
        if (declared.isEmpty()) {
            return refused(
                    Refusal.UNKNOWN_DATASET,
                    "dataset " + dataset + " has not been declared"
                            + (images.isEmpty() ? "" : ", but has " + Counted.of(images.size(), "image")));
        }
        Vocabulary vocabulary = declared.get();
        LabelSet labelSet = vocabulary.labelSet();
        List<StandingImage> accepted =
                images.stream().filter(StandingImage::accepted).toList();
        long stale = images.stream()
                .filter(image -> Staleness.of(image.checked(), vocabulary))
                .count();
        if (stale > 0) {
            return refused(
                    Refusal.IN_FLUX,
                    Counted.of(stale, "image of " + dataset + " is", "images of " + dataset + " are")
                            + " still checked against an older label set, which takes seconds; try again");
        }
        return planned(dataset, vocabulary, content(labelSet, images, accepted, wish), wish, source);
    }

    /** What the version holds, with a validation split where it was wished for. */
    private Content content(
            LabelSet labelSet, Collection<StandingImage> images, List<StandingImage> accepted, FreezeWish wish) {
        Content content = content(labelSet, images, accepted);
        ClassDistribution validation = Objects.requireNonNull(content.counts().get(Split.VALIDATION));
        return wish.validationFromTraining() && validation.total() == 0 ? withValidation(labelSet, content) : content;
    }

    /** The same with a part of its training images as the validation split that it lacks. */
    private Content withValidation(LabelSet labelSet, Content content) {
        List<StandingImage> train = content.accepted().stream()
                .filter(image -> image.checked().split() == Split.TRAIN)
                .toList();
        var validation = new ValidationFromTraining(checks(train).groups());
        List<StandingImage> kept = validation.of(content.accepted());
        return Content.of(labelSet, validation.of(content.images()), kept, checks(kept), content.together())
                .with(Optional.of(validation.finding()));
    }

    /** What the version holds, with what belongs together in one split. */
    private Content content(LabelSet labelSet, Collection<StandingImage> images, List<StandingImage> accepted) {
        ImageChecks checks = checks(accepted);
        var together =
                settings.keepTogether() ? together(images, accepted, checks) : new KeptTogether(List.of(), Set.of());
        if (together.changesNothing()) {
            return Content.of(labelSet, images, accepted, checks, together);
        }
        List<StandingImage> kept = together.of(accepted);
        return Content.of(labelSet, together.of(images), kept, checks(kept), together);
    }

    /** Quarantined images are in no version, but a later one may take them: what they show has their split, too. */
    private KeptTogether together(
            Collection<StandingImage> images, List<StandingImage> accepted, ImageChecks ofAccepted) {
        List<StandingImage> anchors = images.stream()
                .filter(image -> !image.accepted() && image.traits().isPresent())
                .filter(image -> image.checked().split() != null)
                .toList();
        ImageChecks all = anchors.isEmpty()
                ? ofAccepted
                : checks(Stream.concat(accepted.stream(), anchors.stream()).toList());
        return new KeptTogether(
                all.acrossSplits(),
                anchors.stream().map(image -> image.checked().imageId()).collect(Collectors.toSet()));
    }

    private ImageChecks checks(List<StandingImage> images) {
        return new ImageChecks(images.stream().map(StandingImage::member).toList(), limits);
    }

    private FreezeOutcome planned(
            String dataset, Vocabulary vocabulary, Content content, FreezeWish wish, PixelSource source) {
        LabelSet labelSet = vocabulary.labelSet();
        Optional<String> unfit =
                unfit(dataset, labelSet, content.counts(), content.images().size());
        if (unfit.isPresent()) {
            return refused(Refusal.UNFIT, unfit.get() + content.together().loss());
        }
        List<ImageTraits> traits = content.accepted().stream()
                .map(StandingImage::traits)
                .flatMap(Optional::stream)
                .toList();
        if (traits.isEmpty() && wish.side().isEmpty()) {
            return refused(Refusal.UNFIT, "no image of " + dataset + " tells its size; ask for a side");
        }
        WindowChoice.Outcome window = windows.of(dataset, content.accepted(), content.entries(), wish.window(), source);
        if (window instanceof WindowChoice.Outcome.Refused refused) {
            return refused.refusal();
        }
        var chosen = (WindowChoice.Outcome.Chosen) window;
        int bits = chosen.window() == null ? Byte.SIZE : Short.SIZE;
        ShapeChoice packed = ShapeChoice.of(traits, wish.side(), bits, settings.maxSide());
        InputShape shape = packed.shape();
        String hash = ContentHash.of(labelSet, shape, chosen.window(), wish.fit(), content.entries());
        String version = hash.substring(0, VERSION_DIGITS);
        List<ImageFinding> ofImages =
                new ArrayList<>(content.together().findings(content.accepted().size()));
        content.validation().ifPresent(ofImages::add);
        ofImages.addAll(content.checks().findings());
        List<String> findings = new ArrayList<>(Findings.of(vocabulary, content.counts(), content.images(), ofImages));
        findings.addAll(chosen.findings());
        packed.sentence().ifPresent(findings::add);
        int imageBytes = shape.length() * (bits / Byte.SIZE);
        return new FreezeOutcome.Planned(new FreezePlan(
                dataset,
                version,
                hash,
                labelSet,
                modality(traits),
                shape,
                content.counts(),
                content.entries(),
                packs(dataset, version, imageBytes, content.entries()),
                List.copyOf(findings),
                chosen.window(),
                List.copyOf(ofImages),
                wish.fit()));
    }

    /**
     * @param images all that the findings speak of, quarantined ones among them
     * @param validation what was taken from training for a validation split, or why nothing; empty where it was not
     *     asked for
     */
    private record Content(
            Collection<StandingImage> images,
            List<StandingImage> accepted,
            List<ManifestEntry> entries,
            Map<Split, ClassDistribution> counts,
            ImageChecks checks,
            KeptTogether together,
            Optional<ImageFinding> validation) {

        Content with(Optional<ImageFinding> taken) {
            return new Content(images, accepted, entries, counts, checks, together, taken);
        }

        static Content of(
                LabelSet labelSet,
                Collection<StandingImage> images,
                List<StandingImage> accepted,
                ImageChecks checks,
                KeptTogether together) {
            List<ManifestEntry> entries = FreezePlanner.entries(accepted);
            return new Content(
                    images,
                    accepted,
                    entries,
                    FreezePlanner.counts(entries, labelSet),
                    checks,
                    together,
                    Optional.empty());
        }
    }

    private static List<ManifestEntry> entries(List<StandingImage> accepted) {
        return accepted.stream()
                .map(StandingImage::checked)
                .map(c -> new ManifestEntry(
                        c.imageId(),
                        Objects.requireNonNull(c.label()),
                        Objects.requireNonNull(c.classIndex()),
                        Objects.requireNonNull(c.split()),
                        c.patientGroup()))
                .sorted(Comparator.comparing(ManifestEntry::split).thenComparing(ManifestEntry::imageId))
                .toList();
    }

    private static Map<Split, ClassDistribution> counts(List<ManifestEntry> entries, LabelSet labelSet) {
        Map<Split, ClassDistribution> counts = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            Long[] n = new Long[labelSet.size()];
            Arrays.fill(n, 0L);
            entries.stream().filter(entry -> entry.split() == split).forEach(entry -> n[entry.classIndex()]++);
            counts.put(split, new ClassDistribution(List.of(n)));
        }
        return Collections.unmodifiableMap(counts);
    }

    private static Optional<String> unfit(
            String dataset, LabelSet labelSet, Map<Split, ClassDistribution> counts, int images) {
        List<Long> train = Objects.requireNonNull(counts.get(Split.TRAIN)).counts();
        long total = train.stream().mapToLong(Long::longValue).sum();
        if (total == 0) {
            return Optional.of("dataset " + dataset + " has no accepted training images ("
                    + Counted.of(images, "labelled image") + " in all)");
        }
        List<String> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (int k = 0; k < labelSet.size(); k++) {
            (train.get(k) > 0 ? present : missing).add(labelSet.name(k));
        }
        if (present.size() == 1) {
            return Optional.of((total == 1
                            ? "the one training image of " + dataset + " is"
                            : "all " + total + " training images of " + dataset + " are")
                    + " of one class, " + present.get(0) + "; a classifier needs two");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("dataset " + dataset + " has no accepted training images of " + String.join(", ", missing)
                        + " (" + labelSet.size() + " classes declared)");
    }

    private List<Pack> packs(String dataset, String version, int imageBytes, List<ManifestEntry> entries) {
        int most = Math.max(1, Math.min(settings.packImages(), settings.packBytes() / imageBytes));
        List<Pack> packs = new ArrayList<>();
        for (Split split : Split.values()) {
            int left = (int)
                    entries.stream().filter(entry -> entry.split() == split).count();
            for (int part = 0; left > 0; part++) {
                int images = Math.min(most, left);
                packs.add(new Pack(split, ObjectKeys.pack(dataset, version, split, part), images));
                left -= images;
            }
        }
        return List.copyOf(packs);
    }

    private static String modality(List<ImageTraits> traits) {
        Map<String, Long> counts = traits.stream()
                .collect(Collectors.groupingBy(ImageTraits::modality, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .orElse(UNKNOWN_MODALITY);
    }

    private static FreezeOutcome refused(Refusal refusal, String message) {
        return new FreezeOutcome.Refused(refusal, message);
    }
}
