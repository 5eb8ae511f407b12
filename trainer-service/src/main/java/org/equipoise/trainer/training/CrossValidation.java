package org.equipoise.trainer.training;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.DatasetFrozen.ManifestEntry;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.trainer.evaluation.FoldPlan;
import org.equipoise.trainer.recipe.DatasetFingerprint;
import org.equipoise.trainer.recipe.Recipe;
import org.equipoise.trainer.recipe.Recipe.ScheduleSettings;
import org.jspecify.annotations.Nullable;

/**
 * Folds of a training split: each is left out by one member of an ensemble, which answers it in place of images that
 * nobody learnt from. Patients are never divided and classes are spread evenly. The folds follow from the version
 * alone, so that every run on it, a run that goes on and what answers beside a network leave out the same images.
 */
final class CrossValidation {

    /** Folds of a classifier that is fitted in no time. */
    static final int USUAL_FOLDS = 5;

    private static final long SEED = 0;

    private final int[] foldOf;
    private final int[] labels;
    private final int folds;

    private CrossValidation(int[] foldOf, int[] labels, int folds) {
        this.foldOf = foldOf;
        this.labels = labels;
        this.folds = folds;
    }

    /**
     * Whether a run leaves folds out.
     *
     * @param folds absent where it does not
     * @param words by which images it chooses, or why there are no folds, as a clause; empty where nobody asked
     */
    record Decided(@Nullable CrossValidation folds, String words) {}

    /**
     * Decides it.
     *
     * @param members that leave out a fold each
     */
    static Decided decided(TrainingPorts ports, DatasetFrozen dataset, Recipe recipe, int members) {
        if (!recipe.schedule().crossValidation()) {
            return new Decided(null, "");
        }
        int images = dataset.packs(Split.TRAIN).stream()
                .mapToInt(DatasetFrozen.Pack::images)
                .sum();
        List<ManifestEntry> entries = entries(new DatasetManifest(ports.packs().objects()), dataset);
        if (entries.size() != images || images == 0) {
            return refused("the manifest names " + entries.size() + " training images, the packs hold " + images);
        }
        Decided decided = of(
                entries.stream().mapToInt(ManifestEntry::classIndex).toArray(),
                DatasetManifest.patients(entries),
                dataset.labelSet().size(),
                members);
        CrossValidation folds = decided.folds();
        long validation = DatasetFingerprint.of(dataset).validation().total();
        return folds == null ? decided : new Decided(folds, folds.words(validation));
    }

    /**
     * The same of images with labels.
     *
     * @param patients a number per image, equal for images of one patient
     */
    static Decided of(int[] labels, int[] patients, int classes, int members) {
        if (members < ScheduleSettings.FEWEST_FOLDS) {
            return refused(Counted.of(members, "network") + ", and fewer than " + ScheduleSettings.FEWEST_FOLDS
                    + " would learn from too little without a fold each");
        }
        FoldPlan.Planning planning = FoldPlan.of(labels, patients, classes, members, SEED);
        if (planning instanceof FoldPlan.Refused refused) {
            return refused(refused.reason());
        }
        FoldPlan plan = ((FoldPlan.Planned) planning).plan();
        return plan.folds() < members
                ? refused(Counted.of(plan.folds(), "patient") + " cannot be divided into " + members + " folds")
                : new Decided(new CrossValidation(plan.toArray(), labels, members), "");
    }

    private static Decided refused(String why) {
        return new Decided(null, "no training image is left out, and validation images alone choose: " + why);
    }

    private static List<ManifestEntry> entries(DatasetManifest manifests, DatasetFrozen dataset) {
        try {
            return manifests.entries(dataset, Split.TRAIN);
        } catch (IllegalArgumentException e) {
            throw new RunFailedException(String.valueOf(e.getMessage()));
        }
    }

    /** Folds, and members that leave one out each. */
    int folds() {
        return folds;
    }

    /** Images of the training split. */
    int images() {
        return foldOf.length;
    }

    /** The fold, and so the member, that an image of the training split is left out in. */
    int fold(int image) {
        return foldOf[image];
    }

    /** The images of a fold that are in a part of the split, counted from the part's beginning. */
    int[] left(int fold, int from, int count) {
        return IntStream.range(0, count).filter(i -> foldOf[from + i] == fold).toArray();
    }

    /** A shard and who learns from it: the members that leave out neither an image nor what is mixed into it. */
    Shard of(Shard shard) {
        ShardSources sources = shard.sources();
        if (!sources.known()) {
            throw new RunFailedException("a shard does not say which training images it holds: an augment-service of"
                    + " this release says it, and crossValidation=false does without");
        }
        float[] learners = new float[shard.size() * folds];
        for (int i = 0; i < shard.size(); i++) {
            int own = foldOf(sources.image(i), shard.label(i));
            int second = foldOf(sources.partner(i), shard.soft().labels()[i]);
            for (int member = 0; member < folds; member++) {
                learners[i * folds + member] = member == own || member == second ? 0 : 1;
            }
        }
        return shard.learntBy(learners);
    }

    private int foldOf(int image, int label) {
        if (image < 0 || image >= foldOf.length || labels[image] != label) {
            throw new RunFailedException("a shard says that an image of class " + label + " is image " + image
                    + " of the " + foldOf.length + " training images, which it is not");
        }
        return foldOf[image];
    }

    /** The shards of a source, with what is left out of them. */
    ShardSource of(ShardSource shards) {
        return new ShardSource() {
            @Override
            public void certain(int epochs) {
                shards.certain(epochs);
            }

            @Override
            public Shard take(int epoch, int shard) {
                return of(shards.take(epoch, shard));
            }

            @Override
            public Shard take(int epoch, int shard, Duration atMost) {
                return of(shards.take(epoch, shard, atMost));
            }

            private Shard of(Shard shard) {
                return CrossValidation.this.of(shard);
            }

            @Override
            public void close() {
                shards.close();
            }
        };
    }

    private String words(long validation) {
        return "what a run chooses is chosen on " + Counted.of(images(), "training image")
                + ", each answered by the one of " + folds + " that had not learnt from it, and "
                + Counted.of(validation, "validation image");
    }
}
