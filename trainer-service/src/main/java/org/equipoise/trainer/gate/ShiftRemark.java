package org.equipoise.trainer.gate;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.words.Counted;
import org.equipoise.trainer.evaluation.RecallDrop;

/**
 * Says which classes fall from the validation split to the test split. It refuses nothing: what the test split still
 * shows is judged by its recalls, and a model is not to blame for splits that are unlike.
 */
final class ShiftRemark {

    private ShiftRemark() {}

    static GateCheck of(Evaluation validation, Evaluation test) {
        List<RecallDrop> drops = RecallDrop.of(validation, test);
        List<RecallDrop> fell = drops.stream().filter(RecallDrop::fell).toList();
        return new GateCheck("holds-on-test", true, fell.size(), 0, words(drops, fell));
    }

    private static String words(List<RecallDrop> drops, List<RecallDrop> fell) {
        if (drops.isEmpty()) {
            return "Not compared: no class has images in both held-out splits.";
        }
        if (fell.isEmpty()) {
            return "No recall is lower on the test split than on the validation split by more than luck (Fisher's exact"
                    + " test, Holm, 5 %).";
        }
        List<String> largest = fell.stream()
                .sorted(Comparator.comparingDouble(RecallDrop::fall).reversed())
                .map(ShiftRemark::words)
                .toList();
        return "A remark that refuses nothing: from validation to test " + NamedClasses.some(largest, "; ") + "."
                + " The test split is unlike the validation split in " + Counted.of(fell.size(), "class", "classes")
                + ", or the model was chosen by the validation split and fits it too well.";
    }

    private static String words(RecallDrop drop) {
        return String.format(
                Locale.ROOT,
                "%s falls from %.3f of %d to %.3f of %d",
                NamedClasses.name(drop.name()),
                drop.validation().value(),
                drop.validation().images(),
                drop.test().value(),
                drop.test().images());
    }
}
