package org.equipoise.monitor.collapse;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Is a class that was missing answered again? It is after {@value #ANSWERS} studies with an answer, each within the
 * longest run that nobody would wonder about. A single stray answer in a thousand studies is no return.
 */
public final class ReturnTest {

    private static final int ANSWERS = 3;

    private final long longestRun;
    private long run;
    private int answers;

    /** A test that has seen no answer; {@code longestRun} studies without one start it over. */
    public ReturnTest(long longestRun) {
        this.longestRun = longestRun;
    }

    /** Takes in one study, and whether any of its images was answered with the class. */
    public void add(boolean answered) {
        if (!answered) {
            run++;
            return;
        }
        answers = run < longestRun ? answers + 1 : 1;
        run = 0;
    }

    /** Whether the class is back. */
    public boolean returned() {
        return answers >= ANSWERS;
    }

    /** Writes the whole test. */
    public void writeTo(DataOutput out) throws IOException {
        out.writeLong(longestRun);
        out.writeLong(run);
        out.writeInt(answers);
    }

    /** Reads a test that {@link #writeTo} wrote. */
    public static ReturnTest readFrom(DataInput in) throws IOException {
        var test = new ReturnTest(in.readLong());
        test.run = in.readLong();
        test.answers = in.readInt();
        return test;
    }
}
