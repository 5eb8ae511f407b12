package org.equipoise.bench.collapse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import org.equipoise.bench.UnusableOptionException;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.imaging.Preprocessing;
import org.equipoise.common.labels.Split;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.PhantomSet;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.ImageSets;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;
import org.equipoise.local.sets.Splits;

/** The datasets of the grid, cut to what runs draw from and written where the processes that train read them. */
final class PreparedData {

    /** Images of a class to train from, at most. */
    private static final int TRAIN = 400;

    /** Images of a class to validate with, and to test with, at most. */
    private static final int VALIDATION = 80;

    private static final int TEST = 20;

    /** Share of a class's images that are held out where a set has no splits. */
    private static final double HELD_OUT = 0.3;

    private static final String PHANTOMS = "phantoms";

    /** Which images are chosen, and which phantoms there are: the same in every call. */
    private static final long CHOICE = 1;

    /**
     * A file of MedMNIST.
     *
     * @param classes of the labels that are taken; the other images are left out
     */
    private record Medical(String name, String file, Map<String, Integer> classes) {}

    /** Five grades of retinopathy are too many for a few hundred images: none against moderate and worse. */
    private static final List<Medical> MEDICAL = List.of(
            new Medical("pneumonia", "pneumoniamnist.npz", Map.of("0", 0, "1", 1)),
            new Medical("retina", "retinamnist.npz", Map.of("0", 0, "2", 1, "3", 1, "4", 1)),
            new Medical("breast", "breastmnist.npz", Map.of("0", 0, "1", 1)));

    private final Path folder;
    private final List<String> names = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private PreparedData(Path folder) {
        this.folder = folder;
    }

    /**
     * Prepares a folder with files of MedMNIST and, beside them, phantoms; or any other set, alone.
     *
     * @param data a folder with such files, or a set
     * @throws UnusableOptionException if it is neither
     */
    static PreparedData of(Path data, boolean given, Path folder) {
        var prepared = new PreparedData(folder);
        List<Medical> there = MEDICAL.stream()
                .filter(set -> Files.isReadable(data.resolve(set.file())))
                .toList();
        if (there.isEmpty() && given) {
            prepared.brought(data);
            return prepared;
        }
        prepared.phantoms();
        there.forEach(set -> prepared.medical(set, data));
        MEDICAL.stream()
                .filter(set -> !there.contains(set))
                .forEach(set -> prepared.notes.add("ABSENT: " + set.file() + " is not in the folder of data=FOLDER; "
                        + set.name() + " was not trained on"));
        return prepared;
    }

    /** In the order of the grid. */
    List<String> names() {
        return List.copyOf(names);
    }

    /** What a reader must know. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private void phantoms() {
        Map<Finding, Integer> counts = new EnumMap<>(Finding.class);
        counts.put(Finding.NONE, 660);
        counts.put(Finding.BENIGN, 500);
        counts.put(Finding.MALIGNANT, 500);
        Map<Integer, List<Source>> training = new LinkedHashMap<>();
        Map<Integer, List<Source>> held = new LinkedHashMap<>();
        for (PhantomSet.Phantom phantom : PhantomSet.of(CHOICE, counts)) {
            (phantom.split() == Split.TRAIN ? training : held)
                    .computeIfAbsent(phantom.finding().ordinal(), k -> new ArrayList<>())
                    .add(phantom::pixels);
        }
        write(PHANTOMS, Finding.values().length, training, held);
    }

    private void medical(Medical set, Path data) {
        try (ImageSet images = ImageSets.open(data.resolve(set.file()))) {
            split(set.name(), images, set.classes());
        }
    }

    private void brought(Path data) {
        try (ImageSet read = ImageSets.open(data)) {
            ImageSet images = Splits.completed(read);
            Map<String, Integer> classes = new LinkedHashMap<>();
            images.classes().forEach(name -> classes.put(name, classes.size()));
            if (classes.size() < 2) {
                throw new UnusableOptionException("data=" + data + " has " + classes.size() + " classes, need two");
            }
            String name = images.name()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\.[a-z]+$", "")
                    .replaceAll("[^a-z0-9]+", "-");
            split("brought-" + name, images, classes);
            notes.add("only data=" + images.name() + " was trained on");
        } catch (SetException e) {
            throw new UnusableOptionException(
                    "data=" + data + " is neither a folder with files of MedMNIST nor a set: " + e.getMessage());
        }
    }

    /** Training images are those of that split; the other splits together are validated and tested with. */
    private void split(String name, ImageSet images, Map<String, Integer> classes) {
        Map<Integer, List<Source>> training = new LinkedHashMap<>();
        Map<Integer, List<Source>> held = new LinkedHashMap<>();
        Map<Integer, List<Source>> anywhere = new LinkedHashMap<>();
        for (SetImage image : images.images()) {
            Integer k = image.label() == null ? null : classes.get(image.label());
            if (k != null) {
                Map<Integer, List<Source>> part =
                        image.split() == null ? anywhere : image.split() == Split.TRAIN ? training : held;
                part.computeIfAbsent(k, c -> new ArrayList<>()).add(() -> decoded(image));
            }
        }
        anywhere.forEach((k, some) -> {
            Collections.shuffle(some, new Random(CHOICE));
            int out = (int) Math.round(HELD_OUT * some.size());
            held.computeIfAbsent(k, c -> new ArrayList<>()).addAll(some.subList(0, out));
            training.computeIfAbsent(k, c -> new ArrayList<>()).addAll(some.subList(out, some.size()));
        });
        write(name, 1 + Collections.max(classes.values()), training, held);
    }

    private static Pixels decoded(SetImage image) {
        try {
            return PngCodec.decode(image.read());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + image.path(), e);
        }
    }

    /** Draws or reads an image. */
    @FunctionalInterface
    private interface Source {
        Pixels pixels();
    }

    private void write(String name, int classes, Map<Integer, List<Source>> training, Map<Integer, List<Source>> held) {
        for (int k = 0; k < classes; k++) {
            int learnt = training.getOrDefault(k, List.of()).size();
            int judged = held.getOrDefault(k, List.of()).size();
            if (learnt < 2 || judged < 2) {
                throw new UnusableOptionException("class " + k + " of " + name + " has " + learnt
                        + " images to train and " + judged + " to judge with, need two of each");
            }
        }
        List<List<Source>> train = new ArrayList<>();
        List<List<Source>> validation = new ArrayList<>();
        List<List<Source>> test = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            train.add(mixed(training.getOrDefault(k, List.of()), 0, TRAIN));
            List<Source> judging = held.getOrDefault(k, List.of());
            int tested = Math.min(TEST, judging.size() / 3 + 1);
            test.add(mixed(judging, 0, tested));
            validation.add(mixed(judging, tested, tested + VALIDATION));
        }
        int channels = train.get(0).get(0).pixels().channels();
        var shape = new InputShape(DataSplits.SIDE, DataSplits.SIDE, channels);
        new DataSplits(table(train, shape), table(validation, shape), table(test, shape))
                .write(folder.resolve(name + ".npz"));
        names.add(name);
    }

    private static List<Source> mixed(List<Source> all, int from, int to) {
        List<Source> mixed = new ArrayList<>(all);
        Collections.shuffle(mixed, new Random(CHOICE));
        return mixed.subList(Math.min(from, mixed.size()), Math.min(to, mixed.size()));
    }

    private static ImageTable table(List<List<Source>> byClass, InputShape shape) {
        int n = byClass.stream().mapToInt(List::size).sum();
        byte[] pixels = new byte[n * shape.length()];
        int[] labels = new int[n];
        int i = 0;
        for (int k = 0; k < byClass.size(); k++) {
            for (Source source : byClass.get(k)) {
                Preprocessing.fit(source.pixels(), shape).copyTo(pixels, i * shape.length());
                labels[i++] = k;
            }
        }
        return new ImageTable(shape, pixels, labels, byClass.size());
    }
}
