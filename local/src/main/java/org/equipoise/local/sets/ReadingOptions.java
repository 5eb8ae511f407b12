package org.equipoise.local.sets;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a person may say of a set that it does not say itself.
 *
 * @param labelFile the CSV that lists the images; absent: {@code manifest.csv}, or the one that can be recognised
 * @param columns names of its columns, where they are not the usual ones
 * @param encoding how it is encoded; absent: UTF-8, or what its byte order mark says
 * @param noLabel cells that mean that there is no label
 * @param multiLabel what becomes of a cell with several labels
 * @param masks what becomes of files that seem to be the masks of others
 * @param patientLevel which folder below the class is the patient, from 1, or 0 for none; absent: the only one there is
 * @param labelsOptional whether folders that say no labels without doubt are read as if they said none
 */
public record ReadingOptions(
        @Nullable Path labelFile,
        Columns columns,
        @Nullable Charset encoding,
        Set<String> noLabel,
        MultiLabel multiLabel,
        Masks masks,
        @Nullable Integer patientLevel,
        boolean labelsOptional) {

    /** What pandas, R, SQL and Excel write where a value is missing. A blank cell never is a label. */
    public static final Set<String> NO_LABEL = Set.of(
            "NaN", "nan", "NAN", "None", "NULL", "Null", "null", "N/A", "n/a", "NA", "<NA>", "#N/A", "#NV", "NaT");

    /** Nothing said. */
    public static final ReadingOptions DEFAULTS =
            new ReadingOptions(null, Columns.USUAL, null, NO_LABEL, MultiLabel.REFUSE, Masks.REFUSE, null, false);

    public ReadingOptions {
        noLabel = Set.copyOf(noLabel);
    }

    /** Column names that were given; absent ones are looked for. */
    public record Columns(
            @Nullable String image,
            @Nullable String label,
            @Nullable String patient,
            @Nullable String split) {

        /** None given. */
        public static final Columns USUAL = new Columns(null, null, null, null);
    }

    /** What becomes of a cell such as {@code Cardiomegaly|Emphysema}: a classifier answers one class. */
    public enum MultiLabel {
        /** The set is refused, with counts. */
        REFUSE,
        /** The image has no label. */
        DROP,
        /** The first one is the label. */
        FIRST
    }

    /** What becomes of {@code x_mask.png} beside {@code x.png}. */
    public enum Masks {
        /** The set is refused, with counts. */
        REFUSE,
        /** They are left out. */
        SKIP,
        /** They are images like others. */
        KEEP
    }

    /** The same with this label file. */
    public ReadingOptions withLabelFile(@Nullable Path file) {
        return new ReadingOptions(file, columns, encoding, noLabel, multiLabel, masks, patientLevel, labelsOptional);
    }

    /** The same with these columns. */
    public ReadingOptions with(Columns names) {
        return new ReadingOptions(labelFile, names, encoding, noLabel, multiLabel, masks, patientLevel, labelsOptional);
    }

    /** The same with this encoding. */
    public ReadingOptions with(@Nullable Charset charset) {
        return new ReadingOptions(
                labelFile, columns, charset, noLabel, multiLabel, masks, patientLevel, labelsOptional);
    }

    /** The same with these cells for none. */
    public ReadingOptions withNoLabel(Set<String> cells) {
        return new ReadingOptions(labelFile, columns, encoding, cells, multiLabel, masks, patientLevel, labelsOptional);
    }

    /** The same with several labels treated so. */
    public ReadingOptions with(MultiLabel several) {
        return new ReadingOptions(labelFile, columns, encoding, noLabel, several, masks, patientLevel, labelsOptional);
    }

    /** The same with masks treated so. */
    public ReadingOptions with(Masks treated) {
        return new ReadingOptions(
                labelFile, columns, encoding, noLabel, multiLabel, treated, patientLevel, labelsOptional);
    }

    /** The same with the patient there. */
    public ReadingOptions withPatientLevel(@Nullable Integer level) {
        return new ReadingOptions(labelFile, columns, encoding, noLabel, multiLabel, masks, level, labelsOptional);
    }

    /** The same for a set whose labels nobody needs. */
    public ReadingOptions withLabelsOptional() {
        return new ReadingOptions(labelFile, columns, encoding, noLabel, multiLabel, masks, patientLevel, true);
    }
}
