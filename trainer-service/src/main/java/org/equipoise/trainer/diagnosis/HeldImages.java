package org.equipoise.trainer.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.trainer.canary.Canaries;
import org.equipoise.trainer.canary.ServedInputs;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.registry.ModelObjects.Serveable;
import org.equipoise.trainer.training.DatasetCatalogue;
import org.equipoise.trainer.training.DatasetManifest;

/**
 * Labelled images that a version was not trained on, as serving reads and fits them: of its dataset's validation and
 * test splits, or its canaries where those are not there any more.
 */
public final class HeldImages {

    /** Enough to tell a preprocessing that is right from chance, and not too many to be in memory. */
    private static final int MOST_PER_CLASS = 40;

    private static final int LEAST_PER_CLASS = 8;
    private static final int MOST = 400;

    private final ModelObjects versions;
    private final DatasetCatalogue datasets;
    private final DatasetManifest manifest;
    private final ServedInputs inputs;

    public HeldImages(ModelObjects versions, DatasetCatalogue datasets, DatasetManifest manifest, ServedInputs inputs) {
        this.versions = versions;
        this.datasets = datasets;
        this.manifest = manifest;
        this.inputs = inputs;
    }

    /** Its own; those of another version of the same model and classes where it was registered without any. */
    List<LabelledPixels> of(Serveable version) {
        return alike(version)
                .map(other -> of(other, version.champion()))
                .filter(images -> !images.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /**
     * Images with the answers that were kept when a version was registered.
     *
     * @param answers probabilities of each image in the order of the classes of the version that is asked about
     */
    record Kept(List<LabelledPixels> images, List<List<Double>> answers) {

        Kept {
            images = List.copyOf(images);
            answers = List.copyOf(answers);
        }
    }

    /**
     * Its canaries, then those of the other versions of the same model, classes and input: they may be the same
     * network.
     */
    List<Kept> kept(Serveable version) {
        LabelSet asked = version.champion().labelSet();
        return alike(version)
                .distinct()
                .filter(other ->
                        other.champion().format().sees(version.champion().format()))
                .flatMap(other -> versions
                        .canaries(other.champion())
                        .filter(canaries -> canaries.size() > 0)
                        .map(canaries -> kept(canaries, other.champion().labelSet(), asked))
                        .stream())
                .toList();
    }

    private static Kept kept(Canaries canaries, LabelSet theirs, LabelSet asked) {
        List<List<Double>> answers = new ArrayList<>();
        for (int i = 0; i < canaries.size(); i++) {
            List<Double> row = new ArrayList<>();
            for (String name : asked.classes()) {
                row.add((double) canaries.probability(i, theirs.classes().indexOf(name)));
            }
            answers.add(List.copyOf(row));
        }
        return new Kept(pixels(canaries, theirs, asked), answers);
    }

    /** The version itself first. */
    private Stream<Serveable> alike(Serveable version) {
        Set<String> classes = Set.copyOf(version.champion().labelSet().classes());
        return Stream.concat(
                        Stream.of(version), versions.serveable(version.trained().model()).stream())
                .filter(other ->
                        Set.copyOf(other.champion().labelSet().classes()).equals(classes));
    }

    private List<LabelledPixels> of(Serveable version, Champion champion) {
        List<LabelledPixels> held = datasets.find(
                        version.trained().dataset(), version.trained().datasetVersion())
                .map(dataset -> read(champion, dataset, chosen(dataset)))
                .orElse(List.of());
        return held.isEmpty() && version.champion().format().sees(champion.format())
                ? versions.canaries(version.champion())
                        .map(canaries -> pixels(canaries, version.champion().labelSet(), champion.labelSet()))
                        .orElse(List.of())
                : held;
    }

    private List<ManifestEntry> chosen(DatasetFrozen dataset) {
        int most = Math.max(
                LEAST_PER_CLASS,
                Math.min(MOST_PER_CLASS, MOST / dataset.labelSet().size()));
        Map<String, Integer> taken = new HashMap<>();
        return Stream.of(Split.VALIDATION, Split.TEST)
                .flatMap(split -> manifest.entries(dataset, split).stream())
                .filter(entry -> taken.merge(entry.label(), 1, Integer::sum) <= most)
                .toList();
    }

    private List<LabelledPixels> read(Champion champion, DatasetFrozen dataset, List<ManifestEntry> entries) {
        List<Optional<byte[]>> read = inputs.inputs(
                champion,
                dataset.dataset(),
                entries.stream().map(ManifestEntry::imageId).toList());
        List<LabelledPixels> images = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            int label = champion.labelSet().classes().indexOf(entries.get(i).label());
            if (label >= 0 && read.get(i).isPresent()) {
                images.add(
                        new LabelledPixels(champion.format().pixels(read.get(i).get(), 0), label));
            }
        }
        return images;
    }

    private static List<LabelledPixels> pixels(Canaries canaries, LabelSet theirs, LabelSet asked) {
        List<LabelledPixels> images = new ArrayList<>();
        for (int i = 0; i < canaries.size(); i++) {
            images.add(new LabelledPixels(
                    canaries.format().pixels(canaries.pixels(), i),
                    asked.classes().indexOf(theirs.name(canaries.label(i)))));
        }
        return images;
    }
}
