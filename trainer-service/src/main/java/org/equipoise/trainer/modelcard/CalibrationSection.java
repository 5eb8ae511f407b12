package org.equipoise.trainer.modelcard;

import java.util.List;
import java.util.stream.Collectors;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;
import org.jspecify.annotations.Nullable;

/** Whether the probabilities can be believed, as a picture and in three numbers. */
final class CalibrationSection {

    private CalibrationSection() {}

    static void write(Page page, @Nullable Calibration calibration) {
        page.heading("Calibration");
        if (calibration == null) {
            page.paragraph("note", "Not measured: it needs images and probabilities in both held-out splits.");
            return;
        }
        page.raw("<div class=\"figures\"><figure>");
        ReliabilityPicture.write(page, calibration);
        page.raw("<figcaption>Test split. <span class=\"plain\">Before</span> and <span"
                + " class=\"scaled\">at the temperature</span>; honest answers lie on the broken line, under it the"
                + " model is too sure. A point's area is its share of the images.</figcaption></figure>\n<div>");
        Calibration.Quality plain = calibration.plain();
        Calibration.Quality scaled = calibration.scaled();
        page.table(
                List.of("test split", "before", "at the temperature"),
                List.of(
                        row("calibration error", plain.calibrationError(), scaled.calibrationError()),
                        row("log loss, nats", plain.negativeLogLikelihood(), scaled.negativeLogLikelihood()),
                        row("Brier score", plain.brier(), scaled.brier())));
        page.paragraph(
                "note",
                Svg.say(
                        "Temperature %.2f fits best what was not learnt from: %s. It never changes which class is answered. %s",
                        calibration.temperature(),
                        meaning(calibration.temperature()),
                        calibration.exported()
                                ? "The model answers at this temperature."
                                : "The model answers without it."));
        corrections(page, calibration);
        page.raw("</div></div>\n");
    }

    private static void corrections(Page page, Calibration calibration) {
        if (calibration.offsets() != null) {
            page.paragraph(
                    "note",
                    "Before it the model adds to the logits, class by class: " + listed(calibration.offsets())
                            + " nats.");
        }
        if (calibration.shares() != null) {
            page.paragraph(
                    "note",
                    "The classes are counted at the shares that the answers are for, " + listed(calibration.shares())
                            + ", which may not be those of the split.");
        }
    }

    private static String listed(List<Double> numbers) {
        return numbers.stream().map(Page::number).collect(Collectors.joining(", "));
    }

    /** By the two digits that are shown. */
    private static String meaning(double temperature) {
        if (Math.abs(temperature - 1) < 0.005) {
            return "nothing would be gained by another";
        }
        return temperature > 1 ? "the network is too sure of itself" : "the network is surer than it says";
    }

    private static List<String> row(String name, double plain, double scaled) {
        return List.of(name, Page.number(plain), Page.number(scaled));
    }
}
