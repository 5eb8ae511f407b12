package org.equipoise.diagnosis.card;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.diagnosis.cause.Cause;
import org.equipoise.diagnosis.evidence.Measure;
import org.equipoise.diagnosis.history.TrainingHistory;
import org.equipoise.diagnosis.ranking.Ranking;
import org.equipoise.diagnosis.repair.Proposal;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "why does it predict only one class": what is wrong, the causes by their probability, the evidence,
 * what is missing, the proof and the repair. Written to JSON as it is.
 *
 * @param subject what was examined, as a person names it
 * @param condition what is wrong with the answers, in words, e.g. {@code collapsed: every answer is none}; or that
 *     nothing is
 * @param sentence one sentence for an operator
 * @param causes those worth naming, the most probable first; empty where the evidence is not enough
 * @param ruledOut names of the causes that the evidence speaks against
 * @param evidence what was measured; what speaks loudest about the first cause comes first
 * @param missing what was not measured and would help, with how to get it
 * @param recalls of each class on the images that were judged; empty where there were none
 * @param prior what correcting the prior alone does; absent without probabilities
 * @param proof what the deciding experiment did; absent without one
 * @param repair what was repaired; absent until it was tried
 * @param run what was trained, to train it otherwise; absent of what was not trained here, and in older cards
 * @param proposals what may repair it, the cheapest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Diagnosis(
        String subject,
        String condition,
        String sentence,
        List<NamedCause> causes,
        List<String> ruledOut,
        List<NamedEvidence> evidence,
        List<Missing> missing,
        List<ClassRecall> recalls,
        @Nullable PriorCorrection prior,
        @Nullable Proof proof,
        @Nullable Repair repair,
        Instant at,
        @Nullable Run run,
        List<Proposal> proposals) {

    /** Below this probability a cause is ruled out. */
    public static final double RULED_OUT = 0.01;

    /**
     * A cause with its probability.
     *
     * @param cause its name, {@link Cause#wireName}
     * @param words its name for a person
     * @param sentence what it is
     * @param remedy what helps
     * @param probability in [0, 1]
     */
    public record NamedCause(String cause, String words, String sentence, String remedy, double probability) {

        public static NamedCause of(Ranking.Ranked ranked) {
            Cause cause = ranked.cause();
            return new NamedCause(
                    cause.wireName(),
                    cause.words(),
                    cause.sentence(),
                    cause.remedy().words(),
                    ranked.probability());
        }
    }

    /**
     * A number that was measured.
     *
     * @param measure its name, {@link Measure#wireName}
     * @param kind {@code fact}, {@code telemetry} or {@code experiment}
     * @param meaning what was measured
     * @param healthy what a healthy run shows
     * @param speaksFor names of causes, the loudest first
     * @param speaksAgainst names of causes, the loudest first
     */
    public record NamedEvidence(
            String measure,
            String kind,
            double value,
            String unit,
            String meaning,
            String healthy,
            List<String> speaksFor,
            List<String> speaksAgainst) {

        public NamedEvidence {
            speaksFor = List.copyOf(speaksFor);
            speaksAgainst = List.copyOf(speaksAgainst);
        }

        public static NamedEvidence of(Ranking.Finding finding) {
            return of(finding.measure(), finding.value(), finding.speaksFor(), finding.speaksAgainst());
        }

        /** A number of a measure, and what it speaks for and against. */
        public static NamedEvidence of(
                Measure measure, double value, List<Cause> speaksFor, List<Cause> speaksAgainst) {
            return new NamedEvidence(
                    measure.wireName(),
                    measure.kind().name().toLowerCase(java.util.Locale.ROOT),
                    value,
                    measure.unit(),
                    measure.meaning(),
                    measure.healthy(),
                    speaksFor.stream().map(Cause::wireName).toList(),
                    speaksAgainst.stream().map(Cause::wireName).toList());
        }
    }

    /**
     * What is not known.
     *
     * @param what e.g. {@code the training history}
     * @param how to get it
     * @param tells which causes it would tell apart, in words
     */
    public record Missing(String what, String how, String tells) {}

    /**
     * How often a class was answered right.
     *
     * @param images of the class, at least 1
     * @param recall in [0, 1]
     * @param repaired after the prior was corrected or the repair was made, in [0, 1]; absent without either
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ClassRecall(
            String name,
            long images,
            double recall,
            @Nullable Double repaired) {}

    /**
     * What correcting the prior alone does.
     *
     * @param classes in the order of the offsets
     * @param offsets to add to the logits, or to the logarithms of the probabilities, before the largest is taken; nats
     * @param threshold of the second class's probability above which it is answered; of two classes only
     * @param before balanced accuracy, in [0, 1]
     * @param after balanced accuracy, in [0, 1]
     * @param repairs whether that alone is a repair: no class is lost any more
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PriorCorrection(
            List<String> classes,
            List<Double> offsets,
            @Nullable Double threshold,
            double before,
            double after,
            boolean repairs) {

        public PriorCorrection {
            classes = List.copyOf(classes);
            offsets = List.copyOf(offsets);
        }
    }

    /**
     * What the deciding experiment did.
     *
     * @param experiment name of its measure
     * @param sentence what was done and found
     * @param before balanced accuracy, in [0, 1]
     * @param after balanced accuracy, in [0, 1]
     */
    public record Proof(String experiment, String sentence, double before, double after) {}

    /**
     * What a repair did. Nothing is repaired by words: another run was trained, and answers the same test images.
     *
     * @param runId of the run that should repair it
     * @param sentence what was changed, and what came of it
     * @param recipe that was trained
     * @param settings that replaced the recipe's own
     * @param before macro-F1 on the test images, in [0, 1]; absent where the first run made no model
     * @param after macro-F1 on the same images, in [0, 1]; absent where the other run made none
     * @param repaired whether the recalls came back: no class is lost any more, and the gate refuses no recall
     * @param recalls of each class on these images, before as {@code recall} and after as {@code repaired}; empty where
     *     one of both runs made no model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Repair(
            String runId,
            String sentence,
            String recipe,
            Map<String, String> settings,
            @Nullable Double before,
            @Nullable Double after,
            boolean repaired,
            List<ClassRecall> recalls) {

        public Repair {
            settings = Map.copyOf(settings);
            recalls = List.copyOf(recalls);
        }
    }

    /**
     * A run that was trained here.
     *
     * @param version that it made; absent where it made none
     * @param settings that replaced the recipe's own
     * @param test its answers on the test images; absent without a model
     * @param history of its epochs; absent before the first one
     * @param priorEntropy loss of the best constant answer, nats; absent with the history
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Run(
            String runId,
            String model,
            @Nullable String version,
            String dataset,
            String datasetVersion,
            String recipe,
            Map<String, String> settings,
            long seed,
            @Nullable Evaluation test,
            @Nullable TrainingHistory history,
            @Nullable Double priorEntropy) {

        public Run {
            settings = Map.copyOf(settings);
        }
    }

    public Diagnosis {
        causes = List.copyOf(causes);
        ruledOut = List.copyOf(ruledOut);
        evidence = List.copyOf(evidence);
        missing = List.copyOf(missing);
        recalls = List.copyOf(recalls);
        // Older cards have none.
        proposals = proposals == null ? List.of() : List.copyOf(proposals);
    }

    /** Of what was not trained here, or before it is known what may repair it. */
    public Diagnosis(
            String subject,
            String condition,
            String sentence,
            List<NamedCause> causes,
            List<String> ruledOut,
            List<NamedEvidence> evidence,
            List<Missing> missing,
            List<ClassRecall> recalls,
            @Nullable PriorCorrection prior,
            @Nullable Proof proof,
            @Nullable Repair repair,
            Instant at) {
        this(
                subject, condition, sentence, causes, ruledOut, evidence, missing, recalls, prior, proof, repair, at,
                null, List.of());
    }

    /** The same of a run that was trained here, with what may repair it. */
    public Diagnosis of(Run trained, List<Proposal> may) {
        return new Diagnosis(
                subject, condition, sentence, causes, ruledOut, evidence, missing, recalls, prior, proof, repair, at,
                trained, may);
    }

    /** The same with what else is not known. */
    public Diagnosis without(Missing what) {
        List<Missing> all = new ArrayList<>(missing);
        all.add(what);
        return new Diagnosis(
                subject, condition, sentence, causes, ruledOut, evidence, all, recalls, prior, proof, repair, at, run,
                proposals);
    }

    /** The same with what a repair did. */
    public Diagnosis repaired(Repair tried) {
        return new Diagnosis(
                subject, condition, sentence, causes, ruledOut, evidence, missing, recalls, prior, proof, tried, at,
                run, proposals);
    }
}
