package org.equipoise.common.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.imaging.Fit;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.ValueWindow;
import org.equipoise.common.labels.LabelSet;
import org.jspecify.annotations.Nullable;

/**
 * The gate or an operator decided about a version; the last record says which version serves. Topic
 * {@code models.decided}, compacted, keyed by {@code model}. Because only the last record of a model survives
 * compaction, it carries the champion that serves after the decision.
 *
 * @param version the version decided about; the one withdrawn when the outcome is held or rolled back
 * @param runId the run that trained it
 * @param checks every check of the gate with its number and limit
 * @param champion the version that serves from now on: {@code version} itself when it is promoted; absent while no
 *     version was ever promoted, and while held
 * @param reason why an operator decided so, in words; absent when the gate decided
 */
public record ModelDecided(
        String model,
        String version,
        String runId,
        Outcome outcome,
        List<GateCheck> checks,
        @Nullable Champion champion,
        Instant decidedAt,
        @Nullable String reason)
        implements Dated {

    /** What was decided. */
    public enum Outcome {
        /** The version passed the gate and serves. */
        @JsonProperty("promoted")
        PROMOTED,
        /** The version did not pass the gate; what served before goes on. */
        @JsonProperty("refused")
        REFUSED,
        /** The version served and was taken out; no version serves. */
        @JsonProperty("held")
        HELD,
        /** The version served and was taken out; an earlier one serves again. */
        @JsonProperty("rolled-back")
        ROLLED_BACK;

        /** The word on the wire and for people, e.g. {@code rolled-back}. */
        public String code() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** A decision of the gate. */
    public ModelDecided(
            String model,
            String version,
            String runId,
            Outcome outcome,
            List<GateCheck> checks,
            @Nullable Champion champion,
            Instant decidedAt) {
        this(model, version, runId, outcome, checks, champion, decidedAt, null);
    }

    /**
     * One check of the gate.
     *
     * @param name e.g. {@code minimum-recall}
     * @param value what was measured
     * @param limit what was asked
     * @param explanation one sentence with both
     */
    public record GateCheck(String name, boolean passed, double value, double limit, String explanation) {
        public GateCheck {
            Require.text(name, "name");
            Require.text(explanation, "explanation");
        }
    }

    /**
     * A version that serves.
     *
     * @param artifactKey folder in the {@code models} bucket
     * @param reference what its answers look like while it is healthy
     * @param window what it sees samples of 16 bits through; absent of a version that takes 8 bits
     * @param fit how images of another aspect come into its input; absent where they are stretched
     */
    public record Champion(
            String version,
            String artifactKey,
            LabelSet labelSet,
            InputShape input,
            HealthyReference reference,
            @Nullable ValueWindow window,
            @Nullable Fit fit) {
        public Champion {
            Require.name(version, "version");
            Require.text(artifactKey, "artifactKey");
            Require.present(labelSet, "labelSet");
            Require.present(input, "input");
            Require.present(reference, "reference");
            if (reference.shares().size() != labelSet.size()) {
                throw new IllegalArgumentException(
                        "reference has " + reference.shares().size() + " shares for " + labelSet.size() + " labels");
            }
            // Refuses a window on colours.
            var unused = new InputFormat(input, window);
        }

        /** A version that takes images of 8 bits. */
        public Champion(
                String version, String artifactKey, LabelSet labelSet, InputShape input, HealthyReference reference) {
            this(version, artifactKey, labelSet, input, reference, null, null);
        }

        /** A version whose images are stretched. */
        public Champion(
                String version,
                String artifactKey,
                LabelSet labelSet,
                InputShape input,
                HealthyReference reference,
                @Nullable ValueWindow window) {
            this(version, artifactKey, labelSet, input, reference, window, null);
        }

        /** What it is fed. */
        public InputFormat format() {
            return InputFormat.of(input, window, fit);
        }
    }

    /**
     * The shares of the answers of a healthy model, with their uncertainty.
     *
     * @param shares expected share of class k among the answers, summing to 1 ± 1e-6
     * @param lowerBounds lower confidence bounds of the shares
     * @param upperBounds upper confidence bounds of the shares
     * @param images images that the estimate rests on
     * @param prevalence how often class k occurs where the model answers, summing to 1 ± 1e-6; absent when unknown
     * @param confusion images of true class j, in rows, that were answered k, in columns, on images that were not
     *     trained on; absent when unknown
     */
    public record HealthyReference(
            List<Double> shares,
            List<Double> lowerBounds,
            List<Double> upperBounds,
            long images,
            @Nullable List<Double> prevalence,
            @Nullable List<List<Long>> confusion) {

        private static final double SUM_TOLERANCE = 1e-6;

        /** A reference that says neither how often the classes occur nor what is taken for what. */
        public HealthyReference(List<Double> shares, List<Double> lowerBounds, List<Double> upperBounds, long images) {
            this(shares, lowerBounds, upperBounds, images, null, null);
        }

        public HealthyReference {
            shares = Require.list(shares, "shares");
            lowerBounds = Require.list(lowerBounds, "lowerBounds");
            upperBounds = Require.list(upperBounds, "upperBounds");
            if (shares.size() < 2 || lowerBounds.size() != shares.size() || upperBounds.size() != shares.size()) {
                throw new IllegalArgumentException("need shares and bounds of the same two or more classes, got "
                        + shares + ", " + lowerBounds + ", " + upperBounds);
            }
            double sum = 0;
            for (int k = 0; k < shares.size(); k++) {
                sum += Require.fraction(shares.get(k), "shares[" + k + "]");
                Require.fraction(lowerBounds.get(k), "lowerBounds[" + k + "]");
                Require.fraction(upperBounds.get(k), "upperBounds[" + k + "]");
                if (shares.get(k) < lowerBounds.get(k) || shares.get(k) > upperBounds.get(k)) {
                    throw new IllegalArgumentException("share " + shares.get(k) + " of class " + k + " is outside ["
                            + lowerBounds.get(k) + ", " + upperBounds.get(k) + "]");
                }
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw new IllegalArgumentException("shares sum to " + sum + ", expected 1 ± " + SUM_TOLERANCE);
            }
            Require.atLeast(images, 0, "images");
            if (prevalence != null) {
                prevalence = distribution(Require.list(prevalence, "prevalence"), shares.size());
            }
            if (confusion != null) {
                confusion = square(Require.list(confusion, "confusion"), shares.size());
            }
        }
    }

    private static List<Double> distribution(List<Double> prevalence, int classes) {
        double sum = 0;
        for (int k = 0; k < prevalence.size(); k++) {
            sum += Require.fraction(prevalence.get(k), "prevalence[" + k + "]");
        }
        if (prevalence.size() != classes || Math.abs(sum - 1) > HealthyReference.SUM_TOLERANCE) {
            throw new IllegalArgumentException("prevalence " + prevalence + " of " + classes + " classes sums to " + sum
                    + ", expected 1 ± " + HealthyReference.SUM_TOLERANCE);
        }
        return prevalence;
    }

    private static List<List<Long>> square(List<List<Long>> confusion, int classes) {
        List<List<Long>> rows = new ArrayList<>();
        for (List<Long> row : confusion) {
            rows.add(Require.list(row, "confusion[" + rows.size() + "]"));
        }
        boolean counts = rows.stream().flatMap(List::stream).allMatch(n -> n >= 0);
        if (rows.size() != classes || !counts || rows.stream().anyMatch(row -> row.size() != classes)) {
            throw new IllegalArgumentException(
                    "confusion must have " + classes + " rows of " + classes + " counts of at least 0, got " + rows);
        }
        return List.copyOf(rows);
    }

    public ModelDecided {
        Require.name(model, "model");
        Require.name(version, "version");
        Require.name(runId, "runId");
        Require.present(outcome, "outcome");
        checks = Require.list(checks, "checks");
        Require.time(decidedAt, "decidedAt");
        if (reason != null) {
            Require.text(reason, "reason");
        }
        requireServing(outcome, version, champion);
    }

    /** What a decision says of its version and of who serves must be one story: readers act on the champion alone. */
    private static void requireServing(Outcome outcome, String version, @Nullable Champion champion) {
        switch (outcome) {
            case PROMOTED -> {
                if (champion == null || !champion.version().equals(version)) {
                    throw new IllegalArgumentException(
                            "version " + version + " is promoted, so it must be the champion, got "
                                    + (champion == null ? "none" : champion.version()));
                }
            }
            case HELD -> {
                if (champion != null) {
                    throw new IllegalArgumentException(
                            "version " + version + " is held, so there must be no champion, got " + champion.version());
                }
            }
            case ROLLED_BACK -> {
                if (champion == null) {
                    throw new IllegalArgumentException(
                            "version " + version + " is rolled back, so the champion that serves again must be there");
                }
            }
            case REFUSED -> {
                // Whoever served before goes on, if anybody did.
            }
        }
    }

    @Override
    public Map<String, Instant> happened() {
        return Map.of("decidedAt", decidedAt);
    }
}
