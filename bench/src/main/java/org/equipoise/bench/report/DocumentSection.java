package org.equipoise.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The part of a Markdown document that a benchmark writes, between two comments; the rest is people's. */
public record DocumentSection(String benchmark, List<String> lines) {

    public DocumentSection {
        lines = List.copyOf(lines);
    }

    /** What made it and where, its table, what to know about it, and what was to be reached. */
    public static DocumentSection of(Results results) {
        List<String> lines = new ArrayList<>(List.of("## " + results.title(), ""));
        if (results.origins().size() == 1) {
            lines.add(results.origins().get(0).text() + ":");
        } else {
            results.origins().forEach(origin -> lines.add("- " + origin.text()));
        }
        lines.add("");
        lines.addAll(results.table().markdown());
        lines.add("");
        results.report().notes().forEach(note -> lines.add("- " + note));
        Target.summary(results.report().targets()).forEach(line -> lines.add("- " + line));
        return new DocumentSection(results.report().benchmark(), lines);
    }

    /** The document with this section in its old place, or at its end. */
    String in(String document) {
        String begin = "<!-- begin: bench/run " + benchmark + " -->";
        String end = "<!-- end: bench/run " + benchmark + " -->";
        String section = begin + "\n" + String.join("\n", lines) + "\n" + end;
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from >= 0 && to > from) {
            return document.substring(0, from) + section + document.substring(to + end.length());
        }
        String before = document.isBlank() ? "" : document.stripTrailing() + "\n\n";
        return before + section + "\n";
    }

    /** Writes it into a file, made when missing. */
    public void write(Path file) {
        try {
            Files.writeString(file, in(Files.exists(file) ? Files.readString(file) : ""));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
