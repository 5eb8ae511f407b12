package org.equipoise.ingest.doors;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The body of a request, with a limit of its bytes and of the time that it is waited for. What is done between two
 * reads is not the sender's, and does not count.
 */
public final class BoundedBody extends FilterInputStream {

    private final InstantSource clock;
    private final Duration time;
    private final long mostBytes;
    private Duration waited = Duration.ZERO;
    private long bytes;

    /** @param time of all reads together */
    public BoundedBody(InputStream in, long mostBytes, Duration time, InstantSource clock) {
        super(in);
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.time = time;
    }

    /** It took too long to arrive. */
    public static final class TooSlowException extends IOException {
        TooSlowException(Duration time) {
            super("the body took more than " + time.toSeconds() + " s to arrive");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        var begin = clock.instant();
        int count = super.read(target, offset, length);
        waited = waited.plus(Duration.between(begin, clock.instant()));
        bytes += Math.max(0, count);
        if (bytes > mostBytes) {
            throw new ObjectTooLargeException("the body", mostBytes, "bytes");
        }
        if (waited.compareTo(time) > 0) {
            throw new TooSlowException(time);
        }
        return count;
    }
}
