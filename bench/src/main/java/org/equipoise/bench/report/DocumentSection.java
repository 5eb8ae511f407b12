package org.equipoise.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The part of a Markdown document that a benchmark writes, between two comments; the rest is people's. */
public record DocumentSection(String benchmark, List<String> lines) {

    public DocumentSection {
        lines = List.copyOf(lines);
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
