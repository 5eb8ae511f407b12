package org.equipoise.monitor.watch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.ObjLongConsumer;

import org.equipoise.monitor.collapse.StudyAnswers;

/**
 * The last studies of a version of which nobody has stated yet what its answers should look like: a decision that is
 * published together with predictions is read after them, and these are to be tested, too. In few bytes, about four for
 * a study of one image, and at most {@value #MOST_BYTES}: the oldest make room. Not thread-safe.
 */
final class UntestedStudies {

    static final int MOST_BYTES = 12_000;

    private static final int LONGEST_NUMBER = 10;

    private final int classes;
    private byte[] bytes = new byte[64];
    private int head;
    private int tail;

    /** Of what was before the first study, and of the last one: each keeps how much later it is than the one before. */
    private long baseMillis;

    private long lastMillis;

    UntestedStudies(int classes) {
        this.classes = classes;
    }

    void add(StudyAnswers study, long atMillis) {
        if (head == tail) {
            baseMillis = atMillis;
            lastMillis = atMillis;
        }
        reserve((2 * classes + 3) * LONGEST_NUMBER);
        int from = tail;
        write(study.images());
        for (int k = 0; k < classes; k++) {
            if (study.count(k) > 0) {
                write(k);
                write(study.count(k));
            }
        }
        long later = atMillis - lastMillis;
        // Zigzag: a study may be earlier than the one before.
        write((later << 1) ^ (later >> 63));
        lastMillis = atMillis;
        if (tail - from > MOST_BYTES) {
            tail = from;
        }
        while (tail - head > MOST_BYTES) {
            next((oldest, at) -> {});
        }
    }

    /** Each study and its time, the oldest first. */
    void forEach(ObjLongConsumer<StudyAnswers> consumer) {
        int kept = head;
        long keptBase = baseMillis;
        while (head < tail) {
            next(consumer);
        }
        head = kept;
        baseMillis = keptBase;
    }

    /** Takes the first study out. */
    private void next(ObjLongConsumer<StudyAnswers> consumer) {
        int[] counts = new int[classes];
        for (long left = read(); left > 0; ) {
            int k = (int) read();
            counts[k] = (int) read();
            left -= counts[k];
        }
        long zigzag = read();
        baseMillis += (zigzag >>> 1) ^ -(zigzag & 1);
        consumer.accept(StudyAnswers.of(counts), baseMillis);
    }

    private void reserve(int more) {
        if (tail + more <= bytes.length) {
            return;
        }
        byte[] room = tail - head + more > bytes.length ? new byte[2 * (tail - head + more)] : bytes;
        System.arraycopy(bytes, head, room, 0, tail - head);
        tail -= head;
        head = 0;
        bytes = room;
    }

    /** Seven bits a byte, the lowest first. */
    private void write(long number) {
        long left = number;
        while ((left & ~0x7fL) != 0) {
            bytes[tail++] = (byte) (left & 0x7f | 0x80);
            left >>>= 7;
        }
        bytes[tail++] = (byte) left;
    }

    private long read() {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[head++];
            number |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    void writeTo(DataOutput out) throws IOException {
        out.writeInt(tail - head);
        out.writeLong(baseMillis);
        out.writeLong(lastMillis);
        out.write(bytes, head, tail - head);
    }

    static UntestedStudies readFrom(DataInput in, int classes) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException(length + " bytes of studies");
        }
        var studies = new UntestedStudies(classes);
        studies.baseMillis = in.readLong();
        studies.lastMillis = in.readLong();
        studies.bytes = new byte[Math.max(length, 1)];
        studies.tail = length;
        in.readFully(studies.bytes, 0, length);
        return studies;
    }
}
