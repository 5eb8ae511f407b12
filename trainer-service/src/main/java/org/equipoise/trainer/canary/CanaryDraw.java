package org.equipoise.trainer.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.DatasetPacks;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * Draws the canaries of a version: up to {@value #PER_CLASS} images of each class, evenly spread over the validation
 * split in pack order. The same dataset always gives the same canaries.
 */
public final class CanaryDraw {

    static final int PER_CLASS = 8;

    /** Bytes of the samples of all canaries, at most: of large images of many classes there are fewer of each. */
    private static final long MOST_BYTES = 64 << 20;

    private final DatasetPacks packs;
    private final DatasetManifest manifest;

    /** @param objects with packs and manifests of the datasets */
    public CanaryDraw(ObjectStore objects) {
        packs = new DatasetPacks(objects);
        manifest = new DatasetManifest(objects);
    }

    /**
     * The canaries with what training answered; none where the split has no images or no manifest that names them.
     *
     * @param validation answers on the validation split in pack order
     */
    public Canaries draw(DatasetFrozen dataset, SplitPredictions validation) {
        List<ManifestEntry> entries = manifest.entries(dataset, Split.VALIDATION);
        TreeSet<Integer> wanted =
                entries.size() == validation.size() ? indexes(validation, dataset.format()) : new TreeSet<>();
        int length = dataset.format().imageBytes();
        byte[] pixels = new byte[wanted.size() * length];
        int[] position = {0, 0};
        if (!wanted.isEmpty()) {
            packs.read(dataset, Split.VALIDATION, pack -> {
                for (int i : wanted.subSet(position[0], position[0] + pack.size())) {
                    System.arraycopy(pack.pixels(), (i - position[0]) * length, pixels, position[1]++ * length, length);
                }
                position[0] += pack.size();
            });
        }
        return canaries(dataset.format(), validation, entries, List.copyOf(wanted), pixels);
    }

    /**
     * The canaries of a version trained elsewhere, as serving feeds them, with what serving answered.
     *
     * @param validation answers on the validation split in manifest order
     */
    public Canaries drawServed(
            Champion version, DatasetFrozen dataset, SplitPredictions validation, ServedInputs served) {
        List<ManifestEntry> entries = manifest.entries(dataset, Split.VALIDATION);
        List<Integer> wanted = List.copyOf(indexes(validation, version.format()));
        List<Optional<byte[]>> inputs = served.inputs(
                version,
                dataset.dataset(),
                wanted.stream().map(i -> entries.get(i).imageId()).toList());
        int length = version.format().imageBytes();
        byte[] pixels = new byte[wanted.size() * length];
        for (int j = 0; j < wanted.size(); j++) {
            System.arraycopy(inputs.get(j).orElseThrow(), 0, pixels, j * length, length);
        }
        return canaries(version.format(), validation, entries, wanted, pixels);
    }

    private static Canaries canaries(
            InputFormat format,
            SplitPredictions validation,
            List<ManifestEntry> entries,
            List<Integer> wanted,
            byte[] pixels) {
        int classes = validation.classes();
        List<String> imageIds = new ArrayList<>();
        int[] labels = new int[wanted.size()];
        float[] probabilities = new float[wanted.size() * classes];
        for (int j = 0; j < labels.length; j++) {
            int i = wanted.get(j);
            imageIds.add(entries.get(i).imageId());
            labels[j] = validation.label(i);
            for (int k = 0; k < classes; k++) {
                probabilities[j * classes + k] = validation.probability(i, k);
            }
        }
        return new Canaries(format, imageIds, pixels, labels, classes, probabilities);
    }

    static int perClass(InputFormat format, int classes) {
        return (int) Math.max(1, Math.min(PER_CLASS, MOST_BYTES / ((long) classes * format.imageBytes())));
    }

    /** Of each class the middles of equal stretches, {@value #PER_CLASS} where they are affordable. */
    private static TreeSet<Integer> indexes(SplitPredictions validation, InputFormat format) {
        int most = perClass(format, validation.classes());
        List<List<Integer>> byClass = new ArrayList<>();
        for (int k = 0; k < validation.classes(); k++) {
            byClass.add(new ArrayList<>());
        }
        for (int i = 0; i < validation.size(); i++) {
            byClass.get(validation.label(i)).add(i);
        }
        var chosen = new TreeSet<Integer>();
        for (List<Integer> members : byClass) {
            int count = Math.min(most, members.size());
            for (int j = 0; j < count; j++) {
                chosen.add(members.get((2 * j + 1) * members.size() / (2 * count)));
            }
        }
        return chosen;
    }
}
