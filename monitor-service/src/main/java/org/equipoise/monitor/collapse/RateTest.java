package org.equipoise.monitor.collapse;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Has something that a healthy model does in a small share of its answers become frequent? The mixture e-SR test of
 * {@link CollapseDetector} for one event instead of K classes, with the same meaning of its odds. Not thread-safe.
 */
public final class RateTest {

    private static final int EVENT = 0;

    private final double bound;
    private final CollapseDetector detector;

    /**
     * A test without evidence.
     *
     * @param bound upper confidence bound of the event's healthy share, in [0, 1]; 1 leaves nothing to test
     */
    public RateTest(double bound) {
        this.bound = bound;
        // "Not the event" may take every answer.
        detector = new CollapseDetector(List.of(bound, 1.0));
    }

    /** Takes in one study: {@code events} of its {@code images} images. */
    public void add(int events, int images, long atMillis) {
        detector.add(StudyAnswers.of(events, images - events), atMillis);
    }

    /** Upper confidence bound of the healthy share. */
    public double bound() {
        return bound;
    }

    /** Odds against a healthy model, at least 0. */
    public double evidence() {
        return detector.evidence();
    }

    /** The event's share since the trouble is likely to have begun. */
    public Suspicion suspicion() {
        return detector.suspicion(EVENT);
    }

    /** A test of whether the event is as rare as it was. */
    public RecoveryTest recoveryTest() {
        return detector.recoveryTest(EVENT);
    }

    /** Forgets the evidence. */
    public void restart(long atMillis) {
        detector.restart(EVENT, atMillis);
    }

    /** Studies of one image that all show the event, until a test without evidence reaches {@code gamma}; -1: never. */
    public long delay(double gamma) {
        return detector.delayOfTotalCollapse(EVENT, gamma).orElse(-1);
    }

    /** Writes the whole test. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeDouble(bound);
        detector.writeTo(out);
    }

    /** Reads a test that {@link #writeTo} wrote. */
    public static RateTest readFrom(DataInput in) throws IOException {
        var test = new RateTest(in.readDouble());
        test.detector.readFrom(in);
        return test;
    }
}
