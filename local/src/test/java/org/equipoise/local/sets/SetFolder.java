package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;

/** A small set on disk, made for one test; image {@code n} differs from every other. */
final class SetFolder {

    private final Path root;
    private int images;

    SetFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Images at these paths. */
    SetFolder images(String... paths) throws IOException {
        for (String path : paths) {
            file(path, png(images++));
        }
        return this;
    }

    /** {@code n} images in a folder, called 0.png and so on. */
    SetFolder folder(String folder, int n) throws IOException {
        for (int i = 0; i < n; i++) {
            images(folder + "/" + i + ".png");
        }
        return this;
    }

    SetFolder text(String path, String text) throws IOException {
        return text(path, text, StandardCharsets.UTF_8);
    }

    SetFolder text(String path, String text, Charset charset) throws IOException {
        return file(path, text.getBytes(charset));
    }

    SetFolder file(String path, byte[] bytes) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.write(file, bytes);
        return this;
    }

    ImageSet open() {
        return ImageSets.open(root);
    }

    ImageSet open(ReadingOptions options) {
        return ImageSets.open(root, options);
    }

    /** Path to label of every image. */
    static Map<String, String> labels(ImageSet set) {
        Map<String, String> labels = new LinkedHashMap<>();
        set.images().forEach(image -> labels.put(image.path(), String.valueOf(image.label())));
        return labels;
    }

    /** A zip of images, whose names may be what the disk of a test does not take. */
    static Path zip(Path file, String... entries) throws IOException {
        List<String> names = new ArrayList<>(List.of(entries));
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < names.size(); i++) {
                zip.putNextEntry(new ZipEntry(names.get(i)));
                zip.write(png(i));
            }
        }
        return file;
    }

    static byte[] png(int n) {
        return PngCodec.encode(new Pixels(2, 2, 1, new byte[] {0, 50, (byte) n, (byte) (n >> 8)}));
    }
}
