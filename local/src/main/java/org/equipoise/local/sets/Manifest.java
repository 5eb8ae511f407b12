package org.equipoise.local.sets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/** {@code manifest.csv}: {@code path,label[,split][,patient]}; {@code group} stands for {@code patient}. */
final class Manifest {

    static final String NAME = "manifest.csv";
    /** Beside the manifest, it holds the images. */
    static final String IMAGES = "images.zip";

    private Manifest() {}

    /** The images that {@code manifest} lists, in its order; they lie in {@code images}. */
    static List<SetImage> read(FileTree manifest, FileTree images) throws IOException {
        List<SetImage> listed = new ArrayList<>();
        Set<String> there = new HashSet<>(images.paths());
        Set<String> seen = new HashSet<>();
        try (var reader = new BufferedReader(new InputStreamReader(manifest.open(NAME), StandardCharsets.UTF_8))) {
            var csv = new Csv(reader);
            Columns columns = Columns.of(csv.next().orElseThrow(() -> new SetException(NAME + " is empty")));
            for (Optional<List<String>> row = csv.next(); row.isPresent(); row = csv.next()) {
                SetImage image = columns.image(row.get(), csv.line(), images);
                if (!there.contains(image.path())) {
                    throw new SetException(
                            NAME + " line " + csv.line() + " names " + image.path() + ", which does not exist");
                }
                if (!seen.add(image.path())) {
                    throw new SetException(NAME + " line " + csv.line() + " names " + image.path() + " again");
                }
                listed.add(image);
            }
        }
        return listed;
    }

    /** Class names of labelled images, sorted. */
    static List<String> classes(List<SetImage> images) {
        Set<String> names = new TreeSet<>();
        for (SetImage image : images) {
            if (image.label() != null) {
                names.add(image.label());
            }
        }
        return List.copyOf(names);
    }

    private record Columns(int path, int label, int split, int patient) {

        static Columns of(List<String> header) {
            List<String> names = header.stream()
                    .map(name -> name.strip().toLowerCase(java.util.Locale.ROOT))
                    .toList();
            int patient = names.indexOf("patient") >= 0 ? names.indexOf("patient") : names.indexOf("group");
            var columns = new Columns(names.indexOf("path"), names.indexOf("label"), names.indexOf("split"), patient);
            if (columns.path < 0 || columns.label < 0) {
                throw new SetException(NAME + " has no column \"" + (columns.path < 0 ? "path" : "label") + "\", only "
                        + header + "; it needs path,label[,split][,patient]");
            }
            return columns;
        }

        SetImage image(List<String> row, int line, FileTree images) {
            String given = value(row, path);
            if (given == null) {
                throw new SetException(NAME + " line " + line + " has no path");
            }
            String name = given.startsWith("./") ? given.substring(2) : given;
            String splitName = value(row, split);
            try {
                Split known = splitName == null ? null : Split.parse(splitName);
                return new SetImage(name, value(row, label), known, value(row, patient), () -> images.read(name));
            } catch (IllegalArgumentException e) {
                throw new SetException(NAME + " line " + line + ": " + e.getMessage(), e);
            }
        }

        private static @Nullable String value(List<String> row, int column) {
            if (column < 0 || column >= row.size() || row.get(column).isBlank()) {
                return null;
            }
            return row.get(column).strip();
        }
    }
}
