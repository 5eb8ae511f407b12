package org.equipoise.local.sets;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What lies under one folder of another tree. */
final class SubTree implements FileTree {

    private final FileTree tree;
    private final String prefix;

    private SubTree(FileTree tree, String prefix) {
        this.tree = tree;
        this.prefix = prefix;
    }

    /** {@code tree}, without the one folder that everything lies in, if there is one that means nothing. */
    static FileTree unwrap(FileTree tree) {
        List<String> tops = tree.paths().stream()
                .map(path -> path.substring(0, path.indexOf('/') + 1))
                .distinct()
                .toList();
        if (tops.size() != 1 || tops.get(0).isEmpty()) {
            return tree;
        }
        String top = tops.get(0);
        // One folder of images is a class; one folder of folders, or with a manifest, is only a wrapper.
        boolean foldersInside = tree.paths().stream().anyMatch(path -> path.indexOf('/', top.length()) > 0);
        boolean manifestInside = tree.paths().contains(top + Manifest.NAME);
        boolean split = ClassFolders.isSplit(top.substring(0, top.length() - 1));
        return manifestInside || (foldersInside && !split) ? new SubTree(tree, top) : tree;
    }

    @Override
    public List<String> paths() {
        return tree.paths().stream()
                .map(path -> path.substring(prefix.length()))
                .toList();
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
