package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.equipoise.common.evaluation.WilsonInterval;
import org.equipoise.common.events.ImageFinding;
import org.equipoise.common.events.LabelChecked.QuarantineReason;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.labels.ClassDistribution;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Shortcut;
import org.equipoise.common.labels.Split;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.labelling.ImageTraits;

/** What is odd about a dataset, in sentences: none of it forbids training, all of it explains results. */
final class Findings {

    private static final double NOTABLE_IMBALANCE = 1.5;

    /** A recall that is known less well, either way and with 95 %, hardly compares two models. */
    private static final double KNOWN_WELL = 0.1;

    /** Classes that a sentence names. */
    private static final int MOST_NAMED = 10;

    private final LabelSet labelSet;
    private final Map<Split, ClassDistribution> counts;
    private final List<String> sentences = new ArrayList<>();

    private Findings(LabelSet labelSet, Map<Split, ClassDistribution> counts) {
        this.labelSet = labelSet;
        this.counts = counts;
    }

    /** @param ofImages what the images themselves gave; their sentences come last */
    static List<String> of(
            Vocabulary vocabulary,
            Map<Split, ClassDistribution> counts,
            Collection<StandingImage> images,
            List<ImageFinding> ofImages) {
        var findings = new Findings(vocabulary.labelSet(), counts);
        findings.imbalance();
        findings.missingClasses(Split.VALIDATION);
        findings.missingClasses(Split.TEST);
        findings.rareClasses();
        findings.duplicates(images.stream().filter(StandingImage::accepted).toList());
        findings.quarantined(images);
        findings.settled(images);
        findings.sentences.addAll(AgreementFindings.of(images, vocabulary));
        findings.mixtures(images.stream()
                .filter(StandingImage::accepted)
                .map(StandingImage::traits)
                .flatMap(Optional::stream)
                .toList());
        findings.shortcuts(images.stream().filter(StandingImage::accepted).toList(), ofImages);
        ofImages.forEach(finding -> findings.sentences.add(finding.sentence()));
        return List.copyOf(findings.sentences);
    }

    private void imbalance() {
        ClassDistribution train = distribution(Split.TRAIN);
        if (train.imbalanceRatio() < NOTABLE_IMBALANCE) {
            return;
        }
        List<Long> n = train.counts();
        int largest = n.indexOf(n.stream().max(Long::compare).orElseThrow());
        int smallest = n.indexOf(n.stream().min(Long::compare).orElseThrow());
        sentences.add(String.format(
                Locale.ROOT,
                "Training images are imbalanced: %s has %d, %s has %d, a ratio of %.1f.",
                labelSet.name(largest),
                n.get(largest),
                labelSet.name(smallest),
                n.get(smallest),
                train.imbalanceRatio()));
    }

    private void missingClasses(Split split) {
        ClassDistribution distribution = distribution(split);
        List<String> missing = new ArrayList<>();
        for (int k = 0; k < labelSet.size(); k++) {
            if (distribution.counts().get(k) == 0) {
                missing.add(labelSet.name(k));
            }
        }
        if (distribution.total() == 0) {
            sentences.add("There are no " + split.wireName() + " images.");
        } else if (!missing.isEmpty()) {
            sentences.add("No " + split.wireName() + " images of " + String.join(", ", missing) + ".");
        }
    }

    /** By the worst case of Wilson's interval, a recall of one half. */
    private void rareClasses() {
        List<Long> test = distribution(Split.TEST).counts();
        long enough = WilsonInterval.trialsFor(KNOWN_WELL, WilsonInterval.Z_95);
        List<Integer> rare = IntStream.range(0, labelSet.size())
                .filter(k -> test.get(k) > 0 && test.get(k) < enough)
                .boxed()
                .sorted(Comparator.comparing(test::get))
                .toList();
        if (rare.isEmpty()) {
            return;
        }
        String named = rare.stream()
                .limit(MOST_NAMED)
                .map(k -> String.format(
                        Locale.ROOT,
                        "%s has %d (±%.2f)",
                        labelSet.name(k),
                        test.get(k),
                        WilsonInterval.mostHalfLength(test.get(k), WilsonInterval.Z_95)))
                .collect(Collectors.joining(", "));
        sentences.add(String.format(
                Locale.ROOT,
                "To know a recall to ±%.1f takes %d test images of a class: %s%s.",
                KNOWN_WELL,
                enough,
                named,
                rare.size() > MOST_NAMED ? ", and " + (rare.size() - MOST_NAMED) + " more classes have too few" : ""));
    }

    private void duplicates(List<StandingImage> accepted) {
        long images =
                accepted.stream().filter(i -> i.checked().occurrences() > 1).count();
        long surplus =
                accepted.stream().mapToLong(i -> i.checked().occurrences() - 1L).sum();
        if (images > 0) {
            sentences.add(Counted.of(surplus, "exact duplicate was", "exact duplicates were") + " merged into "
                    + Counted.of(images, "image") + ".");
        }
        long across = accepted.stream()
                .filter(i -> i.traits().map(t -> t.splits().size() > 1).orElse(false))
                .count();
        if (across > 0) {
            sentences.add(Counted.of(across, "image")
                    + " arrived for different splits; each is kept in the strictest one only"
                    + " (test before val before train).");
        }
    }

    private void quarantined(Collection<StandingImage> images) {
        Map<QuarantineReason, Long> reasons = images.stream()
                .flatMap(image -> image.checked().reasons().stream())
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
        long total = images.stream().filter(image -> !image.accepted()).count();
        if (total > 0) {
            String list = reasons.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().code())
                    .collect(Collectors.joining(", "));
            sentences.add(Counted.of(total, "image is", "images are") + " quarantined and left out: " + list + ".");
        }
    }

    private void settled(Collection<StandingImage> images) {
        List<Settlement> settlements = images.stream()
                .filter(StandingImage::accepted)
                .map(image -> image.checked().settlement())
                .flatMap(Stream::ofNullable)
                .toList();
        long against = settlements.stream()
                .filter(settlement -> !settlement.overruled().isEmpty())
                .count();
        if (!settlements.isEmpty()) {
            sentences.add(Counted.of(settlements.size(), "label was", "labels were")
                    + " settled by readers or adjudicators, " + against
                    + " of them against another label.");
        }
    }

    private void mixtures(List<ImageTraits> traits) {
        long sizes = TypicalSize.sizes(traits);
        if (sizes > 1) {
            sentences.add("Images come in " + sizes + " sizes; all are fitted to one.");
        }
        long grey = traits.stream().filter(image -> image.channels() == 1).count();
        if (grey > 0 && grey < traits.size()) {
            sentences.add(Counted.of(grey, "image is", "images are") + " grey and "
                    + Counted.of(traits.size() - grey, "is", "are") + " RGB; all are packed as RGB.");
        }
        List<String> modalities =
                traits.stream().map(ImageTraits::modality).distinct().sorted().toList();
        if (modalities.size() > 1) {
            sentences.add("Images come from several modalities: " + String.join(", ", modalities) + ".");
        }
    }

    /** Of few images: of many their association with the class says it, with its table. */
    private void shortcuts(List<StandingImage> accepted, List<ImageFinding> ofImages) {
        var colour = new Shortcut("colour");
        var size = new Shortcut("size");
        for (StandingImage image : accepted) {
            String label = image.checked().label();
            image.traits().ifPresent(traits -> {
                if (label != null) {
                    colour.count(label, traits.channels() == 1 ? "grey" : "RGB");
                    size.count(label, traits.width() + " x " + traits.height());
                }
            });
        }
        Set<String> said = ofImages.stream()
                .map(ImageFinding::table)
                .flatMap(Stream::ofNullable)
                .map(ImageFinding.Table::property)
                .collect(Collectors.toSet());
        if (!said.contains("colour")) {
            sentences.addAll(colour.findings());
        }
        if (!said.contains("size")) {
            sentences.addAll(size.findings());
        }
    }

    private ClassDistribution distribution(Split split) {
        ClassDistribution found = counts.get(split);
        if (found == null) {
            throw new IllegalArgumentException("no class counts for split " + split.wireName());
        }
        return found;
    }
}
