package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.equipoise.common.imaging.ImageFormat;
import org.equipoise.common.words.Counted;
import org.jspecify.annotations.Nullable;

/** Opens a set, whatever form it has: MedMNIST npz, label file, class folders; in a folder or in a zip. */
public final class ImageSets {

    /** Beside a label file, it holds the images. */
    private static final String IMAGES = "images.zip";

    private static final int HEAD = 256;

    private ImageSets() {}

    /** Opens a set that says everything itself. */
    public static ImageSet open(Path path) {
        return open(path, ReadingOptions.DEFAULTS);
    }

    /**
     * Opens a set.
     *
     * @throws SetException if there is none at {@code path}, saying what was found, or where it may be read in two ways
     */
    public static ImageSet open(Path path, ReadingOptions options) {
        try {
            if (!Files.exists(path)) {
                throw new SetException("there is no file or folder " + path);
            }
            if (!Files.isReadable(path)) {
                throw new SetException(path + " may not be read by this user");
            }
            if (!Files.isDirectory(path) && !Files.isRegularFile(path)) {
                throw new SetException(path + " is a pipe or a device, neither a file nor a folder");
            }
            return Files.isDirectory(path) ? folder(path, options) : file(path, options);
        } catch (IOException e) {
            throw new SetException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static ImageSet file(Path path, ReadingOptions options) throws IOException {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (Workbook.isNamed(name)) {
            throw new SetException(Workbook.refusal(path.getFileName().toString()));
        }
        if (LabelFiles.isTable(name)) {
            return folder(
                    path.toAbsolutePath().resolveSibling("").normalize(), options.withLabelFile(path.toAbsolutePath()));
        }
        if (name.endsWith(".npz")) {
            List<SetImage> images = MedMnist.read(path);
            long unlabelled =
                    images.stream().filter(image -> image.label() == null).count();
            return ImageSet.of(path.getFileName().toString(), MedMnist.classes(images), images)
                    .with(
                            images,
                            unlabelled == 0
                                    ? List.of()
                                    : List.of(Counted.of(unlabelled, "image has", "images have")
                                            + " a negative label: none"));
        }
        if (name.endsWith(".zip")) {
            FileTree zip = new ZipTree(path);
            FileTree tree = SubTree.unwrap(zip);
            return open(path, tree, tree, zip, options);
        }
        try (var in = Files.newInputStream(path)) {
            throw new SetException(path + " is " + ImageFormat.of(in.readNBytes(HEAD))
                    + "; a set is an .npz, a .zip, a label file (.csv), or a folder with one or with class folders");
        }
    }

    private static ImageSet folder(Path path, ReadingOptions options) throws IOException {
        Path zip = path.resolve(IMAGES);
        FileTree folder = new FolderTree(path);
        boolean listed = options.labelFile() != null || folder.paths().contains(LabelFiles.MANIFEST);
        if (listed && Files.isRegularFile(zip)) {
            FileTree images = new ZipTree(zip);
            return open(path, folder, images, images, options);
        }
        FileTree tree = SubTree.unwrap(folder);
        return open(path, tree, tree, tree, options);
    }

    private static ImageSet open(Path path, FileTree lists, FileTree whole, FileTree toClose, ReadingOptions options)
            throws IOException {
        try {
            List<String> notes = new ArrayList<>();
            List<RefusedFile> refused = new ArrayList<>();
            FileTree tree = SecondCopy.removed(whole, notes);
            List<String> files = ImageFiles.of(tree, refused);
            Optional<List<SetImage>> listed = LabelFiles.read(lists, tree, files, options, notes);
            if (listed.isPresent()) {
                // What the file does not list is not asked for.
                refused.clear();
            }
            refused.addAll(tree.unreadable());
            List<SetImage> found = listed.isPresent()
                    ? listed.get()
                    : ClassFolders.read(tree, ImageFiles.withoutMasks(files, options.masks(), notes), options, notes);
            if (found.isEmpty()) {
                throw new SetException(path + " has no PNG or JPEG image" + instead(tree, refused));
            }
            found.forEach(image -> refuseControls(path, image.label()));
            return new FilesOfTree(String.valueOf(path.getFileName()), found, notes, refused, toClose);
        } catch (IOException | RuntimeException e) {
            toClose.close();
            throw e;
        }
    }

    /** A class's name is shown: a line break in it would begin another sentence, and a terminal obeys escapes. */
    private static void refuseControls(Path path, @Nullable String label) {
        for (int i = 0; label != null && i < label.length(); i++) {
            if (Character.isISOControl(label.charAt(i))) {
                throw new SetException(String.format(
                        Locale.ROOT,
                        "%s has a class with the control character U+%04X in its name, after \"%s\"",
                        path,
                        (int) label.charAt(i),
                        label.substring(0, i)));
            }
        }
    }

    private static String instead(FileTree tree, List<RefusedFile> refused) {
        Map<String, Integer> endings = new TreeMap<>();
        for (String file : tree.paths()) {
            int dot = file.lastIndexOf('.');
            endings.merge(
                    dot > file.lastIndexOf('/') ? file.substring(dot).toLowerCase(Locale.ROOT) : "no ending",
                    1,
                    Integer::sum);
        }
        String example = refused.isEmpty()
                ? ""
                : "; " + refused.get(0).path() + " " + refused.get(0).detail();
        return endings.isEmpty()
                ? ": it is empty"
                : ", only "
                        + endings.entrySet().stream()
                                .map(ending -> ending.getKey() + ": " + ending.getValue())
                                .collect(Collectors.joining(", "))
                        + example;
    }

    /** Images that lie in a tree, which stays open as long as the set. */
    private record FilesOfTree(
            String name, List<SetImage> images, List<String> notes, List<RefusedFile> refused, FileTree tree)
            implements ImageSet {

        FilesOfTree {
            images = List.copyOf(images);
            notes = List.copyOf(notes);
            refused = List.copyOf(refused);
        }

        /** Class names of labelled images, sorted. */
        @Override
        public List<String> classes() {
            Set<String> names = new TreeSet<>();
            for (SetImage image : images) {
                if (image.label() != null) {
                    names.add(image.label());
                }
            }
            return List.copyOf(names);
        }

        @Override
        public void close() {
            try {
                tree.close();
            } catch (IOException e) {
                throw new SetException("cannot close " + name, e);
            }
        }
    }
}
