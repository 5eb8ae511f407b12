package org.equipoise.local.examination;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.words.Counted;
import org.equipoise.diagnosis.preprocessing.LabelledPixels;
import org.equipoise.local.sets.ImageSet;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.sets.SetImage;

/**
 * Some labelled images of a set, decoded as ingest decodes them: of each class as many, spread over the whole set, the
 * classes in turn, so that every beginning of the list is balanced, too.
 *
 * @param notes what was drawn, and what was left out
 */
public record DrawnImages(List<LabelledPixels> images, List<String> notes) {

    private static final int MOST_IMAGES = 400;
    /** Decoded, of all images together. */
    private static final long MOST_SAMPLES = 192L << 20;

    /** What a model was fed of them depends on a window, of which a file says nothing. */
    private static final String DEEP = "found 16 bits a sample; models are examined with images of 8";

    /** Images of a class from which on those that were not trained on are enough. */
    private static final int ENOUGH_HELD_OUT = 20;

    public DrawnImages {
        images = List.copyOf(images);
        notes = List.copyOf(notes);
    }

    /**
     * Draws.
     *
     * @param labels classes in the order of the model's outputs; the set may lack some
     * @throws SetException if the set has a class that is not among them, or no image that can be read
     */
    public static DrawnImages of(ImageSet set, LabelSet labels) throws IOException {
        List<String> notes = new ArrayList<>(set.notes());
        List<List<SetImage>> byClass = byClass(set, labels, notes);
        int most = 0;
        for (List<SetImage> images : byClass) {
            most = Math.max(most, images.size());
        }
        int perClass = Math.max(1, MOST_IMAGES / labels.size());
        var decoder = new BoundedDecoder(DecodingLimits.DEFAULTS);
        List<LabelledPixels> drawn = new ArrayList<>();
        Map<String, Left> refused = new TreeMap<>();
        long samples = 0;
        for (int turn = 0; turn < Math.min(most, perClass) && samples < MOST_SAMPLES; turn++) {
            for (int k = 0; k < byClass.size(); k++) {
                List<SetImage> images = byClass.get(k);
                int taken = Math.min(perClass, images.size());
                if (turn < taken) {
                    SetImage image = images.get((int) ((long) turn * images.size() / taken));
                    DecodingOutcome outcome = decoder.decode(image.read());
                    if (outcome instanceof DecodingOutcome.Decoded decoded
                            && decoded.pixels().bits() != Byte.SIZE) {
                        refused.merge(RejectionReason.UNSUPPORTED_FORMAT.code(), new Left(1, DEEP), Left::and);
                    } else if (outcome instanceof DecodingOutcome.Decoded decoded) {
                        drawn.add(new LabelledPixels(decoded.pixels(), k));
                        samples += decoded.pixels().length();
                    } else if (outcome instanceof DecodingOutcome.Refused no) {
                        refused.merge(no.reason().code(), new Left(1, no.detail()), Left::and);
                    }
                }
            }
        }
        refused.forEach((reason, left) -> notes.add(left.words(reason)));
        if (drawn.isEmpty()) {
            throw new SetException(set.name() + " has no image with a label that can be read"
                    + refused.entrySet().stream()
                            .map(left -> "; " + left.getValue().words(left.getKey()))
                            .collect(Collectors.joining()));
        }
        notes.add(Counted.of(drawn.size(), "image") + " of " + set.name() + " were drawn, of each class alike");
        return new DrawnImages(drawn, notes);
    }

    /**
     * Images that were left out for one reason.
     *
     * @param first what was said of the first of them
     */
    private record Left(int images, String first) {

        Left and(Left more) {
            return new Left(images + more.images, first);
        }

        String words(String reason) {
            return Counted.of(images, "image was", "images were") + " left out: " + reason + ", "
                    + (images == 1 ? "" : "the first: ") + first;
        }
    }

    private static List<List<SetImage>> byClass(ImageSet set, LabelSet labels, List<String> notes) {
        List<List<SetImage>> all = empty(labels);
        List<List<SetImage>> heldOut = empty(labels);
        for (SetImage image : set.images()) {
            String label = image.label();
            if (label == null) {
                continue;
            }
            int k = labels.classes().indexOf(label);
            if (k < 0) {
                throw new SetException(set.name() + " has the class \"" + label + "\", which is not among the labels "
                        + String.join(",", labels.classes()));
            }
            all.get(k).add(image);
            if (image.split() == Split.TEST || image.split() == Split.VALIDATION) {
                heldOut.get(k).add(image);
            }
        }
        for (int k = 0; k < all.size(); k++) {
            int there = all.get(k).size();
            if (heldOut.get(k).size() < Math.min(there, ENOUGH_HELD_OUT)) {
                return all;
            }
        }
        notes.add("only images of the validation and test splits were taken");
        return heldOut;
    }

    private static List<List<SetImage>> empty(LabelSet labels) {
        List<List<SetImage>> lists = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            lists.add(new ArrayList<>());
        }
        return lists;
    }
}
