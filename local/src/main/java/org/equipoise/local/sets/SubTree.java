package org.equipoise.local.sets;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import org.equipoise.common.labels.Split;

/** What lies under one folder of another tree, or all but what lies under one. */
final class SubTree implements FileTree {

    private final FileTree tree;
    private final String prefix;
    private final List<String> paths;

    private SubTree(FileTree tree, String prefix, List<String> paths) {
        this.tree = tree;
        this.prefix = prefix;
        this.paths = paths;
    }

    /** {@code tree}, without the folders around everything, if there are some that mean nothing. */
    static FileTree unwrap(FileTree tree) {
        FileTree inner = tree;
        for (FileTree next = unwrapOnce(inner); next != inner; next = unwrapOnce(inner)) {
            inner = next;
        }
        return inner;
    }

    private static FileTree unwrapOnce(FileTree tree) {
        List<String> tops = tree.paths().stream()
                .map(path -> path.substring(0, path.indexOf('/') + 1))
                .distinct()
                .toList();
        if (tops.size() != 1 || tops.get(0).isEmpty()) {
            return tree;
        }
        String top = tops.get(0);
        // One folder of images is a class; one folder of folders, or with a list, is only a wrapper.
        boolean foldersInside = tree.paths().stream().anyMatch(path -> path.indexOf('/', top.length()) > 0);
        boolean listInside =
                tree.paths().stream().anyMatch(path -> path.indexOf('/', top.length()) < 0 && LabelFiles.isTable(path));
        boolean split = Split.named(top.substring(0, top.length() - 1)).isPresent();
        return listInside || (foldersInside && !split)
                ? new SubTree(
                        tree,
                        top,
                        tree.paths().stream()
                                .map(path -> path.substring(top.length()))
                                .toList())
                : tree;
    }

    /** {@code tree} without what lies under {@code folder}, which ends with {@code /}. */
    static FileTree without(FileTree tree, String folder) {
        return new SubTree(
                tree,
                "",
                tree.paths().stream().filter(path -> !path.startsWith(folder)).toList());
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    @Override
    public List<RefusedFile> unreadable() {
        return tree.unreadable();
    }

    @Override
    public long size(String path) throws IOException {
        return tree.size(prefix + path);
    }

    @Override
    public InputStream open(String path) throws IOException {
        return tree.open(prefix + path);
    }

    @Override
    public void close() throws IOException {
        tree.close();
    }
}
