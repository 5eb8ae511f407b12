package org.equipoise.bench.quality;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.equipoise.bench.UnusableOptionException;

/**
 * A set, how much of it is kept for training, and what is aimed at.
 *
 * @param key names it in options and datasets
 * @param path where it lies below the folder of all data
 * @param modality DICOM modality
 * @param keep training images kept of a class, by its name; empty keeps all
 * @param recipes trained side by side
 * @param targets least mean of {@code auto}
 * @param minutes that a training with {@code auto} may take, from the request to the decision
 */
record Study(
        String key,
        String title,
        String path,
        String modality,
        Map<String, Integer> keep,
        List<String> recipes,
        Map<Metric, Double> targets,
        double minutes) {

    /** Minutes for a set of 28 x 28 pixels. */
    private static final double SMALL = 5;

    private static final List<Study> WHOLE = List.of(
            whole("pneumonia", "PneumoniaMNIST", "medmnist/pneumoniamnist.npz", "DX", 0.975, 0.93, 0.92),
            whole("breast", "BreastMNIST", "medmnist/breastmnist.npz", "US", 0.89, 0.855, 0.79),
            whole("retina", "RetinaMNIST", "medmnist/retinamnist.npz", "OP", 0.745, 0.535, 0.40));

    /** Normals kept of PneumoniaMNIST's training split, of 3494 pneumonias, and the balanced accuracy aimed at. */
    private static final List<Study> CUT =
            List.of(cut("1:10", 349, 0.90), cut("1:50", 70, 0.88), cut("1:100", 35, 0.86));

    private static final Study BLOOD = new Study(
            "blood",
            "PBC blood cells",
            "pbc-blood-64",
            "SM",
            Map.of(),
            List.of("auto"),
            Map.of(Metric.ACCURACY, 0.95),
            30);

    /** In the order of the table. */
    static final List<Study> ALL =
            Stream.of(WHOLE, CUT, List.of(BLOOD)).flatMap(List::stream).toList();

    Study {
        keep = Map.copyOf(keep);
        recipes = List.copyOf(recipes);
        targets = Map.copyOf(targets);
    }

    private static Study whole(
            String key, String title, String path, String modality, double auc, double accuracy, double balanced) {
        return new Study(
                key,
                title,
                path,
                modality,
                Map.of(),
                List.of("auto"),
                Map.of(Metric.AUC, auc, Metric.ACCURACY, accuracy, Metric.BALANCED_ACCURACY, balanced),
                SMALL);
    }

    private static Study cut(String ratio, int kept, double balanced) {
        return new Study(
                "pneumonia-keep-" + kept,
                "PneumoniaMNIST, normals " + ratio,
                "medmnist/pneumoniamnist.npz",
                "DX",
                Map.of("0", kept),
                List.of("auto", "naive"),
                Map.of(Metric.BALANCED_ACCURACY, balanced),
                SMALL);
    }

    /**
     * Those that were asked for.
     *
     * @param sets keys, or {@code none}
     * @param cut whether PneumoniaMNIST is cut, too
     */
    static List<Study> chosen(List<String> sets, boolean cut, boolean blood) {
        List<Study> chosen = new ArrayList<>();
        for (String key : sets) {
            if (!key.equals("none")) {
                chosen.add(WHOLE.stream()
                        .filter(study -> study.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new UnusableOptionException("there is no set \"" + key + "\", only "
                                + WHOLE.stream().map(Study::key).toList())));
            }
        }
        if (cut) {
            chosen.addAll(CUT);
        }
        if (blood) {
            chosen.add(BLOOD);
        }
        if (chosen.isEmpty()) {
            throw new UnusableOptionException("nothing to train on: sets=none cut=no blood=no");
        }
        return chosen;
    }

    /** The one of that key. */
    static Study of(String key) {
        return ALL.stream()
                .filter(study -> study.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no study \"" + key + "\""));
    }

    /**
     * Where it lies: below {@code data}, in its own folder or, as downloaded, directly.
     *
     * @throws UnusableOptionException if it is in neither place
     */
    Path locate(Path data) {
        Path name = java.util.Objects.requireNonNull(Path.of(path).getFileName());
        return Stream.of(data.resolve(path), data.resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new UnusableOptionException(title + " is not here: neither " + data.resolve(path)
                        + " nor " + data.resolve(name) + " exists; say where with data=FOLDER, or leave it out"
                        + " (sets=, cut=no, blood=no)"));
    }
}
