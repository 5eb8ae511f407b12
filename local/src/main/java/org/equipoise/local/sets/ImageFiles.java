package org.equipoise.local.sets;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.equipoise.common.imaging.ImageFormat;

/**
 * Which files of a tree are images to be sent. By the name first: what is called PNG or JPEG goes to ingest, which
 * looks inside. Other images are refused one by one; everything else (a README) is passed over.
 */
final class ImageFiles {

    private static final int HEAD = 256;
    private static final int EXAMPLES = 3;
    private static final Set<String> OTHER_IMAGES = Set.of("DICOM", "GIF", "BMP", "TIFF", "WebP", "JPEG 2000");
    private static final Pattern MASK = Pattern.compile(
            "(.+)[ _-](?:masks?|segmentations?|seg|labelmap|overlay)(?:[ _-]?\\d+)?(\\.[^./]+)",
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> MASK_FOLDERS =
            Set.of("mask", "masks", "segmentation", "segmentations", "groundtruth", "ground_truth");

    private ImageFiles() {}

    /** Whether a file is called PNG or JPEG. */
    static boolean namedImage(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    }

    /**
     * The images, in the tree's order.
     *
     * @param refused gets what is an image of another kind, or cannot be opened
     */
    static List<String> of(FileTree tree, List<RefusedFile> refused) {
        List<String> images = new ArrayList<>();
        for (String path : tree.paths()) {
            if (namedImage(path)) {
                images.add(path);
                continue;
            }
            try {
                String format = ImageFormat.of(tree.head(path, HEAD));
                if (format.equals(ImageFormat.PNG) || format.equals(ImageFormat.JPEG)) {
                    images.add(path);
                } else if (OTHER_IMAGES.contains(format)) {
                    refused.add(RefusedFile.of(path, format));
                }
            } catch (IOException e) {
                refused.add(RefusedFile.unreadable(path, "cannot be read: " + e.getMessage()));
            }
        }
        return images;
    }

    /**
     * The images without those that seem to be masks of others: {@code x_mask.png} beside {@code x.png}, or a folder
     * {@code masks}.
     *
     * @throws SetException where they are to be refused, with their number
     */
    static List<String> withoutMasks(List<String> images, ReadingOptions.Masks how, List<String> notes) {
        if (how == ReadingOptions.Masks.KEEP) {
            return images;
        }
        Set<String> there = new TreeSet<>(images);
        List<String> masks = images.stream().filter(path -> isMask(path, there)).toList();
        if (masks.isEmpty()) {
            return images;
        }
        String found = String.format(
                Locale.ROOT,
                "%,d of %,d images seem to be masks of others, e.g. %s",
                masks.size(),
                images.size(),
                String.join(", ", masks.subList(0, Math.min(EXAMPLES, masks.size()))));
        if (how == ReadingOptions.Masks.REFUSE) {
            throw new SetException(found + ". --masks skip leaves them out, --masks keep takes them as images");
        }
        notes.add(found + "; they are left out");
        Set<String> left = Set.copyOf(masks);
        return images.stream().filter(path -> !left.contains(path)).toList();
    }

    private static boolean isMask(String path, Set<String> there) {
        Matcher named = MASK.matcher(path);
        if (named.matches() && (there.contains(named.group(1) + named.group(2)) || hasOther(named.group(1), there))) {
            return true;
        }
        String[] parts = path.split("/");
        for (int i = 0; i < parts.length - 1; i++) {
            if (MASK_FOLDERS.contains(parts[i].toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOther(String stem, Set<String> there) {
        return List.of(".png", ".jpg", ".jpeg", ".PNG", ".JPG", ".JPEG").stream()
                .anyMatch(ending -> there.contains(stem + ending));
    }
}
