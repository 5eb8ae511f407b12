package org.equipoise.dicom.routing;

import java.util.List;
import java.util.Locale;

/** One trait has to match one of some patterns. A trait that is missing is an empty text. */
record Condition(Subject subject, List<Glob> patterns) {

    /** What a condition asks about. */
    enum Subject {
        MODALITY,
        STATION,
        BODY_PART,
        DESCRIPTION,
        AE_TITLE;

        /** As a file writes it. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    Condition {
        patterns = List.copyOf(patterns);
    }

    boolean matches(Traits traits) {
        return switch (subject) {
            case MODALITY -> matches(traits.modality());
            case STATION -> matches(traits.station());
            case BODY_PART -> matches(traits.bodyPart());
            case AE_TITLE -> matches(traits.aeTitle());
            case DESCRIPTION ->
                traits.descriptions().isEmpty()
                        ? matches("")
                        : traits.descriptions().stream().anyMatch(this::matches);
        };
    }

    private boolean matches(String text) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(text));
    }
}
