package org.equipoise.diagnosis.predictions;

import java.util.List;

import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;

/**
 * What follows from something that is known.
 *
 * @param from the measures that it follows from
 * @param proves causes that it proves
 * @param excludes causes that it rules out
 * @param words one sentence for an engineer
 */
record Conclusion(List<Measure> from, List<Cause> proves, List<Cause> excludes, String words) {

    Conclusion {
        from = List.copyOf(from);
        proves = List.copyOf(proves);
        excludes = List.copyOf(excludes);
    }

    static Conclusion proof(Cause cause, String words, Measure... from) {
        return new Conclusion(List.of(from), List.of(cause), List.of(), words);
    }

    static Conclusion exclusion(List<Cause> causes, String words, Measure... from) {
        return new Conclusion(List.of(from), List.of(), causes, words);
    }

    static Conclusion remark(String words, Measure... from) {
        return new Conclusion(List.of(from), List.of(), List.of(), words);
    }
}
