package org.equipoise.bench.quality;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.Keep;
import org.jspecify.annotations.Nullable;

/**
 * A set, how much of it is kept for training, and what is aimed at.
 *
 * @param key names it in options and datasets
 * @param path where it lies below the folder of all data
 * @param modality DICOM modality
 * @param byPatient whether it is split anew by its patients, because its own splits may share some
 * @param side pixels that its images are frozen at; absent: ingest decides
 * @param keep training images kept of a class, by its name; empty keeps all
 * @param recipes trained side by side
 * @param targets least mean of {@code auto}
 * @param targetsWithBackbone least mean of {@code auto} while a pretrained network is kept
 * @param minutes that a training with {@code auto} may take, from the request to the decision; it is told so
 */
record Study(
        String key,
        String title,
        String path,
        String modality,
        boolean byPatient,
        @Nullable Integer side,
        Map<String, Integer> keep,
        List<String> recipes,
        Map<Metric, Double> targets,
        Map<Metric, Double> targetsWithBackbone,
        int minutes) {

    private static final String AUTO = "auto";

    /** Minutes for a set of 28 x 28 pixels, and for a larger one. */
    private static final int SMALL = 5;

    private static final int LARGE = 10;

    private static final List<Study> WHOLE = List.of(
            whole(
                    "pneumonia",
                    "PneumoniaMNIST",
                    "medmnist/pneumoniamnist.npz",
                    "DX",
                    targets(0.975, 0.93, 0.92),
                    targets(0.98, 0.944, 0.935)),
            whole(
                    "breast",
                    "BreastMNIST",
                    "medmnist/breastmnist.npz",
                    "US",
                    targets(0.89, 0.855, 0.79),
                    targets(0.93, 0.89, 0.84)),
            whole(
                    "retina",
                    "RetinaMNIST",
                    "medmnist/retinamnist.npz",
                    "OP",
                    targets(0.745, 0.535, 0.40),
                    targets(0.76, 0.565, 0.44)));

    /** Normals kept of PneumoniaMNIST's training split, of 3494 pneumonias, and the balanced accuracy aimed at. */
    private static final List<Study> CUT =
            List.of(cut("1:10", 349, 0.90, 0.90), cut("1:50", 70, 0.88, 0.88), cut("1:100", 35, 0.86, 0.90));

    private static final Study BLOOD = new Study(
            "blood",
            "PBC blood cells",
            "pbc-blood-64",
            "SM",
            false,
            null,
            Map.of(),
            List.of(AUTO),
            Map.of(Metric.ACCURACY, 0.95),
            targets(null, 0.975, 0.97),
            LARGE);

    /** Its own test split has names of patients in common with its training split. */
    static final Study CHEST = new Study(
            "chest",
            "Chest X-rays, 224 pixels",
            "chestxray-224",
            "DX",
            true,
            224,
            Map.of(),
            List.of(AUTO),
            Map.of(),
            targets(0.99, null, 0.96),
            LARGE);

    /** Those that are asked for by name. */
    private static final List<Study> NAMED =
            Stream.concat(WHOLE.stream(), Stream.of(BLOOD, CHEST)).toList();

    /** In the order of the table. */
    static final List<Study> ALL =
            Stream.of(WHOLE, CUT, List.of(BLOOD, CHEST)).flatMap(List::stream).toList();

    Study {
        keep = Map.copyOf(keep);
        recipes = List.copyOf(recipes);
        targets = Map.copyOf(targets);
        targetsWithBackbone = Map.copyOf(targetsWithBackbone);
    }

    private static Study whole(
            String key,
            String title,
            String path,
            String modality,
            Map<Metric, Double> targets,
            Map<Metric, Double> targetsWithBackbone) {
        return new Study(
                key, title, path, modality, false, null, Map.of(), List.of(AUTO), targets, targetsWithBackbone, SMALL);
    }

    private static Study cut(String ratio, int kept, double balanced, double balancedWithBackbone) {
        return new Study(
                "pneumonia-keep-" + kept,
                "PneumoniaMNIST, normals " + ratio,
                "medmnist/pneumoniamnist.npz",
                "DX",
                false,
                null,
                Map.of("0", kept),
                List.of(AUTO, "naive"),
                targets(null, null, balanced),
                targets(null, null, balancedWithBackbone),
                SMALL);
    }

    private static Map<Metric, Double> targets(
            @Nullable Double auc, @Nullable Double accuracy, @Nullable Double balanced) {
        Map<Metric, Double> targets = new EnumMap<>(Metric.class);
        if (auc != null) {
            targets.put(Metric.AUC, auc);
        }
        if (accuracy != null) {
            targets.put(Metric.ACCURACY, accuracy);
        }
        if (balanced != null) {
            targets.put(Metric.BALANCED_ACCURACY, balanced);
        }
        return targets;
    }

    /**
     * Those that were asked for.
     *
     * @param sets keys, or {@code none}
     * @param cut whether PneumoniaMNIST is cut, too
     * @param blood whether blood cells are trained on, too
     */
    static List<Study> chosen(List<String> sets, boolean cut, boolean blood) {
        List<Study> chosen = new ArrayList<>();
        for (String key : sets) {
            if (!key.equals("none")) {
                chosen.add(NAMED.stream()
                        .filter(study -> study.key().equals(key))
                        .findFirst()
                        .orElseThrow(() -> new UnusableOptionException("there is no set \"" + key + "\", only "
                                + NAMED.stream().map(Study::key).toList())));
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
        return chosen.stream().distinct().toList();
    }

    /** The one of that key. */
    static Study of(String key) {
        return ALL.stream()
                .filter(study -> study.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no study \"" + key + "\""));
    }

    /** What it takes of the whole set. */
    ImageSet of(ImageSet whole) {
        return Keep.of(byPatient ? Keep.byPatient(whole) : whole, keep);
    }

    /**
     * Where it lies: below {@code data}, in its own folder or, as downloaded, directly.
     *
     * @throws UnusableOptionException if it is in neither place
     */
    Path locate(Path data) {
        Path name = Objects.requireNonNull(Path.of(path).getFileName());
        return Stream.of(data.resolve(path), data.resolve(name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new UnusableOptionException(title + " is not here: neither " + data.resolve(path)
                        + " nor " + data.resolve(name) + " exists; say where with data=FOLDER, or leave it out"
                        + " (sets=, cut=no, blood=no)"));
    }
}
