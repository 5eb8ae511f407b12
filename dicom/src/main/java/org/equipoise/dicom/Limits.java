package org.equipoise.dicom;

import java.time.Duration;

/**
 * What an object may take. Every number is a most; each is at least 1.
 *
 * @param objectBytes bytes of an object that is read from a stream or an array; files are read in place and only their
 *     values count
 * @param valueBytes bytes of a value that is no pixels
 * @param allValueBytes bytes of all values together that are no pixels
 * @param depth sequences within each other; the data set itself has depth 0
 * @param elements data elements, items and fragments
 * @param inflatedBytes bytes of a deflated data set once inflated
 * @param frames frames of an object, Number of Frames (0028,0008)
 * @param frameSamples samples of a frame, counted as they are given: a palette colour pixel has three
 * @param objectSamples samples of all frames
 * @param codecTime time that a frame may take in a child process (JPEG 2000)
 * @param codecHeapMebibytes Java heap of such a child process, in MiB
 */
public record Limits(
        long objectBytes,
        int valueBytes,
        long allValueBytes,
        int depth,
        int elements,
        int inflatedBytes,
        int frames,
        int frameSamples,
        long objectSamples,
        Duration codecTime,
        int codecHeapMebibytes) {

    /**
     * Enough for what is in clinical use, and decoded with a heap of 512 MiB: 128 MiB in memory, 1 MiB a value and 64
     * MiB of values, depth 12, 20,000 elements, 64 MiB inflated, 4,096 frames, 40 million samples a frame, 400 million
     * an object; 60 s and 1,024 MiB for a child process.
     */
    public static final Limits DEFAULT = new Limits(
            128L << 20,
            1 << 20,
            64L << 20,
            12,
            20_000,
            64 << 20,
            4_096,
            40_000_000,
            400_000_000L,
            Duration.ofSeconds(60),
            1_024);

    public Limits {
        atLeastOne("objectBytes", objectBytes);
        atLeastOne("valueBytes", valueBytes);
        atLeastOne("allValueBytes", allValueBytes);
        atLeastOne("depth", depth);
        atLeastOne("elements", elements);
        atLeastOne("inflatedBytes", inflatedBytes);
        atLeastOne("frames", frames);
        atLeastOne("frameSamples", frameSamples);
        atLeastOne("objectSamples", objectSamples);
        atLeastOne("codecTime", codecTime.toMillis());
        atLeastOne("codecHeapMebibytes", codecHeapMebibytes);
    }

    /** The same with another time and heap for a child process. */
    public Limits withCodec(Duration time, int heapMebibytes) {
        return new Limits(
                objectBytes,
                valueBytes,
                allValueBytes,
                depth,
                elements,
                inflatedBytes,
                frames,
                frameSamples,
                objectSamples,
                time,
                heapMebibytes);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", it must be at least 1");
        }
    }
}
