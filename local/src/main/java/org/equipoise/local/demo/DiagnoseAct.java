package org.equipoise.local.demo;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.TrainingRequested;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.Diagnosis.NamedCause;
import org.equipoise.diagnosis.card.Diagnosis.Proof;
import org.equipoise.diagnosis.card.Diagnosis.Repair;
import org.equipoise.diagnosis.repair.Proposal;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.DiagnosisClient;
import org.equipoise.local.client.RepairClient;
import org.equipoise.local.client.TrainingOutcome;
import org.equipoise.local.client.TrainingOutcome.Decided;
import org.jspecify.annotations.Nullable;

/** What follows a collapse: why it happened, in front of the user, and the training that the diagnosis proposes. */
final class DiagnoseAct {

    private static final String AUTO = "auto";

    /** Experiments on a collapsed run may take two minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Stage stage;
    private final TrainAct training;
    private final Map<String, String> settings;
    private @Nullable Repair repair;
    private Optional<Decided> last = Optional.empty();

    /** @param settings of the training that repairs, over those that the diagnosis proposes */
    DiagnoseAct(Stage stage, TrainAct training, Map<String, String> settings) {
        this.stage = stage;
        this.training = training;
        this.settings = Map.copyOf(settings);
    }

    /** Waits for it and tells it; nothing of a run that the gate let through. */
    Optional<Diagnosis> diagnosis(TrainingOutcome ended) {
        if (ended.decided().map(Decided::promoted).orElse(false)) {
            return Optional.empty();
        }
        stage.say("Why? The trainer looks: facts, what the run said, then experiments, the most telling first.");
        String runId = ended instanceof TrainingOutcome.Failed failed
                ? failed.runId()
                : ended.decided().orElseThrow().trained().runId();
        Optional<Diagnosis> card = new DiagnosisClient(stage.connection(), stage.clock())
                .await(stage.name(), runId, PATIENCE, found -> true);
        card.ifPresentOrElse(
                this::tell,
                () -> stage.say(
                        stage.terminal().red("No diagnosis came within " + PATIENCE.toMinutes() + " minutes.")));
        return card;
    }

    private void tell(Diagnosis card) {
        stage.say(stage.terminal().bold(card.sentence()));
        for (NamedCause cause : card.causes()) {
            stage.say(String.format(
                    Locale.ROOT, "  %s: %.2f. What helps: %s.", cause.words(), cause.probability(), cause.remedy()));
        }
        Proof proof = card.proof();
        if (proof != null) {
            stage.say("  The proof: " + proof.sentence() + ".");
        }
        Diagnosis.PriorCorrection prior = card.prior();
        if (prior != null) {
            stage.say(String.format(
                    Locale.ROOT,
                    "  The prior subtracted, without any training: balanced accuracy %.3f becomes %.3f; that alone is %s.",
                    prior.before(),
                    prior.after(),
                    prior.repairs() ? "a repair" : "no repair"));
        }
        stage.say("  The whole card: equipoise diagnose " + stage.name());
    }

    /** Trains what the diagnosis proposes; where it proposes no training, the automatic recipe. */
    Decided trainProposed(Optional<Diagnosis> diagnosis) {
        Optional<Decided> repaired = diagnosis.flatMap(card -> trained(card, training.dataset()));
        return repaired.orElseGet(() -> {
            stage.say(
                    "Nothing was diagnosed that a recipe repairs, so the automatic one is trained: network, balance, warps"
                            + " and steps follow from the dataset.");
            return training.play(AUTO, single(AUTO));
        });
    }

    /** Climbs the ladder until the recalls are back; whether they are. */
    boolean repair(Diagnosis card, DatasetFrozen dataset) {
        boolean corrected = !dataset.version().equals(training.dataset().version());
        for (Proposal proposal : card.proposals()) {
            if (proposal.recipe() != null && (corrected || !proposal.needsAPerson())) {
                Repair told = train(card, proposal, dataset);
                if (told.repaired()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The cheapest repair regains the recalls; what is to serve is trained by the recipe that settles the rest, too.
     */
    private Optional<Decided> trained(Diagnosis card, DatasetFrozen dataset) {
        List<Proposal> trainings = card.proposals().stream()
                .filter(proposal -> !proposal.needsAPerson())
                .toList();
        Optional<Proposal> chosen = trainings.stream()
                .filter(proposal -> AUTO.equals(proposal.recipe()))
                .findFirst()
                .or(() -> trainings.stream().findFirst());
        return chosen.flatMap(proposal -> {
            if (!proposal.equals(trainings.get(0))) {
                stage.say("The cheapest repair would be: " + trainings.get(0).sentence()
                        + " For what is to serve, the demo takes the most thorough one.");
            }
            train(card, proposal, dataset);
            return last;
        });
    }

    private Repair train(Diagnosis card, Proposal proposal, DatasetFrozen dataset) {
        Diagnosis.Run run = card.run();
        if (run == null) {
            throw new ClientException("the diagnosis does not say what was trained");
        }
        stage.say("The diagnosis proposes: " + proposal.sentence());
        var client = new RepairClient(stage.connection(), stage.clock());
        TrainingRequested request = client.train(run, dataset, proposal, single(String.valueOf(proposal.recipe())));
        last = training.outcome(request).decided();
        Repair told = client.told(run, request.runId());
        stage.say((told.repaired()
                        ? stage.terminal().green("Repaired: ")
                        : stage.terminal().red("Not repaired: "))
                + told.sentence());
        repair = told;
        return told;
    }

    /** An ensemble answers better and takes that many times longer; one network is enough to tell the story. */
    private Map<String, String> single(String recipe) {
        Map<String, String> all = new HashMap<>();
        if (recipe.equals(AUTO)) {
            all.put("ensembleMembers", "1");
        }
        all.putAll(settings);
        return all;
    }

    /** For the report. */
    DemoReport.Diagnosed report(Diagnosis card) {
        Optional<NamedCause> first = card.causes().stream().findFirst();
        Diagnosis.Run run = card.run();
        if (run == null) {
            throw new ClientException("the diagnosis does not say which run it is of");
        }
        return new DemoReport.Diagnosed(
                run.runId(),
                card.sentence(),
                first.map(NamedCause::cause).orElse(null),
                first.map(NamedCause::probability).orElse(null),
                card.proof(),
                repair);
    }
}
