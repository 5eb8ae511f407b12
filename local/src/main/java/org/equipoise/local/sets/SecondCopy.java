package org.equipoise.local.sets;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;

/**
 * Finds a set that lies in itself once more, as {@code chest_xray/chest_xray} in a well-known archive: the folder would
 * become a class of its own, and every image would contradict itself.
 */
final class SecondCopy {

    /** Folders below this depth are not looked at. */
    private static final int DEEPEST = 3;
    /** Pairs of files that are compared byte by byte, beside the sizes of all. */
    private static final int COMPARED = 16;

    private SecondCopy() {}

    /**
     * The tree without folders that hold what lies beside them once more.
     *
     * @throws SetException for one that holds nearly the same, with both paths
     */
    static FileTree removed(FileTree tree, List<String> notes) throws IOException {
        FileTree left = tree;
        for (Optional<Copy> copy = find(left); copy.isPresent(); copy = find(left)) {
            String folder = copy.get().folder();
            String outer = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            String beside = outer.isEmpty() ? "what lies beside it" : outer;
            if (!copy.get().same()) {
                throw new SetException(String.format(
                        Locale.ROOT,
                        "%s holds %s in %s once more, and is not the same: e.g. %s and %s. Move one of them" + " away",
                        folder,
                        Counted.of(copy.get().files(), "of the files"),
                        beside,
                        folder + copy.get().example(),
                        outer + copy.get().example()));
            }
            notes.add(String.format(
                    Locale.ROOT,
                    "%s is a second copy of %s (%s): it is left out",
                    folder,
                    beside,
                    Counted.of(copy.get().files(), "image")));
            left = SubTree.without(left, folder);
        }
        return left;
    }

    /**
     * A folder that repeats what lies beside it.
     *
     * @param folder ends with {@code /}
     * @param files that are in both
     * @param example one of them, below the folder
     * @param same whether the folder holds nothing else, and these are alike
     */
    private record Copy(String folder, int files, String example, boolean same) {}

    private static Optional<Copy> find(FileTree tree) throws IOException {
        List<String> images =
                tree.paths().stream().filter(ImageFiles::namedImage).toList();
        Set<String> all = new HashSet<>(images);
        for (int depth = 1; depth <= DEEPEST; depth++) {
            for (Map.Entry<String, List<String>> folder : folders(images, depth).entrySet()) {
                Optional<Copy> copy = copy(tree, folder.getKey(), folder.getValue(), all);
                if (copy.isPresent()) {
                    return copy;
                }
            }
        }
        return Optional.empty();
    }

    private static Map<String, List<String>> folders(List<String> images, int depth) {
        Map<String, List<String>> folders = new TreeMap<>();
        for (String path : images) {
            int end = -1;
            for (int i = 0; i < depth; i++) {
                end = path.indexOf('/', end + 1);
                if (end < 0) {
                    break;
                }
            }
            if (end >= 0) {
                folders.computeIfAbsent(path.substring(0, end + 1), f -> new java.util.ArrayList<>())
                        .add(path.substring(end + 1));
            }
        }
        return folders;
    }

    private static Optional<Copy> copy(FileTree tree, String folder, List<String> inside, Set<String> all)
            throws IOException {
        String outer = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
        // Loose numbered files repeat each other's names everywhere: only folders and files together say something.
        List<String> twice = inside.stream()
                .filter(path ->
                        path.indexOf('/') >= 0 && all.contains(outer + path) && !(outer + path).startsWith(folder))
                .toList();
        if (twice.isEmpty() || 2 * twice.size() < inside.size()) {
            return Optional.empty();
        }
        String name = folder.substring(outer.length(), folder.length() - 1);
        boolean same =
                twice.size() == inside.size() && Split.named(name).isEmpty() && alike(tree, folder, outer, twice);
        return Optional.of(new Copy(folder, twice.size(), twice.get(0), same));
    }

    private static boolean alike(FileTree tree, String folder, String outer, List<String> twice) throws IOException {
        for (String path : twice) {
            if (tree.size(folder + path) != tree.size(outer + path)) {
                return false;
            }
        }
        int step = Math.max(1, twice.size() / COMPARED);
        for (int i = 0; i < twice.size(); i += step) {
            String path = twice.get(i);
            if (!Arrays.equals(tree.read(folder + path), tree.read(outer + path))) {
                return false;
            }
        }
        return true;
    }
}
