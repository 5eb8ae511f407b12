package org.equipoise.trainer.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.labels.Split;
import org.equipoise.trainer.recipe.DatasetFingerprint;

/** Training images that something is tried on before a run. */
final class TrainingSample {

    /** At most. */
    static final int IMAGES = 1000;

    private TrainingSample() {}

    /** The first training images of each class, as evenly as there are, at most {@value #IMAGES}; fewer large ones. */
    static LabelledImages of(DatasetPacks packs, DatasetFrozen dataset) {
        List<Long> counts = DatasetFingerprint.of(dataset).train().counts();
        int classes = counts.size();
        int[] wanted = new int[classes];
        int left = (int)
                Math.min(IMAGES, DatasetFeatures.MOST_BYTES / dataset.format().imageBytes());
        List<Integer> rarestFirst = IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingLong(counts::get))
                .toList();
        for (int i = 0; i < classes; i++) {
            int k = rarestFirst.get(i);
            wanted[k] = (int) Math.min(counts.get(k), left / (classes - i));
            left -= wanted[k];
        }
        int images = Arrays.stream(wanted).sum();
        int bytes = dataset.format().imageBytes();
        byte[] pixels = new byte[Math.multiplyExact(images, bytes)];
        int[] labels = new int[images];
        int taken = 0;
        for (DatasetFrozen.Pack pack : dataset.packs(Split.TRAIN)) {
            if (taken == images) {
                break;
            }
            LabelledImages read = packs.read(dataset, pack);
            for (int i = 0; i < read.size(); i++) {
                int label = read.label(i);
                if (wanted[label] > 0) {
                    wanted[label]--;
                    System.arraycopy(read.pixels(), i * bytes, pixels, taken * bytes, bytes);
                    labels[taken++] = label;
                }
            }
        }
        return new LabelledImages(dataset.format(), pixels, labels);
    }
}
