package org.equipoise.trainer.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.canary.Canaries;
import org.equipoise.trainer.canary.CanaryTrial;
import org.equipoise.trainer.classifier.ClassProbabilities;
import org.equipoise.trainer.classifier.Classifier;
import org.equipoise.trainer.classifier.ClassifierLoader;
import org.equipoise.trainer.classifier.ImageBatch;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.evaluation.PairedComparison;
import org.equipoise.trainer.evaluation.RightAnswers;
import org.equipoise.trainer.gate.Incumbent;
import org.equipoise.trainer.outside.OutsideTrial;
import org.equipoise.trainer.registry.ChampionTrial;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.training.DatasetManifest;
import org.equipoise.trainer.training.LabelledImages;
import org.equipoise.trainer.training.SplitPredictions;

/**
 * Tries versions with the classifier that serves them, each in a copy of its own: scoring goes on with the loaded one
 * meanwhile.
 */
public final class ServingTrial implements ChampionTrial, CanaryTrial, OutsideTrial {

    private static final int BATCH_BYTES = 1 << 20;

    private final ClassifierLoader loader;
    private final ObjectStore objects;
    private final ImageFetcher fetcher;
    private final DatasetManifest manifest;

    public ServingTrial(ClassifierLoader loader, ObjectStore objects, ImageFetcher fetcher) {
        this.loader = loader;
        this.objects = objects;
        this.fetcher = fetcher;
        this.manifest = new DatasetManifest(objects);
    }

    @Override
    public Incumbent evaluate(Champion champion, DatasetFrozen dataset, RightAnswers candidate) {
        boolean packed =
                champion.format().sees(dataset.format()) && champion.labelSet().equals(dataset.labelSet());
        return packed ? packed(champion, dataset, candidate) : unpacked(champion, dataset, candidate);
    }

    private Incumbent packed(Champion champion, DatasetFrozen dataset, RightAnswers candidate) {
        List<String> trueClasses = new ArrayList<>();
        List<Boolean> right = new ArrayList<>();
        try (Classifier classifier = loader.load(champion)) {
            for (DatasetFrozen.Pack pack : dataset.packs(Split.TEST)) {
                byte[] npz = objects.require(Bucket.DATASETS, pack.objectKey());
                var images = LabelledImages.of(
                        npz, dataset.format(), champion.labelSet().size());
                int[] answers = answer(classifier, images);
                RightAnswers ofPack =
                        RightAnswers.of(champion.labelSet(), images.size(), images::label, i -> answers[i]);
                trueClasses.addAll(ofPack.trueClasses());
                right.addAll(ofPack.right());
            }
        } catch (UnusableModelException e) {
            return new Incumbent.Incomparable(
                    "the champion " + champion.version() + " cannot be used: " + e.getMessage() + ".");
        }
        return compared(champion, candidate, new RightAnswers(trueClasses, right));
    }

    private Incumbent unpacked(Champion champion, DatasetFrozen dataset, RightAnswers candidate) {
        try {
            SplitPredictions test = answers(champion, dataset, Split.TEST);
            if (test.size() == 0) {
                return new Incumbent.Incomparable("the champion " + champion.version()
                        + " cannot be tried: the manifest " + dataset.manifestKey() + " names no test images.");
            }
            return compared(champion, candidate, test.right(champion.labelSet()));
        } catch (InvalidModelException e) {
            return new Incumbent.Incomparable(
                    "the champion " + champion.version() + " cannot be tried: " + e.getMessage() + ".");
        }
    }

    /** Packs and manifest have one order; answers to other images cannot be compared image by image. */
    private static Incumbent compared(Champion champion, RightAnswers candidate, RightAnswers own) {
        if (!own.trueClasses().equals(candidate.trueClasses())) {
            return new Incumbent.Incomparable("the champion " + champion.version() + " answered " + own.images()
                    + " test images that are not the " + candidate.images() + " of the candidate, one by one.");
        }
        return new Incumbent.Evaluated(champion.version(), PairedComparison.of(candidate, own));
    }

    @Override
    public void probe(Champion version) {
        int length = version.format().imageBytes();
        byte[] samples = new byte[3 * length];
        java.util.Arrays.fill(samples, length, 2 * length, (byte) 255);
        for (int i = 2 * length; i < samples.length; i++) {
            samples[i] = (byte) (i * 0x9E3779B9 >>> 24);
        }
        try (Classifier classifier = loader.load(version)) {
            classifier.classify(ImageBatch.slice(version.format(), samples, 0, 3));
        } catch (UnusableModelException e) {
            throw new InvalidModelException("the model does not work here: " + e.getMessage(), e);
        }
    }

    @Override
    public SplitPredictions answers(Champion version, DatasetFrozen dataset, Split split) {
        List<ManifestEntry> entries = manifest.entries(dataset, split);
        int classes = version.labelSet().size();
        int[] labels = new int[entries.size()];
        float[] probabilities = new float[entries.size() * classes];
        int step = Math.max(1, BATCH_BYTES / version.format().imageBytes());
        try (Classifier classifier = loader.load(version)) {
            for (int from = 0; from < labels.length; from += step) {
                List<ManifestEntry> slice = entries.subList(from, Math.min(labels.length, from + step));
                ClassProbabilities answers =
                        classifier.classify(ImageBatch.of(version.format(), pixels(version, dataset, slice)));
                for (int i = 0; i < slice.size(); i++) {
                    labels[from + i] =
                            version.labelSet().classes().indexOf(slice.get(i).label());
                    for (int k = 0; k < classes; k++) {
                        probabilities[(from + i) * classes + k] =
                                answers.row(i).get(k).floatValue();
                    }
                }
            }
        } catch (UnusableModelException e) {
            throw new InvalidModelException("the model does not work here: " + e.getMessage(), e);
        }
        return new SplitPredictions(classes, labels, probabilities);
    }

    private List<Pixels> pixels(Champion version, DatasetFrozen dataset, List<ManifestEntry> entries) {
        List<String> keys = entries.stream()
                .map(entry -> ObjectKeys.image(dataset.dataset(), entry.imageId()))
                .toList();
        return fetcher.fetch(keys, version.format()).stream()
                .map(fetched -> fetched.image()
                        .map(FittedImage::pixels)
                        .orElseThrow(() -> new InvalidModelException(
                                "dataset " + dataset.dataset() + " cannot be used: " + fetched.reason())))
                .toList();
    }

    private static int[] answer(Classifier classifier, LabelledImages images) {
        int[] predicted = new int[images.size()];
        int step = Math.max(1, BATCH_BYTES / images.imageBytes());
        for (int from = 0; from < images.size(); from += step) {
            int count = Math.min(step, images.size() - from);
            ClassProbabilities answers =
                    classifier.classify(ImageBatch.slice(images.format(), images.pixels(), from, count));
            for (int i = 0; i < count; i++) {
                predicted[from + i] = answers.predictedClass(i);
            }
        }
        return predicted;
    }

    @Override
    public Replay replay(Champion candidate, String dataset, Canaries canaries) {
        List<List<Double>> probabilities = new ArrayList<>();
        if (canaries.size() > 0) {
            try (Classifier classifier = loader.load(candidate)) {
                ClassProbabilities answers =
                        classifier.classify(ImageBatch.slice(canaries.format(), canaries.pixels(), 0, canaries.size()));
                for (int i = 0; i < canaries.size(); i++) {
                    probabilities.add(answers.row(i));
                }
            } catch (UnusableModelException e) {
                return new Replay.Unusable(String.valueOf(e.getMessage()));
            }
        }
        List<String> imageIds =
                IntStream.range(0, canaries.size()).mapToObj(canaries::imageId).toList();
        return new Replay.Answered(probabilities, inputs(candidate, dataset, imageIds));
    }

    /** Each image as scoring would feed it: read, decoded, fitted. */
    @Override
    public List<Optional<byte[]>> inputs(Champion version, String dataset, List<String> imageIds) {
        List<String> keys =
                imageIds.stream().map(id -> ObjectKeys.image(dataset, id)).toList();
        return fetcher.fetch(keys, version.format()).stream()
                .map(fetched -> fetched.image().map(image -> image.pixels().bytes()))
                .toList();
    }
}
