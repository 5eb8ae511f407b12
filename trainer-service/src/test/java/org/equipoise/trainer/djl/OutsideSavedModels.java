package org.equipoise.trainer.djl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.trainer.outside.ServingFormat;
import org.equipoise.trainer.registry.ModelObjects;
import org.equipoise.trainer.tensorflow.NativeLibrary;
import org.equipoise.trainer.tensorflow.TensorFlowConfigs;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * SavedModels as others make them: float images in, two outputs that follow from the mean of the image. With inputs of
 * 0..1 the second class wins where the mean is above a half.
 */
public final class OutsideSavedModels {

    private OutsideSavedModels() {}

    /** What the last layer is. */
    public enum Last {
        SOFTMAX,
        LOGITS
    }

    /** A zip of a SavedModel of 16 x 16 grey images with this signature. */
    public static byte[] zip(Path scratch, String signature, Last last) throws IOException {
        return zip(scratch, signature, last, Shape.of(-1, 16, 16, 1));
    }

    static byte[] zip(Path scratch, String signature, Last last, Shape input) throws IOException {
        NativeLibrary.load();
        Path folder = Files.createTempDirectory(Files.createDirectories(scratch), "outside");
        try (var graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> images =
                    tf.withName("pictures").placeholder(TFloat32.class, Placeholder.shape(input));
            Operand<TFloat32> mean = tf.math.mean(images, tf.constant(new int[] {1, 2}));
            Operand<TFloat32> bright = tf.math.mul(tf.math.sub(mean, tf.constant(0.5f)), tf.constant(20f));
            Operand<TFloat32> logits = tf.concat(List.of(tf.math.neg(bright), bright), tf.constant(1));
            Operand<TFloat32> out = last == Last.SOFTMAX ? tf.nn.softmax(logits) : logits;
            try (var session = new Session(graph)) {
                SavedModelBundle.exporter(folder.toString())
                        .withSession(session)
                        .withSignature(Signature.builder(signature)
                                .input("pictures", images)
                                .output("scores", out)
                                .build())
                        .export();
            }
        }
        byte[] zip = zipOf(folder, "my-model/");
        return zip;
    }

    private static byte[] zipOf(Path folder, String below) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                var walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(new ZipEntry(below + folder.relativize(file)));
                Files.copy(file, zip);
            }
        }
        return bytes.toByteArray();
    }

    /** The same zip without one entry. */
    static byte[] without(byte[] whole, String missing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        boolean found = false;
        try (var in = new ZipInputStream(new ByteArrayInputStream(whole));
                var out = new ZipOutputStream(bytes)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entry.getName().equals(missing)) {
                    found = true;
                } else {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    in.transferTo(out);
                }
            }
        }
        if (!found) {
            throw new IllegalArgumentException("there is no " + missing);
        }
        return bytes.toByteArray();
    }

    /** A zip of these texts by name. */
    public static byte[] zipOf(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** Registers a zip as version {@code v1} of the model {@code m}. */
    static void put(ObjectStore objects, byte[] zip, ServingFormat format) {
        objects.put(Bucket.MODELS, ModelObjects.savedModelKey("m/v1"), zip, "application/zip");
        objects.put(Bucket.MODELS, "m/v1/serving.json", EventCodec.write(format), "application/json");
    }

    /** That version as it serves. */
    static Champion champion(LabelSet labels, InputShape shape) {
        var reference = new HealthyReference(List.of(.5, .5), List.of(0., 0.), List.of(1., 1.), 10);
        return new Champion("v1", "m/v1", labels, shape, reference);
    }

    /** What loads it. */
    static DjlClassifierLoader loader(ObjectStore objects, Path scratch) {
        return new DjlClassifierLoader(
                objects, scratch.resolve("loaded"), TensorFlowConfigs.defaults().sessionConfig());
    }
}
