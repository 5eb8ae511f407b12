package org.equipoise.bench.detectors;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.equipoise.common.npz.NpyArray;
import org.equipoise.common.npz.Npz;

/**
 * Answered classes of a model with these healthy shares, one study an image: a reference, a long healthy stretch, and
 * runs in which after {@value #FAULT} answers the first class takes 99 per cent.
 */
final class AnswerStreams {

    static final int FAULT = 300;
    static final int REFERENCE = 10_000;
    private static final int AFTER = 10_000;

    private final List<Double> shares;
    private final double esr;
    private final byte[] reference;
    private final byte[] healthy;
    private final byte[][] broken;

    private AnswerStreams(List<Double> shares, double esr, byte[] reference, byte[] healthy, byte[][] broken) {
        this.shares = shares;
        this.esr = esr;
        this.reference = reference;
        this.healthy = healthy;
        this.broken = broken;
    }

    /** @param esr mean delay of the mixture e-SR detector that is aimed at */
    static AnswerStreams drawn(List<Double> shares, double esr, int healthy, int runs) {
        var random = new SplittableRandom(20_221);
        double rest = 1 - shares.get(0);
        List<Double> collapsed = shares.stream()
                .map(share -> share.equals(shares.get(0)) ? .99 : .01 * share / rest)
                .toList();
        byte[][] broken = new byte[runs][];
        for (int run = 0; run < runs; run++) {
            broken[run] = draw(shares, FAULT + AFTER, random);
            System.arraycopy(draw(collapsed, AFTER, random), 0, broken[run], FAULT, AFTER);
        }
        return new AnswerStreams(shares, esr, draw(shares, REFERENCE, random), draw(shares, healthy, random), broken);
    }

    private static byte[] draw(List<Double> shares, int n, SplittableRandom random) {
        double[] bounds = new double[shares.size() - 1];
        double sum = 0;
        for (int k = 0; k < bounds.length; k++) {
            sum += shares.get(k);
            bounds[k] = sum;
        }
        byte[] answers = new byte[n];
        for (int i = 0; i < n; i++) {
            int at = Arrays.binarySearch(bounds, random.nextDouble());
            answers[i] = (byte) (at >= 0 ? at + 1 : -at - 1);
        }
        return answers;
    }

    List<Double> shares() {
        return shares;
    }

    double esr() {
        return esr;
    }

    /** Not a copy, and not to be changed. */
    byte[] healthy() {
        return healthy;
    }

    /** Not copies, and not to be changed. */
    List<byte[]> broken() {
        return List.of(broken);
    }

    String forPeople() {
        return shares.stream().map(share -> String.valueOf(share).substring(1)).collect(Collectors.joining("/"));
    }

    byte[] npz() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("reference", NpyArray.ofBytes(reference, reference.length));
        arrays.put("healthy", NpyArray.ofBytes(healthy, healthy.length));
        int length = broken[0].length;
        byte[] runs = new byte[broken.length * length];
        for (int run = 0; run < broken.length; run++) {
            System.arraycopy(broken[run], 0, runs, run * length, length);
        }
        arrays.put("broken", NpyArray.ofBytes(runs, broken.length, length));
        arrays.put("fault", NpyArray.ofInts(new int[] {FAULT}, 1));
        return Npz.write(arrays);
    }
}
