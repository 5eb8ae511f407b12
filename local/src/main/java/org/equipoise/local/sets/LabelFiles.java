package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.equipoise.common.words.Counted;

/** Finds the file that says the labels: the one that was named, {@code manifest.csv}, or one that can be recognised. */
final class LabelFiles {

    static final String MANIFEST = "manifest.csv";

    /** Rows that are looked up to recognise a label file. */
    private static final int LOOKED_UP = 50;
    /** Share of them that must name files of the set. */
    private static final double NAMED = 0.9;

    private LabelFiles() {}

    /** Whether a path is called a table. */
    static boolean isTable(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".tsv");
    }

    /**
     * The images by the label file of the set, or empty where there is none and the folders must say the labels.
     *
     * @param lists where label files may lie
     * @param tree where the images lie
     * @param images the paths in {@code tree} that are images
     * @throws SetException where several files may be meant, or one says the labels of some images only
     */
    static Optional<List<SetImage>> read(
            FileTree lists, FileTree tree, List<String> images, ReadingOptions options, List<String> notes)
            throws IOException {
        Path said = options.labelFile();
        if (said != null) {
            byte[] bytes = bytes(said, lists);
            return Optional.of(listed(String.valueOf(said.getFileName()), bytes, tree, images, options, notes));
        }
        if (lists.paths().contains(MANIFEST)) {
            return Optional.of(listed(MANIFEST, lists.read(MANIFEST), tree, images, options, notes));
        }
        return recognised(lists, tree, images, options, notes);
    }

    private static byte[] bytes(Path said, FileTree lists) throws IOException {
        if (Files.isRegularFile(said)) {
            if (Files.size(said) > FileTree.MAX_FILE_BYTES) {
                throw new SetException(said + " has more than " + (FileTree.MAX_FILE_BYTES >> 20) + " MiB");
            }
            return Files.readAllBytes(said);
        }
        if (lists.paths().contains(said.toString())) {
            return lists.read(said.toString());
        }
        throw new SetException("there is no file " + said + ", neither here nor in the set");
    }

    private static List<SetImage> listed(
            String name, byte[] bytes, FileTree tree, List<String> images, ReadingOptions options, List<String> notes) {
        List<SetImage> listed =
                LabelFile.of(name, bytes, options, notes).read(tree, new PathIndex(tree.paths()), notes);
        Set<String> paths = new HashSet<>();
        listed.forEach(image -> paths.add(image.path()));
        long others = images.stream().filter(path -> !paths.contains(path)).count();
        if (others > 0) {
            notes.add(Counted.of(
                    others,
                    "image is not in " + name + " and is not sent",
                    "images are not in " + name + " and are not sent"));
        }
        return listed;
    }

    private static Optional<List<SetImage>> recognised(
            FileTree lists, FileTree tree, List<String> images, ReadingOptions options, List<String> notes)
            throws IOException {
        PathIndex files = new PathIndex(tree.paths());
        List<String> fitting = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String path : lists.paths()) {
            if (path.indexOf('/') < 0 && Workbook.isNamed(path)) {
                others.add(Workbook.refusal(path));
            }
            if (path.indexOf('/') < 0 && isTable(path)) {
                Optional<String> obstacle = obstacle(lists, path, files, options);
                if (obstacle.isEmpty()) {
                    fitting.add(path);
                } else {
                    others.add(path + " (" + obstacle.get() + ")");
                }
            }
        }
        if (fitting.size() > 1) {
            throw new SetException("several files may say the labels: " + fitting + ". --labels-file says which");
        }
        if (fitting.isEmpty()) {
            if (!others.isEmpty()) {
                notes.add("not read for labels: " + String.join(", ", others)
                        + "; --labels-file, --image-column and --label-column say otherwise");
            }
            return Optional.empty();
        }
        String name = fitting.get(0);
        List<SetImage> found = listed(name, lists.read(name), tree, images, options, notes);
        requireWhole(name, found, images);
        notes.add("the labels come from " + name + ", not from folders");
        return Optional.of(found);
    }

    /** Why a table does not say the labels of this set; empty when it does. */
    private static Optional<String> obstacle(FileTree lists, String path, PathIndex files, ReadingOptions options)
            throws IOException {
        byte[] bytes = lists.read(path);
        try {
            double named = LabelFile.of(path, bytes, options, new ArrayList<>()).coverage(files, LOOKED_UP);
            return named >= NAMED ? Optional.empty() : Optional.of("its rows name no images of this set");
        } catch (SetException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** A table that leaves out images that are themselves sorted into folders says only half of the labels. */
    private static void requireWhole(String name, List<SetImage> found, List<String> images) {
        Set<String> listed = new HashSet<>();
        found.forEach(image -> listed.add(image.path()));
        Set<String> folders = new TreeSet<>();
        long left = 0;
        for (String path : images) {
            if (!listed.contains(path)) {
                left++;
                folders.add(path.substring(0, path.lastIndexOf('/') + 1));
            }
        }
        if (folders.size() > 1 && left > images.size() * (1 - NAMED)) {
            throw new SetException(String.format(
                    Locale.ROOT,
                    "%s lists %,d of %s, the others lie in folders such as %s. --labels-file %s takes only those"
                            + " that it lists; move it away to take the folders for classes",
                    name,
                    listed.size(),
                    Counted.of(images.size(), "image"),
                    folders.iterator().next(),
                    name));
        }
    }
}
