package org.equipoise.bench.quality;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.bench.report.Origin;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.local.client.TrainingOutcome;
import org.jspecify.annotations.Nullable;

/** Trains the arms against a running stack, and scores what serves then. */
final class ShiftRun {

    private final QualityRun training;
    private final DatasetFrozen frozen;
    private final ShiftScoring scoring;
    private final KeptScores kept;
    private final PrintStream out;
    private final Origin origin;
    private final List<ShiftedModel> models = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /** @param origin this call */
    ShiftRun(
            QualityRun training,
            DatasetFrozen frozen,
            ShiftScoring scoring,
            KeptScores kept,
            PrintStream out,
            Origin origin) {
        this.training = training;
        this.frozen = frozen;
        this.scoring = scoring;
        this.kept = kept;
        this.out = out;
        this.origin = origin;
    }

    /**
     * One model: trained, and asked about the test images after each change.
     *
     * @param backbone identity of the pretrained network that the stack keeps; absent while it keeps none
     */
    void measure(ShiftArm arm, int minutes, long seed, @Nullable String backbone) {
        String model = Variant.plain(arm.title()) + "-" + seed;
        String what = arm.title() + ", seed " + seed;
        TrainingOutcome outcome = training.outcome(frozen, model, arm.variant(minutes), seed);
        if (!outcome.decided().map(TrainingOutcome.Decided::promoted).orElse(false)) {
            missing.add(what + " is left out, for no model that serves came of it: " + why(outcome));
            out.println(missing.get(missing.size() - 1));
            return;
        }
        List<ShiftScore> ofModel = new ArrayList<>();
        List<ShiftScore.Answer> asIs = scoring.answers(model, DeviceChange.NONE);
        for (DeviceChange change : DeviceChange.values()) {
            List<ShiftScore.Answer> answers = change == DeviceChange.NONE ? asIs : scoring.answers(model, change);
            if (!ShiftScore.among(answers, asIs).isEmpty()) {
                ShiftScore score = ShiftScore.of(arm, change, seed, asIs, answers);
                ofModel.add(score);
                out.printf(
                        "%s, %s: balanced accuracy %.3f of %d images, %.3f of them as they are%n",
                        what, change.title(), score.balancedAccuracy(), score.images(), score.unchanged());
            }
        }
        var measured = new ShiftedModel(arm, seed, origin, backbone, ofModel);
        kept.keep(measured);
        models.add(measured);
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
    List<ShiftedModel> models() {
        return List.copyOf(models);
    }

    /** Which models are left out, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
