package org.equipoise.local.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.local.phantom.Finding;
import org.equipoise.local.phantom.PhantomSet;
import org.equipoise.local.phantom.PhantomSet.Phantom;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;

/** The images of a demonstration: a labelled set to train on, then new studies, healthy at first and broken later. */
final class DemoData {

    /** New studies to draw from; a longer feed begins again. */
    private static final int FEED = 2000;

    private final ImageSet training;
    private final List<SetImage> pool;
    private final long seed;
    private final List<SetImage.Content> newImages;

    private DemoData(ImageSet training, List<SetImage> pool, long seed) {
        this.training = training;
        this.pool = pool;
        this.seed = seed;
        newImages = draw(training, pool, seed);
    }

    /** Drawn lungs in the article's numbers; the new ones were never seen. */
    static DemoData phantoms(long seed) {
        Map<Finding, Integer> counts = PhantomSet.articleCounts();
        List<SetImage> images = images(PhantomSet.of(seed, counts));
        return new DemoData(
                ImageSet.of("lung-nodule phantoms", Finding.labelSet().classes(), images),
                images(PhantomSet.fresh(seed, counts, FEED)),
                seed);
    }

    /** Drawn lungs to train on, in other numbers. */
    static ImageSet phantoms(long seed, Map<Finding, Integer> counts) {
        return ImageSet.of("lung-nodule phantoms", Finding.labelSet().classes(), images(PhantomSet.of(seed, counts)));
    }

    private static List<SetImage> images(List<Phantom> phantoms) {
        List<SetImage> images = new ArrayList<>();
        for (int i = 0; i < phantoms.size(); i++) {
            Phantom phantom = phantoms.get(i);
            String label = phantom.finding().label();
            String path = label + "-" + i + ".png";
            images.add(new SetImage(path, label, phantom.split(), null, () -> PngCodec.encode(phantom.pixels())));
        }
        return images;
    }

    /** Somebody's own set; its test images, drawn again and again, play the new studies. */
    static DemoData of(ImageSet set, long seed) {
        List<SetImage> test = set.images().stream()
                .filter(image -> image.split() == Split.TEST)
                .toList();
        List<SetImage> pool = test.isEmpty() ? set.images() : test;
        if (pool.isEmpty() || set.classes().size() < 2) {
            throw new SetException(
                    set.name() + " has " + Counted.of(set.images().size(), "image")
                            + (set.classes().isEmpty()
                                    ? " of no class"
                                    : " of one class, \"" + set.classes().get(0) + "\"")
                            + "; the demo needs images of at least two");
        }
        return new DemoData(set, pool, seed);
    }

    /**
     * New studies at the prevalence of the set that is trained on, because that is what the model's healthy shares are
     * reckoned with: another prevalence would rightly raise an alert. Each class's images come in a random order, all
     * of them before any repeats. A pool without labels is drawn from as it is.
     */
    private static List<SetImage.Content> draw(ImageSet training, List<SetImage> pool, long seed) {
        var random = new Random(seed);
        Map<String, List<SetImage>> byClass = byLabel(pool);
        byClass.values().forEach(images -> Collections.shuffle(images, random));
        List<String> labels = training.images().stream()
                .map(DemoData::label)
                .filter(byClass::containsKey)
                .toList();
        if (labels.isEmpty()) {
            return IntStream.range(0, FEED)
                    .mapToObj(i -> pool.get(i % pool.size()).content())
                    .toList();
        }
        Map<String, Integer> next = new HashMap<>();
        List<SetImage.Content> drawn = new ArrayList<>(FEED);
        for (int i = 0; i < FEED; i++) {
            String label = labels.get(random.nextInt(labels.size()));
            List<SetImage> images = byClass.getOrDefault(label, List.of());
            int n = next.merge(label, 1, Integer::sum) - 1;
            drawn.add(images.get(n % images.size()).content());
        }
        return drawn;
    }

    private static Map<String, List<SetImage>> byLabel(List<SetImage> images) {
        Map<String, List<SetImage>> byLabel = new LinkedHashMap<>();
        for (SetImage image : images) {
            if (image.label() != null) {
                byLabel.computeIfAbsent(label(image), label -> new ArrayList<>())
                        .add(image);
            }
        }
        return byLabel;
    }

    /** The image's label; empty where it has none, which no class is called. */
    private static String label(SetImage image) {
        return Objects.requireNonNullElse(image.label(), "");
    }

    /** What to train on. */
    ImageSet training() {
        return training;
    }

    /** The same with another set to train on, made from this one's. */
    DemoData keeping(UnaryOperator<ImageSet> cut) {
        return new DemoData(cut.apply(training), pool, seed);
    }

    /** New studies {@code from} to {@code from + n - 1}, without labels, as the imaging system should send them. */
    List<SetImage> healthy(int from, int n) {
        return feed("new-", from, n, content -> content);
    }

    /** The same with a fault in the imaging system. */
    List<SetImage> broken(int from, int n) {
        return feed("broken-", from, n, content -> () -> PngCodec.encode(AcquisitionFault.apply(decode(content))));
    }

    private List<SetImage> feed(String prefix, int from, int n, UnaryOperator<SetImage.Content> path) {
        List<SetImage> images = new ArrayList<>(n);
        for (int i = from; i < from + n; i++) {
            SetImage.Content content = path.apply(newImages.get(i % FEED));
            images.add(new SetImage(prefix + i + ".png", null, null, null, content));
        }
        return images;
    }

    private static Pixels decode(SetImage.Content content) throws IOException {
        try {
            return PngCodec.decode(content.read());
        } catch (IllegalArgumentException e) {
            throw new IOException("the demo cannot break this image: " + e.getMessage(), e);
        }
    }
}
