package org.equipoise.bench.augmentation;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.equipoise.augment.sharding.ImageAugmenter;
import org.equipoise.augment.warping.Warp;
import org.equipoise.augment.warping.WarpDraw;
import org.equipoise.bench.Options;
import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.report.Report;
import org.equipoise.bench.report.Target;
import org.equipoise.common.events.AugmentationPolicy;
import org.equipoise.common.events.Transform;
import org.equipoise.common.imaging.InputFormat;
import org.equipoise.common.imaging.InputShape;

/** Images/s of the augment service on one thread, in CPU time, so that a busy machine does not decide. */
public final class AugmentationBenchmark {

    private static final AugmentationPolicy MILD = new AugmentationPolicy(true, false, 10, 0.1, 0.08);
    private static final int BATCH = 64;

    private AugmentationBenchmark() {}

    private record Shape(int side, int channels) {
        String argument() {
            return side + "x" + channels;
        }

        String forPeople() {
            return "warp " + size();
        }

        String pipeline() {
            return "pipeline of 8 " + size();
        }

        private String size() {
            return side + "x" + side + (channels == 1 ? " grey" : " RGB");
        }
    }

    private static final List<Shape> SHAPES =
            List.of(new Shape(28, 1), new Shape(64, 1), new Shape(224, 1), new Shape(64, 3));

    private static final Shape AIMED_AT = new Shape(64, 1);

    /** Warp of flip, rotation, zoom and shift, blur, gain and bias, power, noise: as albumentations does them, too. */
    private static final AugmentationPolicy PIPELINE = new AugmentationPolicy(true, false, 10, 0.1, 0.08, 0.15, 0.1)
            .with(Transform.GAMMA, 0.5)
            .with(Transform.NOISE, 0.05)
            .with(Transform.BLUR, 0.02);

    /** What the pipeline is aimed at, times the speed of albumentations. */
    private static final Map<Shape, Double> PIPELINE_AIMS = Map.of(new Shape(64, 1), 3.0, new Shape(224, 1), 1.5);

    /** What is done beside a warp, by itself and all at once, at the shape that is aimed at. */
    private static final List<Extra> EXTRAS = List.of(
            new Extra("bend", AugmentationPolicy.NONE.with(Transform.ELASTIC, 0.03)),
            new Extra("blur", AugmentationPolicy.NONE.with(Transform.BLUR, 0.02)),
            new Extra(
                    "power, gain, bias",
                    new AugmentationPolicy(false, false, 0, 0, 0, 0.15, 0.1).with(Transform.GAMMA, 0.5)),
            new Extra("Poisson noise", AugmentationPolicy.NONE.with(Transform.SHOT_NOISE, 0.05)),
            new Extra("Gaussian noise", AugmentationPolicy.NONE.with(Transform.NOISE, 0.05)),
            new Extra("cutout", AugmentationPolicy.NONE.with(Transform.CUTOUT, 0.1)),
            new Extra(
                    "every transform",
                    AugmentationPolicy.of(Arrays.stream(Transform.values())
                            .collect(Collectors.toMap(transform -> transform, transform -> transform.most() / 4)))));

    private record Extra(String words, AugmentationPolicy policy) {}

    /** What an earlier release reached. */
    private static final double TIMES_ALBUMENTATIONS = 6;

    /** Keras's layers, at the shape that is aimed at. */
    private static final double TIMES_KERAS = 5;

    /** Measures ours, then the peers. */
    public static Report run(Options options, PrintStream out) {
        options.only("rounds", "seconds", "peers", "markdown");
        int rounds = options.count("rounds", 5);
        double seconds = options.number("seconds", 0.4);
        Map<Shape, List<Measurement>> measured = new LinkedHashMap<>();
        for (Shape shape : SHAPES) {
            out.println(shape.forPeople());
            List<Measurement> rows = new ArrayList<>();
            rows.add(ours(shape, rounds, seconds));
            measured.put(shape, rows);
        }
        Map<Shape, List<Measurement>> pipelines = new LinkedHashMap<>();
        for (Shape shape : SHAPES) {
            out.println(shape.pipeline());
            List<Measurement> rows = new ArrayList<>();
            rows.add(augmenter(shape.pipeline(), PIPELINE, shape, rounds, seconds));
            pipelines.put(shape, rows);
        }
        List<Measurement> extras = new ArrayList<>();
        for (Extra extra : EXTRAS) {
            out.println(extra.words());
            String subject = extra.words() + " " + AIMED_AT.size();
            extras.add(augmenter(subject, extra.policy(), AIMED_AT, rounds, seconds));
        }
        List<String> notes = new ArrayList<>(List.of(
                "images per second of CPU time of one thread; every image gets its own random transform",
                "flip 1/2, rotation 10 degrees, zoom 10 %, shift 8 %, one bilinear warp, edges replicated",
                "pipeline of 8: that warp; blur up to 2 % of the side, gain 15 %, bias 10 %, power up to 1.5, Gaussian"
                        + " noise up to 5 %"));
        String python = System.getProperty("equipoise.bench.python", "");
        if (python.isEmpty()) {
            notes.add("no peer was measured: Python or its packages are absent, or peers=no");
        } else {
            var peer = new PythonPeer(python, options.project().resolve("bench/peers/augmentation.py"));
            for (Shape shape : SHAPES) {
                measured.getOrDefault(shape, new ArrayList<>())
                        .addAll(peer.measure(shape.forPeople(), "warp", shape.argument(), rounds, seconds));
                pipelines
                        .getOrDefault(shape, new ArrayList<>())
                        .addAll(peer.measure(shape.pipeline(), "pipeline", shape.argument(), rounds, seconds));
            }
            notes.add(
                    "albumentations flips and warps in two steps and moves each axis by its own zoom; OpenCV's warp is"
                            + " vectorised C++ called from Python");
        }
        String kerasPython = System.getProperty("equipoise.bench.keras", "");
        if (!kerasPython.isEmpty()) {
            var keras = new PythonPeer(kerasPython, options.project().resolve("bench/peers/augmentation-keras.py"));
            measured.forEach((shape, rows) ->
                    rows.addAll(keras.measure(shape.forPeople(), "warp", shape.argument(), rounds, seconds)));
            notes.add("Keras's layers flip, turn, zoom and shift a batch of " + BATCH
                    + " in four steps, compiled into one TensorFlow function");
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("rounds", rounds);
        settings.put("secondsPerRound", seconds);
        settings.put("threads", 1);
        settings.put("imagesInTheLoop", BATCH);
        return new Report(
                "augmentation",
                settings,
                Stream.of(measured.values(), pipelines.values(), List.of(extras))
                        .flatMap(tables -> tables.stream().flatMap(List::stream))
                        .toList(),
                notes,
                Map.of(),
                targets(measured, pipelines));
    }

    /** How many times the speed of the peers, where they were measured. */
    private static List<Target> targets(Map<Shape, List<Measurement>> warps, Map<Shape, List<Measurement>> pipelines) {
        List<Target> targets = new ArrayList<>();
        warps.forEach((shape, rows) -> {
            targets.addAll(times(rows, "opencv", 1));
            if (shape.equals(AIMED_AT)) {
                targets.addAll(times(rows, "albumentations", TIMES_ALBUMENTATIONS));
                targets.addAll(times(rows, "keras", TIMES_KERAS));
            }
        });
        pipelines.forEach((shape, rows) -> {
            Double aim = PIPELINE_AIMS.get(shape);
            if (aim != null) {
                targets.addAll(times(rows, "albumentations", aim));
            }
        });
        return targets;
    }

    /** @param rows ours first */
    private static List<Target> times(List<Measurement> rows, String peer, double aim) {
        return rows.stream()
                .filter(row -> row.subject().toLowerCase(Locale.ROOT).startsWith(peer))
                .map(row -> new Target(
                        row.what() + ", times the speed of " + row.subject(),
                        rows.get(0).median() / row.median(),
                        aim,
                        Target.Kind.AT_LEAST,
                        ""))
                .toList();
    }

    private static Measurement ours(Shape shape, int rounds, double seconds) {
        byte[] from = new byte[BATCH * shape.side() * shape.side() * shape.channels()];
        new Random(1).nextBytes(from);
        imagesPerSecond(shape, from, Math.max(1, seconds));
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            rates[round] = imagesPerSecond(shape, from, seconds);
        }
        return Measurement.of(shape.forPeople(), "Equipoise", rates, "images/s");
    }

    private static Measurement augmenter(
            String subject, AugmentationPolicy policy, Shape shape, int rounds, double seconds) {
        var format = InputFormat.bytes(new InputShape(shape.side(), shape.side(), shape.channels()));
        var augmenter = new ImageAugmenter(policy, format, 1);
        byte[] from = new byte[format.imageBytes()];
        new Random(1).nextBytes(from);
        byte[] to = new byte[from.length];
        imagesPerSecond(draw -> augmenter.apply(0, draw, from, 0, to, 0), Math.max(1, seconds));
        double[] rates = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            rates[round] = imagesPerSecond(draw -> augmenter.apply(0, draw, from, 0, to, 0), seconds);
        }
        return Measurement.of(subject, "Equipoise", rates, "images/s");
    }

    private static double imagesPerSecond(Shape shape, byte[] from, double seconds) {
        int side = shape.side();
        var warp = new Warp(side, side, shape.channels(), 8);
        byte[] to = new byte[from.length];
        return imagesPerSecond(
                draw -> {
                    int offset = (int) (draw % BATCH) * warp.length();
                    warp.apply(from, offset, WarpDraw.sourceMap(MILD, 1, 0, draw, side, side), to, offset);
                },
                seconds);
    }

    private static double imagesPerSecond(LongConsumer augmented, double seconds) {
        var threads = ManagementFactory.getThreadMXBean();
        long begin = threads.getCurrentThreadCpuTime();
        long budget = (long) (seconds * 1e9);
        long draw = 0;
        long spent = 0;
        while (spent < budget) {
            for (int image = 0; image < BATCH; image++) {
                augmented.accept(draw++);
            }
            spent = threads.getCurrentThreadCpuTime() - begin;
        }
        return draw / (spent / 1e9);
    }
}
