package org.equipoise.local.sets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.equipoise.common.imaging.ImageFormat;
import org.equipoise.common.labels.Split;

/** A folder per class, with {@code train}, {@code val}, {@code test} above if there are splits. */
final class ClassFolders {

    private static final Set<String> SPLITS = Set.of("train", "training", "val", "valid", "validation", "test");
    private static final int HEAD = 256;

    private ClassFolders() {}

    /** Whether a folder's name is that of a split. */
    static boolean isSplit(String folder) {
        return SPLITS.contains(folder.toLowerCase(Locale.ROOT));
    }

    /** The tree's images, sorted by path. Images that lie in no class folder have no label. */
    static List<SetImage> read(FileTree tree) throws IOException {
        List<SetImage> images = new ArrayList<>();
        for (String path : tree.paths()) {
            if (isImage(tree, path)) {
                images.add(image(tree, path));
            }
        }
        return images;
    }

    private static SetImage image(FileTree tree, String path) {
        List<String> parts = List.of(path.split("/"));
        boolean split = parts.size() > 1 && isSplit(parts.get(0));
        int classAt = split ? 1 : 0;
        String label = parts.size() > classAt + 1 ? parts.get(classAt) : null;
        return new SetImage(path, label, split ? Split.parse(parts.get(0)) : null, null, () -> tree.read(path));
    }

    /**
     * By its name first: what is called PNG or JPEG goes to ingest, which looks inside. Other images are refused here,
     * everything else (a README) is passed over.
     */
    private static boolean isImage(FileTree tree, String path) throws IOException {
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return true;
        }
        String format = ImageFormat.of(tree.head(path, HEAD));
        switch (format) {
            case ImageFormat.PNG, ImageFormat.JPEG -> {
                return true;
            }
            case "DICOM", "GIF", "BMP", "TIFF", "WebP", "JPEG 2000" ->
                throw new SetException(path + " is " + format + "; only PNG and JPEG are read");
            default -> {
                return false;
            }
        }
    }
}
