package org.equipoise.diagnosis.preprocessing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.imaging.InputShape;

/** Some images as one candidate after another wants them; what resizing costs is spent once for candidates in a row. */
final class PreparedImages {

    /** So many numbers are fed at a time, 16 MiB. */
    private static final int MOST_FED = 1 << 22;
    /** Geometries whose images are kept. */
    private static final int KEPT = 3;

    private final List<LabelledPixels> images;
    private final InputShape shape;
    private final int classes;
    private final Map<Geometry, byte[]> resized = new LinkedHashMap<>(8, 0.75f, true);

    PreparedImages(List<LabelledPixels> images, InputShape shape, int classes) {
        this.images = images;
        this.shape = shape;
        this.classes = classes;
    }

    int size() {
        return images.size();
    }

    Answered answers(AnsweringModel model, Preprocessing preprocessing) {
        byte[] samples = resized(preprocessing.geometry());
        int length = shape.length();
        int atOnce = Math.max(1, Math.min(images.size(), MOST_FED / length));
        float[] probabilities = new float[images.size() * classes];
        for (int from = 0; from < images.size(); from += atOnce) {
            int count = Math.min(atOnce, images.size() - from);
            float[] fed = new float[count * length];
            byte[] image = new byte[length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(samples, (from + i) * length, image, 0, length);
                preprocessing.feed(image, shape, fed, i * length);
            }
            float[] some = model.probabilities(fed, count);
            if (some.length != count * classes) {
                throw new IllegalArgumentException(
                        some.length + " probabilities for " + count + " images of " + classes + " classes");
            }
            System.arraycopy(some, 0, probabilities, from * classes, some.length);
        }
        return new Answered(classes, images.stream().map(LabelledPixels::label).toList(), probabilities);
    }

    private byte[] resized(Geometry geometry) {
        byte[] known = resized.get(geometry);
        if (known != null) {
            return known;
        }
        byte[] samples = new byte[Math.multiplyExact(images.size(), shape.length())];
        for (int i = 0; i < images.size(); i++) {
            geometry.of(images.get(i).pixels(), shape).copyTo(samples, i * shape.length());
        }
        resized.put(geometry, samples);
        if (resized.size() > KEPT) {
            resized.remove(resized.keySet().iterator().next());
        }
        return samples;
    }
}
