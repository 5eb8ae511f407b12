package org.equipoise.diagnosis.predictions;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.cause.Cause;

/** One sentence or two for whoever only wants to know what to do. */
record OperatorSentence(Findings findings, List<Cause> proved, Set<Cause> excluded, List<Missing> missing) {

    String words() {
        if (proved.contains(Cause.HEALTHY)) {
            return "Nothing is wrong with these answers: every class is answered.";
        }
        String repair = repairs() ? " Correcting the prior alone repairs it: no class is lost any more." : "";
        if (!proved.isEmpty()) {
            return proved.stream().map(Cause::sentence).collect(Collectors.joining(" "))
                    + (repair.isEmpty() ? " " + capital(proved.get(0).remedy().words()) + "." : repair);
        }
        if (findings.answers() == null
                && findings.history() != null
                && findings.history().diverged().isPresent()) {
            return "The training diverged; a history alone does not tell why." + next();
        }
        if (findings.answers() == null) {
            return "Not enough evidence: a loss curve alone tells neither whether a class is lost nor why." + next();
        }
        if (findings.fault().isEmpty()) {
            return "No class is lost, but it is not proved that these answers are healthy.";
        }
        return "Not enough evidence for a cause" + ruledOut() + "." + (repair.isEmpty() ? next() : repair);
    }

    private String ruledOut() {
        long out = excluded.stream()
                .filter(cause -> cause.remedy() != Cause.Remedy.NONE)
                .count();
        return out == 0
                ? ""
                : ": " + out + " of " + FileDiagnosis.causesOfFaults() + " that are known " + (out == 1 ? "is" : "are")
                        + " ruled out";
    }

    private boolean repairs() {
        PriorTrial trial = findings.trial();
        return trial != null && trial.correction().repairs() && !findings.readWrongly();
    }

    private String next() {
        return missing.isEmpty()
                ? ""
                : " What would help first: " + missing.get(0).what() + ".";
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
