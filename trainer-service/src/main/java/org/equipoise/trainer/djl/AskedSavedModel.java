package org.equipoise.trainer.djl;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.classifier.UnusableModelException;
import org.equipoise.trainer.diagnosis.FedModels.FedModel;
import org.equipoise.trainer.djl.SignatureReader.Signature;
import org.equipoise.trainer.outside.OutputReading;
import org.equipoise.trainer.outside.OutsideModel;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.InvalidModelException;
import org.equipoise.trainer.tensorflow.NativeLibrary;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.ConfigProto;

/** A SavedModel on disk, asked about numbers as they are fed: nothing is scaled here. One thread owns it. */
public final class AskedSavedModel implements FedModel {

    private final int classes;
    private final ServingFormat.Output output;
    private final Signature signature;
    private final InputShape shape;
    private final Path root;
    private final @Nullable SavedModelFolder unpacked;
    private final ZooModel<AskedImages, float[]> model;
    private final Predictor<AskedImages, float[]> predictor;
    private final int atOnce;

    private AskedSavedModel(
            Asked asked,
            Path root,
            @Nullable SavedModelFolder unpacked,
            Signature signature,
            InputShape shape,
            ZooModel<AskedImages, float[]> model) {
        classes = asked.classes();
        output = asked.output();
        this.root = root;
        this.unpacked = unpacked;
        this.signature = signature;
        this.shape = shape;
        this.model = model;
        predictor = model.newPredictor();
        atOnce = BatchBound.images(root, shape);
    }

    /**
     * What a person says of it.
     *
     * @param source its folder, or a zip of it
     * @param size what it takes, where its signature leaves that open
     */
    public record Asked(Path source, int classes, @Nullable InputShape size, ServingFormat.Output output) {}

    /**
     * Opens it. A folder is read where it lies, and a zip goes to {@code scratch} piece by piece: no model is in memory
     * more than once.
     *
     * @throws InvalidModelException if it is no SavedModel of an image classifier of these classes
     * @throws UnusableModelException if it is one and cannot be loaded
     */
    public static AskedSavedModel open(Asked asked, Path scratch, ConfigProto session) {
        if (Files.isDirectory(asked.source())) {
            return open(asked, asked.source(), null, session);
        }
        return unpacked(asked, unzipped(asked.source(), scratch), session);
    }

    /** The same of a zip in memory. */
    static AskedSavedModel open(
            byte[] zip, int classes, InputShape shape, ServingFormat.Output output, Path scratch, ConfigProto session) {
        try {
            return unpacked(new Asked(scratch, classes, shape, output), SavedModelFolder.unzip(zip, scratch), session);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(String.valueOf(e.getMessage()), e);
        }
    }

    private static AskedSavedModel unpacked(Asked asked, SavedModelFolder folder, ConfigProto session) {
        try {
            Path root = folder.root()
                    .orElseThrow(() -> new InvalidModelException(
                            "no saved_model.pb at the top of " + asked.source() + " or in its one folder"));
            return open(asked, root, folder, session);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static SavedModelFolder unzipped(Path zip, Path scratch) {
        try (var in = new BufferedInputStream(Files.newInputStream(zip))) {
            return SavedModelFolder.unzip(in, scratch);
        } catch (IllegalArgumentException e) {
            throw new InvalidModelException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + zip, e);
        }
    }

    private static AskedSavedModel open(
            Asked asked, Path root, @Nullable SavedModelFolder unpacked, ConfigProto session) {
        Signature signature = SignatureReader.signature(root);
        long outputs = signature.outputs();
        if (outputs >= 0 && outputs != asked.classes() && !(outputs == 1 && asked.classes() == 2)) {
            throw new InvalidModelException(
                    "the model has " + outputs + " outputs, but there are " + asked.classes() + " classes");
        }
        InputShape shape = OutsideModel.input(dimensions(signature), asked.size());
        NativeLibrary.load();
        try {
            return new AskedSavedModel(
                    asked,
                    root,
                    unpacked,
                    signature,
                    shape,
                    criteria(root, signature, session).loadModel());
        } catch (IOException | ModelNotFoundException | MalformedModelException | RuntimeException e) {
            throw new UnusableModelException(
                    "the model cannot be loaded, a file in its folder variables may be missing or cut: "
                            + e.getMessage(),
                    e);
        }
    }

    private static Criteria<AskedImages, float[]> criteria(Path root, Signature signature, ConfigProto session) {
        var criteria = Criteria.builder()
                .setTypes(AskedImages.class, float[].class)
                .optEngine("TensorFlow")
                .optModelPath(root)
                .optOption("ConfigProto", java.util.Base64.getEncoder().encodeToString(session.toByteArray()))
                .optTranslator(new AskedTranslator(signature.input(), channelsFirst(signature)));
        if (!signature.name().equals(ServingFormat.DEFAULT_SIGNATURE)) {
            criteria.optOption("SignatureDefKey", signature.name());
        }
        return criteria.build();
    }

    /** Height, width, channels, wherever they stand. */
    private static List<Long> dimensions(Signature signature) {
        List<Long> all = signature.dimensions();
        if (all.isEmpty()) {
            return List.of(-1L, -1L, -1L);
        }
        List<Long> ordered =
                channelsFirst(signature) ? List.of(all.get(2), all.get(3), all.get(1)) : all.subList(1, all.size());
        long channels = ordered.get(2);
        if (channels >= 0 && channels != 1 && channels != 3) {
            throw new InvalidModelException("the model must take images of 1 or 3 channels, but takes " + all);
        }
        return ordered;
    }

    /** Where the second dimension can be that of the channels, and the last cannot. */
    private static boolean channelsFirst(Signature signature) {
        List<Long> all = signature.dimensions();
        return !all.isEmpty() && isChannels(all.get(1)) && all.get(3) >= 0 && !isChannels(all.get(3));
    }

    private static boolean isChannels(long size) {
        return size == 1 || size == 3;
    }

    /** What it is fed. */
    public InputShape shape() {
        return shape;
    }

    /** Whether it takes bytes, and scales them itself. */
    public boolean takesBytes() {
        return signature.input() == ServingFormat.Input.UINT8;
    }

    /** Whether its signature wants the channels first. */
    public boolean channelsFirst() {
        return channelsFirst(signature);
    }

    /** Whether one unit stands for the second of two classes. */
    public boolean oneUnit() {
        return signature.outputs() == 1;
    }

    /** Where its files are. */
    public Path root() {
        return root;
    }

    /**
     * The answers.
     *
     * @throws UnusableModelException if it does not answer, or not with probabilities of its classes
     */
    @Override
    public float[] probabilities(float[] samples, int images) {
        float[] answered = images <= atOnce ? answered(samples, images) : piecewise(samples, images);
        if (answered.length == images && classes == 2) {
            return reading(() -> OutputReading.ofOneUnit(answered, output));
        }
        if (answered.length != images * classes) {
            throw new UnusableModelException(
                    "the model answers " + answered.length / images + " numbers for an image, but there are " + classes
                            + " classes",
                    null);
        }
        return reading(() -> new OutputReading(classes, output).probabilities(answered));
    }

    private float[] piecewise(float[] samples, int images) {
        int length = samples.length / images;
        float[] all = new float[0];
        for (int from = 0; from < images; from += atOnce) {
            int count = Math.min(atOnce, images - from);
            float[] some = answered(Arrays.copyOfRange(samples, from * length, (from + count) * length), count);
            all = Arrays.copyOf(all, all.length + some.length);
            System.arraycopy(some, 0, all, all.length - some.length, some.length);
        }
        return all;
    }

    private float[] answered(float[] samples, int images) {
        try {
            return predictor.predict(new AskedImages(shape, images, samples));
        } catch (TranslateException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UnusableModelException("the model does not answer: " + cause.getMessage(), e);
        }
    }

    private static float[] reading(java.util.function.Supplier<float[]> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new UnusableModelException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        predictor.close();
        model.close();
        if (unpacked != null) {
            unpacked.close();
        }
    }
}
