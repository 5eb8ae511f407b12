package org.equipoise.monitor.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.jspecify.annotations.Nullable;

/**
 * What one replay of a version's canaries says.
 *
 * <p>The same weights answer the same bytes alike: bytes that changed are another preprocessing, and probabilities that
 * moved by more than {@value #TOLERANCE} are another model or another library. Nothing is drawn anew there, so a
 * healthy model is never called sick.
 *
 * <p>Where the probabilities at registration were not kept, as by a classifier that reports for itself, the right
 * answers are counted: too few are a sick model if a healthy one would give as few at most once in {@value #TOO_FEW}
 * replays, on average over the models watched ({@link ExactTest}). Where the canaries are so few, or were answered so
 * badly before, that not even a collapse of all answers into one class would be called sick, nothing is said.
 *
 * @param instance the scoring instance that replayed
 * @param finding what is wrong, or that nothing is, or that nothing can be said
 * @param odds how many replays of a healthy model pass, on average, until one looks as bad; absent where none ever
 *     does, and where answers are not counted
 * @param sentence the same in words
 * @param replayedMillis when, epoch milliseconds
 * @param speaksUntilMillis until when this instance is taken for going on, epoch milliseconds; absent if forever
 */
public record CanaryVerdict(
        String instance,
        Finding finding,
        @Nullable Double odds,
        String sentence,
        long replayedMillis,
        @Nullable Long speaksUntilMillis) {

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
        MODEL,
        /** The canaries are too few to tell. */
        @JsonProperty("unknown")
        UNKNOWN
    }

    /** What one replay says. */
    public static CanaryVerdict of(CanariesReplayed replay) {
        if (replay.failure() != null) {
            return verdict(replay, Finding.MODEL, null, "the model does not answer: " + replay.failure());
        }
        if (replay.equalInputs() < replay.inputs()) {
            return verdict(
                    replay,
                    Finding.PREPROCESSING,
                    null,
                    say(
                            "%d of %d canaries reach the network as other bytes than in training",
                            replay.inputs() - replay.equalInputs(), replay.inputs()));
        }
        if (replay.classes().isEmpty()) {
            return verdict(replay, Finding.UNKNOWN, null, "no canaries were shown");
        }
        Double difference = replay.largestDifference();
        return difference == null ? byCount(replay) : byProbability(replay, difference);
    }

    private static CanaryVerdict byProbability(CanariesReplayed replay, double difference) {
        return difference > TOLERANCE
                ? verdict(
                        replay,
                        Finding.MODEL,
                        null,
                        counted(replay) + say("; a probability differs by %.3f", difference))
                : verdict(
                        replay,
                        Finding.SOUND,
                        null,
                        counted(replay)
                                + (replay.inputs() == 0
                                        ? "; none of their images is in the store any more, so what is done with an"
                                                + " image before the network was not compared"
                                        : ""));
    }

    private static CanaryVerdict byCount(CanariesReplayed replay) {
        double odds = ExactTest.odds(replay.classes());
        if (odds >= TOO_FEW) {
            return verdict(
                    replay,
                    Finding.MODEL,
                    odds,
                    counted(replay) + say("; a healthy model gives as few once in %.3g replays", odds));
        }
        String unseen = ExactTest.unseen(replay.classes(), TOO_FEW);
        return unseen == null
                ? verdict(replay, Finding.SOUND, odds, counted(replay))
                : verdict(
                        replay,
                        Finding.UNKNOWN,
                        odds,
                        counted(replay)
                                + say("; they are too few to notice if everything were answered \"%s\"", unseen));
    }

    private static CanaryVerdict verdict(
            CanariesReplayed replay, Finding finding, @Nullable Double odds, String sentence) {
        Instant until = replay.speaksUntil();
        return new CanaryVerdict(
                replay.instance(),
                finding,
                odds,
                sentence,
                replay.replayedAt().toEpochMilli(),
                until == null ? null : (Long) until.toEpochMilli());
    }

    private static String counted(CanariesReplayed replay) {
        int shown = 0;
        int right = 0;
        int before = 0;
        for (ClassResult result : replay.classes()) {
            shown += result.shown();
            right += result.right();
            before += result.rightBefore();
        }
        return say("%d of %d canaries are answered right, %d were at registration", right, shown, before);
    }

    /** Whether something is wrong with the model or its preprocessing. */
    public boolean sick() {
        return finding == Finding.PREPROCESSING || finding == Finding.MODEL;
    }

    /**
     * Whether this one takes the place of {@code last}. A sick instance is not healed by another one that is sound,
     * unless it was not heard of for so long that it must be gone; and a replay that says nothing takes no place.
     */
    public boolean replaces(@Nullable CanaryVerdict last) {
        if (finding == Finding.UNKNOWN) {
            return false;
        }
        return last == null || sick() || !last.sick() || last.instance.equals(instance) || last.over(replayedMillis);
    }

    /** Whether its instance was not heard of for so long that it must be gone. */
    public boolean over(long atMillis) {
        return speaksUntilMillis != null && atMillis > speaksUntilMillis;
    }

    /** Writes everything. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeUTF(instance);
        out.writeByte(finding.ordinal());
        out.writeDouble(odds == null ? Double.NaN : odds);
        out.writeUTF(sentence);
        out.writeLong(replayedMillis);
        out.writeLong(speaksUntilMillis == null ? Long.MAX_VALUE : speaksUntilMillis);
    }

    /** Reads what {@link #writeTo} wrote. */
    public static CanaryVerdict readFrom(DataInput in) throws IOException {
        String instance = in.readUTF();
        Finding finding = Finding.values()[in.readByte()];
        double odds = in.readDouble();
        String sentence = in.readUTF();
        long replayedMillis = in.readLong();
        long until = in.readLong();
        return new CanaryVerdict(
                instance,
                finding,
                Double.isNaN(odds) ? null : odds,
                sentence,
                replayedMillis,
                until == Long.MAX_VALUE ? null : (Long) until);
    }

    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
