package org.equipoise.local.sets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files in a zip, read where they are. */
final class ZipTree implements FileTree {

    private final Path file;
    private final ZipFile zip;
    private final List<String> paths;

    ZipTree(Path file) throws IOException {
        this.file = file;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new SetException(file + " is not a readable zip: " + e.getMessage(), e);
        }
        List<String> entries = zip.stream()
                .filter(entry -> !entry.isDirectory())
                .map(ZipEntry::getName)
                .sorted()
                .toList();
        for (String path : entries) {
            if (path.startsWith("/")
                    || path.contains("\\")
                    || List.of(path.split("/")).contains("..")) {
                zip.close();
                throw new SetException(file + " has the entry \"" + path + "\", which leads out of it");
            }
        }
        paths = entries.stream().filter(path -> !FileTree.hidden(path)).toList();
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    @Override
    public InputStream open(String path) throws IOException {
        ZipEntry entry = zip.getEntry(path);
        if (entry == null || entry.isDirectory()) {
            throw new SetException("there is no " + path + " in " + file);
        }
        return zip.getInputStream(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
