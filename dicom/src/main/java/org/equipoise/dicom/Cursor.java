package org.equipoise.dicom;

import java.io.IOException;
import java.nio.ByteOrder;

/** A place in {@link Bytes}, read forward through a window. Who reads checks lengths first. */
final class Cursor {

    private static final int WINDOW = 1 << 16;

    private final Bytes bytes;
    private final byte[] window;
    private long windowStart;
    private int windowLength;
    private long position;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    Cursor(Bytes bytes) {
        this.bytes = bytes;
        this.window = new byte[(int) Math.min(WINDOW, bytes.size())];
    }

    Bytes bytes() {
        return bytes;
    }

    long position() {
        return position;
    }

    void moveTo(long newPosition) {
        position = newPosition;
    }

    long size() {
        return bytes.size();
    }

    ByteOrder order() {
        return order;
    }

    void order(ByteOrder newOrder) {
        order = newOrder;
    }

    /** The byte that so many others follow the place, without going there; -1 beyond the end. */
    int peek(int ahead) throws IOException {
        long place = position + ahead;
        return place < bytes.size() ? at(place) : -1;
    }

    int u8() throws IOException {
        return at(position++);
    }

    int u16() throws IOException {
        int first = u8();
        int second = u8();
        return order == ByteOrder.LITTLE_ENDIAN ? second << 8 | first : first << 8 | second;
    }

    long u32() throws IOException {
        int first = u16();
        int second = u16();
        return (order == ByteOrder.LITTLE_ENDIAN ? (long) second << 16 | first : (long) first << 16 | second)
                & 0xFFFF_FFFFL;
    }

    /** The next bytes; short ones from the window, because to open a file for each value takes long. */
    byte[] array(int length) throws IOException {
        byte[] copy = new byte[length];
        if (length > window.length / 2) {
            bytes.read(position, copy, 0, length);
            position += length;
        } else {
            for (int i = 0; i < length; i++) {
                copy[i] = (byte) u8();
            }
        }
        return copy;
    }

    private int at(long place) throws IOException {
        if (place < windowStart || place >= windowStart + windowLength) {
            windowLength = (int) Math.min(window.length, bytes.size() - place);
            windowStart = place;
            bytes.read(place, window, 0, windowLength);
        }
        return window[(int) (place - windowStart)] & 0xFF;
    }
}
