package org.equipoise.local.sets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files under a folder; links are followed, what may not be read is listed. */
final class FolderTree implements FileTree {

    /** Stands for bytes of a name that are no text. */
    private static final char REPLACED = '\ufffd';

    private static final int DEEPEST = 64;

    private final Path root;
    private final Map<String, Path> files = new TreeMap<>();
    private final List<RefusedFile> unreadable = new ArrayList<>();

    FolderTree(Path folder) throws IOException {
        root = folder.toRealPath();
        Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                String path = path(file);
                if (!FileTree.hidden(path)) {
                    String why =
                            e instanceof FileSystemLoopException ? "is a link to a folder above it" : "cannot be read";
                    unreadable.add(RefusedFile.unreadable(path, why));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void add(Path file) {
        String path = path(file);
        if (FileTree.hidden(path)) {
            return;
        }
        if (path.indexOf(REPLACED) >= 0) {
            throw new SetException(
                    "the name of " + path + " has bytes that are not text here: two names that differ only"
                            + " there would become one. Run with LC_ALL=C.UTF-8, or rename it");
        }
        files.put(path, file);
    }

    private String path(Path file) {
        return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
    }

    @Override
    public List<String> paths() {
        return List.copyOf(files.keySet());
    }

    @Override
    public List<RefusedFile> unreadable() {
        return List.copyOf(unreadable);
    }

    @Override
    public long size(String path) throws IOException {
        return Files.size(file(path));
    }

    @Override
    public InputStream open(String path) throws IOException {
        return Files.newInputStream(file(path));
    }

    private Path file(String path) {
        Path file = files.get(path);
        if (file == null) {
            throw new SetException("there is no file " + path + " in " + root);
        }
        return file;
    }

    @Override
    public void close() {}
}
