package org.equipoise.bench.checks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Target;
import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.ingest.quality.Measuring;

/** How many images a second are decoded, measured, hashed and encoded, in CPU time of one thread. */
public final class CheckSpeed {

    /** What a reader has to know. */
    public static final String NOTE =
            "checks: images/s in CPU time of one thread; PNG of 64 x 64 RGB with noise, which packs worst";

    private static final int SIDE = 64;
    private static final int BATCH = 64;
    private static final double IMAGES_PER_SECOND = 300;

    private CheckSpeed() {}

    /** Measures for so many seconds each, after as many without counting. */
    public static void measure(double seconds, List<Measurement> rows, List<Target> targets) {
        var random = new Random(1);
        List<Pixels> images = new ArrayList<>();
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            byte[] samples = new byte[SIDE * SIDE * 3];
            random.nextBytes(samples);
            images.add(new Pixels(SIDE, SIDE, 3, samples));
            files.add(PngCodec.encode(images.get(i)));
        }
        var decoder = new BoundedDecoder(DecodingLimits.DEFAULTS);
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("measuring", rate(seconds, i -> Measuring.of(images.get(i)).hash()));
        rates.put("decoding, measuring, hashing, encoding", rate(seconds, i -> {
            Pixels pixels = ((DecodingOutcome.Decoded) decoder.decode(files.get(i))).pixels();
            return Measuring.of(pixels).hash() + ImageId.of(pixels) + PngCodec.encode(pixels).length;
        }));
        rates.forEach((what, rate) -> {
            rows.add(Measurement.once(what, rate, "images/s"));
            targets.add(new Target(what, rate, IMAGES_PER_SECOND, Target.Kind.AT_LEAST, "images/s"));
        });
    }

    @FunctionalInterface
    private interface Work {
        String of(int image);
    }

    private static double rate(double seconds, Work work) {
        rateOnce(seconds, work);
        return rateOnce(seconds, work);
    }

    private static double rateOnce(double seconds, Work work) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        long done = 0;
        long kept = 0;
        long spent = 0;
        while (spent < seconds * 1e9) {
            for (int i = 0; i < BATCH; i++) {
                kept += work.of(i).length();
            }
            done += BATCH;
            spent = threads.getCurrentThreadCpuTime() - begin;
        }
        if (kept == 0) {
            throw new IllegalStateException("nothing was done");
        }
        return done / (spent / 1e9);
    }
}
