package org.equipoise.monitor.console;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DiagnosisMade;

/** The last diagnoses of each model: why its runs failed, and what its alerts come from. Thread-safe. */
public final class Diagnoses {

    static final int MOST_MODELS = 1000;
    static final int MOST_DIAGNOSES = 20;

    private final Map<String, Deque<DiagnosisMade>> models = new Bounded<>(MOST_MODELS);
    private long revision;

    /** One was made; one that is made again takes the place of the first. */
    public synchronized void made(DiagnosisMade event) {
        Deque<DiagnosisMade> known = models.computeIfAbsent(event.model(), model -> new ArrayDeque<>());
        known.removeIf(other -> other.diagnosisId().equals(event.diagnosisId()));
        known.addFirst(event);
        if (known.size() > MOST_DIAGNOSES) {
            known.removeLast();
        }
        revision++;
    }

    /** Grows with every change. */
    public synchronized long revision() {
        return revision;
    }

    /** Those of a model, the newest first. */
    public synchronized List<DiagnosisMade> of(String model) {
        Deque<DiagnosisMade> known = models.get(model);
        return known == null
                ? List.of()
                : known.stream()
                        .sorted(Comparator.comparing(DiagnosisMade::diagnosedAt).reversed())
                        .toList();
    }

    /** One of them. */
    public Optional<DiagnosisMade> find(String model, String diagnosisId) {
        return of(model).stream()
                .filter(made -> made.diagnosisId().equals(diagnosisId))
                .findFirst();
    }

    /** Why a run failed; what an alert about its version comes from is another matter. */
    public Optional<DiagnosisMade> ofRun(String model, String runId) {
        return of(model).stream()
                .filter(made -> made.alertId() == null && made.runId().equals(runId))
                .findFirst();
    }
}
