package org.equipoise.local.sets;

import java.io.IOException;

import org.equipoise.common.labels.Split;
import org.jspecify.annotations.Nullable;

/**
 * One image of a set: what is known about it, and its bytes, read when asked for.
 *
 * @param path where it lies in the set, with {@code /} between folders; unique in the set
 * @param label absent when the set does not say
 * @param split absent when the set has none
 * @param patient the source's pseudonym of the patient, if it gives one
 */
public record SetImage(
        String path,
        @Nullable String label,
        @Nullable Split split,
        @Nullable String patient,
        Content content) {

    /** How an image's bytes are read; safe to call from several threads. */
    @FunctionalInterface
    public interface Content {
        /** The file's bytes, as an imaging system would send them. */
        byte[] read() throws IOException;
    }

    /** The file's bytes. */
    public byte[] read() throws IOException {
        return content.read();
    }

    /** The same image in this split. */
    SetImage in(@Nullable Split other) {
        return new SetImage(path, label, other, patient, content);
    }

    /** The same image without what a new study would not come with: label and split. */
    public SetImage unlabelled() {
        return new SetImage(path, null, null, patient, content);
    }
}
