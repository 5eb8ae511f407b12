package org.equipoise.monitor.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.jspecify.annotations.Nullable;

/**
 * What the last replay of a version's canaries says.
 *
 * <p>The same weights answer the same bytes alike: probabilities that moved by more than {@value #TOLERANCE} are
 * another model or another library, and bytes that changed are another preprocessing. Where neither shows, for instance
 * because a version trained elsewhere reports for itself, the number of right answers is compared with the one at
 * registration: a class with {@code n} canaries of which {@code r} were right then has recall {@code (r + 1/2) / (n +
 * 1)} (Jeffreys), and the odds against a healthy model are {@code 1 / (K P(X <= right))} with X binomial.
 *
 * @param instance the scoring instance that replayed
 * @param finding what is wrong, or that nothing is
 * @param odds how many replays of a healthy model pass, on average, until one looks as bad; absent where none ever does
 * @param sentence the same in words
 * @param replayedMillis when, epoch milliseconds
 */
public record CanaryVerdict(
        String instance, Finding finding, @Nullable Double odds, String sentence, long replayedMillis) {

    /**
     * Largest difference of a probability that other threads, devices or a library's update explain. GPUs differ from
     * CPUs, and from themselves, by up to 2.2e-3.
     */
    static final double TOLERANCE = 1e-2;

    /** Odds from which right answers are too few. */
    static final double TOO_FEW = 1e4;

    /** What a replay finds. */
    public enum Finding {
        /** It answers as it did when it was registered. */
        @JsonProperty("sound")
        SOUND,
        /** The network gets other bytes than in training. */
        @JsonProperty("preprocessing")
        PREPROCESSING,
        /** It gets the same bytes and answers otherwise, or not at all. */
        @JsonProperty("model")
        MODEL
    }

    /** What one replay says. */
    public static CanaryVerdict of(CanariesReplayed replay) {
        long at = replay.replayedAt().toEpochMilli();
        int shown = replay.classes().stream().mapToInt(ClassResult::shown).sum();
        if (replay.failure() != null) {
            return new CanaryVerdict(
                    replay.instance(), Finding.MODEL, null, "the model does not answer: " + replay.failure(), at);
        }
        if (replay.equalInputs() < replay.inputs()) {
            return new CanaryVerdict(
                    replay.instance(),
                    Finding.PREPROCESSING,
                    null,
                    say(
                            "%d of %d canaries reach the network as other bytes than in training",
                            replay.inputs() - replay.equalInputs(), replay.inputs()),
                    at);
        }
        int right = replay.classes().stream().mapToInt(ClassResult::right).sum();
        int before =
                replay.classes().stream().mapToInt(ClassResult::rightBefore).sum();
        String counted = say("%d of %d canaries are answered right, %d were at registration", right, shown, before);
        if (replay.largestDifference() > TOLERANCE) {
            return new CanaryVerdict(
                    replay.instance(),
                    Finding.MODEL,
                    null,
                    counted + say("; a probability differs by %.3f", replay.largestDifference()),
                    at);
        }
        double odds = odds(replay);
        return odds >= TOO_FEW
                ? new CanaryVerdict(
                        replay.instance(),
                        Finding.MODEL,
                        odds,
                        counted + say("; odds %.0f : 1 against a healthy model", odds),
                        at)
                : new CanaryVerdict(replay.instance(), Finding.SOUND, odds, counted, at);
    }

    private static double odds(CanariesReplayed replay) {
        double least = 1;
        for (ClassResult result : replay.classes()) {
            double recall = (result.rightBefore() + 0.5) / (result.shown() + 1);
            least = Math.min(least, atMost(result.right(), result.shown(), recall));
        }
        return Math.max(1, 1 / (least * Math.max(1, replay.classes().size())));
    }

    /** P(X at most x) of a binomial; n is a handful. */
    static double atMost(int x, int n, double p) {
        double term = Math.pow(1 - p, n);
        double sum = term;
        for (int i = 1; i <= x; i++) {
            term *= (n - i + 1) / (double) i * p / (1 - p);
            sum += term;
        }
        return Math.min(1, sum);
    }

    /** Whether something is wrong with the model or its preprocessing. */
    public boolean sick() {
        return finding != Finding.SOUND;
    }

    /** Whether this one takes the place of {@code last}: a sick instance is not healed by another one that is sound. */
    public boolean replaces(@Nullable CanaryVerdict last) {
        return last == null || sick() || !last.sick() || last.instance.equals(instance);
    }

    /** Writes everything. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeUTF(instance);
        out.writeByte(finding.ordinal());
        out.writeDouble(odds == null ? Double.NaN : odds);
        out.writeUTF(sentence);
        out.writeLong(replayedMillis);
    }

    /** Reads what {@link #writeTo} wrote. */
    public static CanaryVerdict readFrom(DataInput in) throws IOException {
        String instance = in.readUTF();
        Finding finding = Finding.values()[in.readByte()];
        double odds = in.readDouble();
        return new CanaryVerdict(instance, finding, Double.isNaN(odds) ? null : odds, in.readUTF(), in.readLong());
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
