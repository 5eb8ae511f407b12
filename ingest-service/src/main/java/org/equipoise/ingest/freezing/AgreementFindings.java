package org.equipoise.ingest.freezing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.labels.Vocabulary;
import org.equipoise.common.words.Counted;
import org.equipoise.ingest.labelling.Agreement;

/**
 * How far persons agree: those who were asked to read without seeing each other, and apart from them all others. A
 * source is no person: it repeats what it was told. Quarantined images count, since readers differ on them. Labels of
 * one class are the same, whatever it was called.
 */
final class AgreementFindings {

    /** Images that two readers must share before their agreement is told. */
    private static final long LEAST_SHARED = 20;

    private static final String KAPPA_SCALE = "where 1 is full agreement and 0 what chance brings";

    private final Vocabulary vocabulary;

    private AgreementFindings(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    static List<String> of(Collection<StandingImage> images, Vocabulary vocabulary) {
        var findings = new AgreementFindings(vocabulary);
        var blinded = new Agreement();
        var others = new Agreement();
        for (StandingImage image : images) {
            LabelChecked checked = image.checked();
            Readings readings = checked.readings();
            if (readings != null && readings.isComplete()) {
                blinded.add(findings.labels(checked, readings.by()::contains));
            } else {
                others.add(findings.labels(checked, annotator -> !LabelSubmitted.isSource(annotator)));
            }
        }
        List<String> sentences = new ArrayList<>();
        sentence(others, " readers labelled the same ").ifPresent(sentences::add);
        sentence(blinded, " readers who did not see each other's labels read the same ")
                .ifPresent(sentences::add);
        return sentences;
    }

    private Map<String, String> labels(LabelChecked checked, Predicate<String> annotators) {
        return checked.votes().entrySet().stream()
                .filter(vote -> annotators.test(vote.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, vote -> vocabulary.nameOf(vote.getValue())));
    }

    private static Optional<String> sentence(Agreement agreement, String did) {
        if (agreement.images() < LEAST_SHARED || agreement.fleiss().isEmpty()) {
            return Optional.empty();
        }
        String shared = agreement.readers() + did + Counted.of(agreement.images(), "image") + ": ";
        List<Agreement.TwoReaders> pairs = agreement.pairs();
        if (pairs.size() == 1) {
            return pairs.get(0).cohen().stream()
                    .mapToObj(kappa -> shared + kappa("Cohen's", kappa) + ", " + KAPPA_SCALE + ".")
                    .findFirst();
        }
        String least = pairs.stream()
                .filter(two -> two.images() >= LEAST_SHARED && two.cohen().isPresent())
                .min(Comparator.comparingDouble(two -> two.cohen().orElseThrow()))
                .map(two -> "; of the two who agree least it is "
                        + kappa("Cohen's", two.cohen().orElseThrow()) + ", on "
                        + Counted.of(two.images(), "image"))
                .orElse("");
        return Optional.of(
                shared + kappa("Fleiss'", agreement.fleiss().orElseThrow()) + ", " + KAPPA_SCALE + least + ".");
    }

    private static String kappa(String whose, double value) {
        return String.format(Locale.ROOT, "%s kappa %.2f", whose, value);
    }
}
