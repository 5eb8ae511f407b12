package org.equipoise.local.sets;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The files in a zip, read where they are. */
final class ZipTree implements FileTree {

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new TreeMap<>();

    ZipTree(Path file) throws IOException {
        this.file = file;
        zip = open(file);
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            // Some Windows programs write them.
            String path = entry.getName().replace('\\', '/');
            if (entry.isDirectory() || path.endsWith("/")) {
                continue;
            }
            if (path.startsWith("/") || List.of(path.split("/")).contains("..")) {
                zip.close();
                throw new SetException(file + " has the entry \"" + path + "\", which leads out of it");
            }
            if (!FileTree.hidden(path)) {
                entries.put(path, entry);
            }
        }
    }

    /**
     * Names that are not UTF-8 are read as the code page of the zip format, which gives every byte a letter of its own:
     * they may look odd, and two never become one.
     */
    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException e) {
            try {
                return new ZipFile(file.toFile(), Charset.forName("IBM437"));
            } catch (ZipException again) {
                throw new SetException(file + " is not a readable zip: " + again.getMessage(), again);
            }
        }
    }

    @Override
    public List<String> paths() {
        return new ArrayList<>(entries.keySet());
    }

    @Override
    public List<RefusedFile> unreadable() {
        return List.of();
    }

    @Override
    public long size(String path) {
        return entry(path).getSize();
    }

    @Override
    public InputStream open(String path) throws IOException {
        return zip.getInputStream(entry(path));
    }

    private ZipEntry entry(String path) {
        ZipEntry entry = entries.get(path);
        if (entry == null) {
            throw new SetException("there is no " + path + " in " + file);
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
