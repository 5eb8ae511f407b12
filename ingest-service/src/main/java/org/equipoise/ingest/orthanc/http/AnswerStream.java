package org.equipoise.ingest.orthanc.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.equipoise.ingest.orthanc.AnswerException;

/**
 * The body of an answer, with a limit of its bytes and one of its time as a whole, which a byte a minute does not move:
 * when it is over, the connection is closed under whoever reads.
 */
final class AnswerStream extends FilterInputStream {

    private final String what;
    private final long mostBytes;
    private final Duration time;
    private final Future<?> ending;
    private long bytes;
    private volatile boolean late;

    /**
     * @param what was asked for, in words
     * @param watch closes it
     */
    AnswerStream(InputStream in, String what, long mostBytes, Duration time, ScheduledExecutorService watch) {
        super(in);
        this.what = what;
        this.mostBytes = mostBytes;
        this.time = time;
        this.ending = watch.schedule(this::end, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end() {
        late = true;
        try {
            in.close();
        } catch (IOException e) {
            // Whoever reads hears of it.
            late = true;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(target, offset, length);
        } catch (IOException e) {
            throw late ? tooSlow() : AnswerException.passing("the answer to " + what + " broke off");
        }
        if (late) {
            throw tooSlow();
        }
        bytes += Math.max(0, count);
        if (bytes > mostBytes) {
            throw new AnswerException("the answer to " + what + " has more than " + mostBytes + " bytes");
        }
        return count;
    }

    private AnswerException tooSlow() {
        return AnswerException.passing("the answer to " + what + " took more than " + time.toMillis() + " ms");
    }

    @Override
    public void close() throws IOException {
        ending.cancel(false);
        super.close();
    }
}
