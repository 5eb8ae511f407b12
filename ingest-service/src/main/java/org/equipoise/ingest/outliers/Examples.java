package org.equipoise.ingest.outliers;

import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.events.ImageFinding;

/** The images that a finding names. */
final class Examples {

    /** Examples in a sentence; the finding itself has more. */
    private static final int IN_A_SENTENCE = 3;

    private static final int DIGITS = 12;

    private Examples() {}

    /** As many as a finding takes. */
    static <T> List<T> first(List<T> all) {
        return all.subList(0, Math.min(all.size(), ImageFinding.MOST_EXAMPLES));
    }

    /** The first of them by the first digits of their ids: {@code " (9f86d081884c, ...)"}. */
    static String named(List<List<String>> examples) {
        String names = examples.stream()
                .limit(IN_A_SENTENCE)
                .map(together ->
                        together.stream().map(id -> id.substring(0, DIGITS)).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", "));
        return " (" + names + (examples.size() > IN_A_SENTENCE ? ", ...)" : ")");
    }
}
