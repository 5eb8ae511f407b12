package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.TrainingOutcome;

/** Trains the arms against a running stack, and scores what serves then. */
final class ShiftRun {

    private final QualityRun training;
    private final DatasetFrozen frozen;
    private final ShiftScoring scoring;
    private final KeptScores kept;
    private final PrintStream out;
    private final List<ShiftScore> scores = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    ShiftRun(QualityRun training, DatasetFrozen frozen, ShiftScoring scoring, KeptScores kept, PrintStream out) {
        this.training = training;
        this.frozen = frozen;
        this.scoring = scoring;
        this.kept = kept;
        this.out = out;
    }

    /** One model: trained, and asked about the test images after each change. */
    void measure(ShiftArm arm, int minutes, long seed) {
        String model = Variant.plain(arm.title()) + "-" + seed;
        String what = arm.title() + ", seed " + seed;
        TrainingOutcome outcome = training.outcome(frozen, model, arm.variant(minutes), seed);
        if (!outcome.decided().map(TrainingOutcome.Decided::promoted).orElse(false)) {
            missing.add(what + " is left out, for no model that serves came of it: " + why(outcome));
            out.println(missing.get(missing.size() - 1));
            return;
        }
        List<ShiftScore> ofModel = new ArrayList<>();
        for (DeviceChange change : DeviceChange.values()) {
            List<ShiftScore.Answer> answers = scoring.answers(model, change);
            if (!answers.isEmpty()) {
                ShiftScore score = ShiftScore.of(arm, change, seed, answers);
                ofModel.add(score);
                out.printf(
                        "%s, %s: balanced accuracy %.3f of %d images%n",
                        what, change.title(), score.balancedAccuracy(), score.images());
            }
        }
        kept.keep(arm, seed, ofModel);
        scores.addAll(ofModel);
    }

    private static String why(TrainingOutcome outcome) {
        return outcome instanceof TrainingOutcome.Failed failed
                ? failed.reason()
                : outcome.decided()
                        .map(decided -> decided.decision().checks().stream()
                                .filter(check -> !check.passed())
                                .map(ModelDecided.GateCheck::explanation)
                                .collect(Collectors.joining(" ")))
                        .orElse("");
    }

    /** What was measured. */
    List<ShiftScore> scores() {
        return List.copyOf(scores);
    }

    /** Which models are left out, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
