package org.equipoise.dicom.network;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * A TCP connection whose reads end at a deadline, however slowly bytes come, and whose writes are ended by
 * {@link #closeIfStuck}, because a blocking write has no timeout.
 */
final class Connection implements Closeable {

    private static final int WINDOW = 1 << 16;

    /** A peer that was told the end has so long to close, so that it reads what it was told. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Socket socket;
    private final InetAddress peer;
    private final InputStream in;
    private final OutputStream out;
    private final Duration writeTime;
    private final byte[] window = new byte[WINDOW];
    private int at;
    private int end;
    private long deadline;
    private volatile long writeDeadline;
    private volatile boolean isWriting;
    private volatile boolean isStuck;

    Connection(Socket socket, Duration writeTime) throws IOException {
        this.socket = socket;
        this.peer = socket.getInetAddress();
        this.writeTime = writeTime;
        socket.setTcpNoDelay(true);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.deadline = System.nanoTime();
    }

    InetAddress peer() {
        return peer;
    }

    /** What is read from now on has to come before this, in {@link System#nanoTime()}. */
    void deadline(long nanoTime) {
        deadline = nanoTime;
    }

    int u8() throws IOException {
        if (at == end) {
            fill();
        }
        return window[at++] & 0xFF;
    }

    long u32() throws IOException {
        return (long) u8() << 24 | u8() << 16 | u8() << 8 | u8();
    }

    /** At least one byte, and at most so many, which are there until the next read. */
    ByteBuffer next(int most) throws IOException {
        if (at == end) {
            fill();
        }
        int length = Math.min(most, end - at);
        ByteBuffer next = ByteBuffer.wrap(window, at, length);
        at += length;
        return next;
    }

    byte[] array(int length) throws IOException {
        ByteBuffer array = ByteBuffer.allocate(length);
        while (array.hasRemaining()) {
            array.put(next(array.remaining()));
        }
        return array.array();
    }

    private void fill() throws IOException {
        long millis = (deadline - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
            throw new SocketTimeoutException();
        }
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
        int length = in.read(window);
        if (length < 0) {
            throw new EOFException();
        }
        at = 0;
        end = length;
    }

    void write(byte[] bytes) throws IOException {
        writeDeadline = System.nanoTime() + writeTime.toNanos();
        isWriting = true;
        try {
            out.write(bytes);
        } finally {
            isWriting = false;
        }
    }

    /** Closes it if the peer does not take what is written; called from another thread, now and then. */
    void closeIfStuck() throws IOException {
        if (isWriting && System.nanoTime() - writeDeadline > 0) {
            isStuck = true;
            socket.close();
        }
    }

    /** Whether {@link #closeIfStuck} closed it. */
    boolean isStuck() {
        return isStuck;
    }

    /** Nothing more is read; called from another thread. Who waits for bytes learns that there are none. */
    void endInput() throws IOException {
        if (!socket.isClosed()) {
            socket.shutdownInput();
        }
    }

    /** Lets the peer read what was written last, and close: an unread byte here would take it away from the peer. */
    void linger() {
        try {
            socket.shutdownOutput();
            deadline = System.nanoTime() + LINGER.toNanos();
            while (true) {
                at = end;
                next(WINDOW);
            }
        } catch (IOException e) {
            // The end, or the time is over.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
