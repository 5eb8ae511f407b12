package org.equipoise.local.sets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under a folder. */
final class FolderTree implements FileTree {

    private final Path root;
    private final List<String> paths;

    FolderTree(Path root) throws IOException {
        this.root = root.toAbsolutePath().normalize();
        try (Stream<Path> files = Files.walk(this.root)) {
            paths = files.filter(Files::isRegularFile)
                    .map(file -> this.root.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> !FileTree.hidden(path))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    @Override
    public InputStream open(String path) throws IOException {
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw new SetException(path + " leads out of " + root);
        }
        if (!Files.isRegularFile(file)) {
            throw new SetException("there is no file " + file);
        }
        return Files.newInputStream(file);
    }

    @Override
    public void close() {}
}
