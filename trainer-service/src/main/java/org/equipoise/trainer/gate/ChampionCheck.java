package org.equipoise.trainer.gate;

import java.util.Locale;

import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.words.Counted;
import org.equipoise.trainer.evaluation.PairedComparison;

/** The candidate beside the champion, on the same test images. */
final class ChampionCheck {

    /** Balanced accuracies are sums of fractions: what is exactly at the limit is within it. */
    private static final double ROUNDING = 1e-12;

    private ChampionCheck() {}

    static GateCheck of(ChampionRule rule, double balancedAccuracy, Incumbent incumbent) {
        return incumbent.fold(
                none -> new GateCheck(
                        rule.check(), true, balancedAccuracy, 0, "Not compared: " + ServingChecks.cut(none.reason())),
                champion -> of(rule, champion));
    }

    /** Both rules read one number, how sure it is that the candidate is better, and ask for different values of it. */
    private static GateCheck of(ChampionRule rule, Incumbent.Evaluated champion) {
        PairedComparison pair = champion.comparison();
        return switch (rule) {
            case BETTER ->
                new GateCheck(
                        rule.check(),
                        pair.better(),
                        pair.confidence(),
                        PairedComparison.CONFIDENCE,
                        seen(champion) + asked(pair) + (pair.better() ? "" : unshown(pair)));
            case NOT_WORSE -> notWorse(rule, champion);
        };
    }

    /** Evidence alone lets every small loss pass where images are few, and the losses of many nights add up. */
    private static GateCheck notWorse(ChampionRule rule, Incumbent.Evaluated champion) {
        PairedComparison pair = champion.comparison();
        boolean loses = pair.difference() < -GateLimits.MOST_LOST - ROUNDING;
        boolean byLoss = loses && !pair.worse();
        return new GateCheck(
                rule.check(),
                !loses && !pair.worse(),
                byLoss ? pair.difference() : pair.confidence(),
                byLoss ? -GateLimits.MOST_LOST : 1 - PairedComparison.CONFIDENCE,
                seen(champion)
                        + say(
                                " The confidence that it is worse is %.3f; less than %.2f is asked, and a difference of"
                                        + " at least %.2f.",
                                1 - pair.confidence(), PairedComparison.CONFIDENCE, -GateLimits.MOST_LOST));
    }

    private static String seen(Incumbent.Evaluated champion) {
        PairedComparison pair = champion.comparison();
        return say(
                "Balanced accuracy is %.3f; the champion %s has %.3f on the same %s. The difference is %+.3f (90 %%"
                        + " interval %+.3f to %+.3f): only the candidate answers %d right, only the champion %d.",
                pair.first(),
                champion.version(),
                pair.second(),
                Counted.of(pair.images(), "test image"),
                pair.difference(),
                pair.lower(),
                pair.upper(),
                pair.firstRight(),
                pair.secondRight());
    }

    private static String asked(PairedComparison pair) {
        return say(
                " The confidence that it is better is %.3f; at least %.2f is asked.",
                pair.confidence(), PairedComparison.CONFIDENCE);
    }

    /** Why a difference was not shown, and what would show it. */
    private static String unshown(PairedComparison pair) {
        if (pair.worse()) {
            return " It is worse.";
        }
        if (pair.difference() > 0 && pair.imagesToTell().isEmpty()) {
            return " The images that differ are so few that this may be luck, and too few to say how many would tell. The"
                    + " champion stays.";
        }
        if (pair.difference() > 0) {
            return say(
                    " So few images that differ may be luck; about %d test images would tell such a difference. The"
                            + " champion stays.",
                    pair.imagesToTell().orElseThrow());
        }
        return " As far as these images tell, it is no better than the champion, which stays.";
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
