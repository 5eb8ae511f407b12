package org.equipoise.local.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.equipoise.local.options.Encodings;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.ReadingOptions;
import org.equipoise.local.sets.ReadingOptions.Columns;
import org.equipoise.local.sets.ReadingOptions.Masks;
import org.equipoise.local.sets.ReadingOptions.MultiLabel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a set is to be read, the same in every command that reads one. */
public final class SetOptions {

    @Option(
            names = "--labels-file",
            paramLabel = "FILE.csv",
            description = "lists the images and their labels (default: manifest.csv, or one that is recognised)")
    private @Nullable Path labelFile;

    @Option(
            names = {"--image-column", "--path-column"},
            paramLabel = "NAME",
            description = "of that file: where the images are")
    private @Nullable String imageColumn;

    @Option(names = "--label-column", paramLabel = "NAME", description = "of that file: where the labels are")
    private @Nullable String labelColumn;

    @Option(names = "--patient-column", paramLabel = "NAME", description = "of that file: where the patients are")
    private @Nullable String patientColumn;

    @Option(names = "--split-column", paramLabel = "NAME", description = "of that file: where the splits are")
    private @Nullable String splitColumn;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            description = "of that file, e.g. windows-1252 (default: UTF-8, or what its byte order mark says)")
    private @Nullable String encoding;

    @Option(
            names = "--no-label",
            split = ",",
            paramLabel = "CELL,...",
            description = "cells that mean that there is no label (default: NaN, None, null, N/A and the like)")
    private @Nullable List<String> noLabel;

    @Option(
            names = "--multi-label",
            paramLabel = "HOW",
            defaultValue = "refuse",
            description = "cells such as A|B: refuse the set, drop the label, or take the first (default:"
                    + " ${DEFAULT-VALUE})")
    private String multiLabel = "refuse";

    @Option(
            names = "--masks",
            paramLabel = "HOW",
            defaultValue = "refuse",
            description = "files such as x_mask.png beside x.png: refuse the set, skip or keep them (default:"
                    + " ${DEFAULT-VALUE})")
    private String masks = "refuse";

    @Option(
            names = "--patient-level",
            paramLabel = "N",
            description = "which folder below the class is the patient, 0 for none (default: the only one)")
    private @Nullable Integer patientLevel;

    /** As given; a wrong word is wrong usage. */
    ReadingOptions reading() {
        Set<String> none = noLabel == null ? ReadingOptions.NO_LABEL : trimmed(noLabel);
        if (patientLevel != null && patientLevel < 0) {
            throw new UsageException("--patient-level must be at least 0, got " + patientLevel);
        }
        return new ReadingOptions(
                labelFile,
                new Columns(imageColumn, labelColumn, patientColumn, splitColumn),
                Encodings.named(encoding),
                none,
                word(MultiLabel.values(), multiLabel, "--multi-label"),
                word(Masks.values(), masks, "--masks"),
                patientLevel,
                false);
    }

    private static Set<String> trimmed(List<String> cells) {
        Set<String> trimmed = new LinkedHashSet<>();
        cells.forEach(cell -> trimmed.add(cell.strip()));
        return trimmed;
    }

    private static <E extends Enum<E>> E word(E[] words, String given, String option) {
        for (E word : words) {
            if (word.name().toLowerCase(Locale.ROOT).equals(given)) {
                return word;
            }
        }
        throw new UsageException(option + " must be one of "
                + List.of(words).toString().toLowerCase(Locale.ROOT) + ", got \"" + given + "\"");
    }
}
