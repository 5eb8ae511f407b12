package org.equipoise.diagnosis.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.words.Counted;
import org.equipoise.diagnosis.card.Diagnosis.Missing;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.SearchResult.Counts;
import org.equipoise.diagnosis.preprocessing.SearchResult.Verdict;
import org.equipoise.diagnosis.preprocessing.Trial;

/** What is said of a model on disk. */
record ModelWords(LabelSet labels, ModelExamination seen) {

    /** Candidates that are named beside the one that was found. */
    private static final int MOST_ALIKE = 4;

    private static final String UNTRAINED =
            "weights that were never trained or not restored from their checkpoint, dead units, or a training that"
                    + " learnt no more than this";

    private SearchResult result() {
        return seen.result();
    }

    private Preprocessing fedToday() {
        return result().before().preprocessing();
    }

    String found(Trial found) {
        return "Your model " + difference(found) + ": balanced accuracy "
                + number(result().before().balancedAccuracy()) + " becomes " + number(found.balancedAccuracy()) + ". "
                + instruction(found);
    }

    /** Of images that it takes as bytes only changes are known, not what its own graph makes of them. */
    private String difference(Trial found) {
        return seen.takesBytes()
                ? "answers right where the images are " + found.preprocessing().words()
                : found.preprocessing().instead(fedToday());
    }

    String instruction(Trial found) {
        return "Feed it x after: " + String.join("; ", found.preprocessing().code()) + ".";
    }

    String paste(Trial found) {
        return "To paste, from x of samples in 0..255 in RGB: "
                + String.join("; ", found.preprocessing().code()) + ". It was fed: "
                + String.join("; ", fedToday().code()) + ".";
    }

    String gain(Trial found) {
        return String.format(
                Locale.ROOT,
                "with that preprocessing the balanced accuracy goes from %.3f to %.3f on %d images by which it was not"
                        + " chosen (by chance with a probability of %s)",
                result().before().balancedAccuracy(),
                found.balancedAccuracy(),
                result().images(),
                chance());
    }

    private String chance() {
        return result().chance() < 0.001 ? "below 0.001" : String.format(Locale.ROOT, "%.3f", result().chance());
    }

    String tried() {
        Counts counts = result().counts();
        if (result().verdict() == Verdict.TOO_FEW_IMAGES) {
            return "No other preprocessing was tried: that needs at least 4 labelled images of each of two classes.";
        }
        return Counted.of(counts.tried(), "preprocessing was", "preprocessings were") + " tried on half of the images"
                + (result().after() == null ? ", and none is better than today's" : ", and one chosen")
                + (counts.stopped() ? "; the time was over before all were" : "")
                + ". Under " + counts.oneClass() + " of them every image gets the same answer; the highest balanced"
                + " accuracy on that half is " + number(counts.highest()) + ".";
    }

    Optional<String> alike() {
        List<Preprocessing> alike = result().alike();
        return alike.isEmpty()
                ? Optional.empty()
                : Optional.of("These images hardly tell it from: "
                        + alike.stream()
                                .limit(MOST_ALIKE)
                                .map(other -> seen.takesBytes() ? other.words() : other.instead(fedToday()))
                                .collect(Collectors.joining("; or: "))
                        + (alike.size() > MOST_ALIKE ? " and " + (alike.size() - MOST_ALIKE) + " more" : "") + ".");
    }

    /** What follows from a search that found nothing. */
    Optional<String> nothingHelps(boolean fault) {
        Counts counts = result().counts();
        Trial after = result().after();
        if (result().verdict() == Verdict.NOT_CONFIRMED && after != null) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "It seems that the model %s: balanced accuracy %s would become %s. On %d images that may be chance"
                            + " (probability %.3f): bring more.",
                    difference(after),
                    number(result().before().balancedAccuracy()),
                    number(after.balancedAccuracy()),
                    result().images(),
                    result().chance()));
        }
        if (result().verdict() == Verdict.TOO_FEW_IMAGES || !fault) {
            return Optional.empty();
        }
        if (counts.oneClass() == counts.tried()) {
            return Optional.of("No range, order of channels, inversion, crop or resize that was tried changes its one"
                    + " answer, so none of them is the cause alone. Left are " + UNTRAINED + ".");
        }
        return Optional.of("None of those brings the accuracy back, so none of them is the cause alone. Left are a"
                + " preprocessing that is not on the list, " + UNTRAINED + ".");
    }

    String open(boolean fault) {
        if (!fault) {
            return "No class is lost"
                    + (result().verdict() == Verdict.NOTHING_BETTER
                            ? ", and no preprocessing that was tried is better."
                            : "; there are too few images to say whether another preprocessing is better.");
        }
        return switch (result().verdict()) {
            case NOT_CONFIRMED ->
                "Another preprocessing seems to help, but there are too few images to be sure: bring more.";
            case TOO_FEW_IMAGES -> "There are too few labelled images to try other preprocessings: bring more.";
            default ->
                "Not enough evidence for a cause: no other preprocessing helps, so it is none of those that were"
                        + " tried.";
        };
    }

    List<Missing> missing() {
        List<Missing> missing = new ArrayList<>();
        if (result().verdict() == Verdict.NOT_CONFIRMED || result().verdict() == Verdict.TOO_FEW_IMAGES) {
            missing.add(new Missing(
                    "more labelled images",
                    "a --data with a few dozen of each class",
                    "a preprocessing that helps from chance"));
        }
        if (result().counts().stopped()) {
            missing.add(
                    new Missing("candidates that there was no time for", "--minutes, more of them", "one that helps"));
        }
        return missing;
    }

    String layers() {
        LayersAtStart layers = seen.layers();
        return "Weights are as before any training: " + names(layers.atStart())
                + (layers.others().isEmpty()
                        ? ", all that could tell. Nothing was trained, or nothing was restored."
                        : ". " + names(layers.others()) + " " + (layers.others().size() == 1 ? "is" : "are")
                                + " not: the checkpoint did not match there, or that was never trained.")
                + " Restore them strictly (in Keras load_weights without skip_mismatch, in TensorFlow"
                + " assert_consumed()) and compare the answers again.";
    }

    String byChance(Trial found) {
        return String.format(
                Locale.ROOT,
                "Under another preprocessing (it then %s) the balanced accuracy is %.3f instead of %.3f; of a model with"
                        + " a layer that is drawn at random that says nothing about how it was trained.",
                difference(found),
                found.balancedAccuracy(),
                result().before().balancedAccuracy());
    }

    String layersProof() {
        return "Of " + names(seen.layers().atStart()) + " every bias is exactly 0 and the kernel lies within the bounds"
                + " that it is drawn from, or the normalisation has exactly the mean 0 and the variance 1; one step of"
                + " training changes that.";
    }

    private static String names(List<String> layers) {
        int most = 6;
        return layers.stream().limit(most).collect(Collectors.joining(", "))
                + (layers.size() > most ? " and " + (layers.size() - most) + " more" : "");
    }

    String order(OutputOrder.Found order) {
        return "The outputs stand for the classes in another order: --labels " + names(order) + ". "
                + String.format(
                        Locale.ROOT,
                        "Balanced accuracy %s becomes %s.",
                        number(order.before()),
                        number(order.balancedAccuracy()));
    }

    String orderProof(OutputOrder.Found order) {
        return "The order was chosen by every other image, and judged by the rest; it was "
                + String.join(",", labels.classes()) + ", and is " + names(order) + ".";
    }

    private String names(OutputOrder.Found order) {
        return order.classOf().stream().map(labels::name).collect(Collectors.joining(","));
    }

    /** How the model was asked. */
    List<String> understood() {
        List<String> notes = new ArrayList<>();
        notes.add("the images are fed "
                + (seen.takesBytes() ? "as bytes" : fedToday().values().words()) + " in "
                + fedToday().order().shortName() + ", " + fedToday().geometry().words() + " of "
                + seen.input().height() + " x " + seen.input().width() + " x "
                + seen.input().channels()
                + (seen.takesBytes() ? "; the model's graph scales them" : "; --scale and --bgr say otherwise"));
        if (seen.channelsFirst()) {
            notes.add("the signature wants the channels first, and they are fed so");
        }
        if (seen.oneUnit()) {
            notes.add("the one output is taken as the probability of " + labels.name(1)
                    + "; read by argmax it would always be " + labels.name(0));
        }
        if (seen.notNumbers() > 0) {
            notes.add("to " + Counted.of(seen.notNumbers(), "image", "images")
                    + " the model answers no numbers (NaN); they count as undecided");
        }
        return notes;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
