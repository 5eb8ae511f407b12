package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.imaging.ImageFormat;

/** Opens a set, whatever form it has: MedMNIST npz, manifest, class folders; in a folder or in a zip. */
public final class ImageSets {

    private static final int HEAD = 256;

    private ImageSets() {}

    /**
     * Opens a set.
     *
     * @throws SetException if there is none at {@code path}, saying what was found
     */
    public static ImageSet open(Path path) {
        try {
            if (!Files.exists(path)) {
                throw new SetException("there is no file or folder " + path);
            }
            if (!Files.isReadable(path)) {
                throw new SetException(path + " may not be read by this user");
            }
            return Files.isDirectory(path) ? folder(path) : file(path);
        } catch (IOException e) {
            throw new SetException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    private static ImageSet file(Path path) throws IOException {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.equals(Manifest.NAME)) {
            return folder(path.toAbsolutePath().resolveSibling("").normalize());
        }
        if (name.endsWith(".npz")) {
            List<SetImage> images = MedMnist.read(path);
            return ImageSet.of(path.getFileName().toString(), MedMnist.classes(images), images);
        }
        if (name.endsWith(".zip")) {
            FileTree zip = new ZipTree(path);
            FileTree tree = SubTree.unwrap(zip);
            return open(path, tree, tree, zip);
        }
        try (var in = Files.newInputStream(path)) {
            throw new SetException(path + " is " + ImageFormat.of(in.readNBytes(HEAD))
                    + "; a set is an .npz, a .zip, or a folder with manifest.csv or class folders");
        }
    }

    private static ImageSet folder(Path path) throws IOException {
        Path zip = path.resolve(Manifest.IMAGES);
        FileTree folder = new FolderTree(path);
        if (folder.paths().contains(Manifest.NAME) && Files.isRegularFile(zip)) {
            FileTree images = new ZipTree(zip);
            return open(path, folder, images, images);
        }
        FileTree tree = SubTree.unwrap(folder);
        return open(path, tree, tree, tree);
    }

    private static ImageSet open(Path path, FileTree manifest, FileTree images, FileTree toClose) throws IOException {
        try {
            List<SetImage> found = manifest.paths().contains(Manifest.NAME)
                    ? Manifest.read(manifest, images)
                    : ClassFolders.read(images);
            if (found.isEmpty()) {
                throw new SetException(path + " has no PNG or JPEG image");
            }
            return new TreeSet(String.valueOf(path.getFileName()), found, toClose);
        } catch (IOException | RuntimeException e) {
            toClose.close();
            throw e;
        }
    }

    /** Images that lie in a tree, which stays open as long as the set. */
    private record TreeSet(String name, List<SetImage> images, FileTree tree) implements ImageSet {

        @Override
        public List<String> classes() {
            return Manifest.classes(images);
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
