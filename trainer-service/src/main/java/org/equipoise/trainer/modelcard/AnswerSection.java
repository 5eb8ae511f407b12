package org.equipoise.trainer.modelcard;

import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.html.Page;
import org.equipoise.common.html.Svg;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.trainer.evaluation.OperatingPoint;
import org.equipoise.trainer.recipe.SoughtClass;
import org.equipoise.trainer.training.PriorCurve;
import org.jspecify.annotations.Nullable;

/** What the answers are for, as a picture and in numbers, and what other thresholds would give. */
final class AnswerSection {

    private static final int EVERY = 2;

    private AnswerSection() {}

    static void write(Page page, @Nullable AnswerChoice choice, LabelSet labels) {
        if (choice == null) {
            return;
        }
        page.heading("What the answers are for");
        page.paragraph("note", words(choice, labels));
        page.raw("<div class=\"figures\"><figure>");
        PriorPicture.write(page, choice);
        page.raw("<figcaption>Validation split. <span class=\"balanced\">Balanced accuracy</span>, <span"
                + " class=\"recall\">macro-F1</span> and <span class=\"train\">accuracy</span> from even classes (0) to"
                + " the shares of training (1), without training anew."
                + (choice.aim().equals("cost")
                        ? " <span class=\"validation\">Mean cost</span> as a share of its largest."
                        : "")
                + (choice.strength() == null ? "" : " The upright line is where the model answers.")
                + "</figcaption></figure>\n<div>");
        curve(page, choice);
        page.raw("</div></div>\n");
        thresholds(page, choice.thresholds(), labels);
    }

    private static String words(AnswerChoice choice, LabelSet labels) {
        SoughtClass sought = choice.sought();
        if (sought != null) {
            return Svg.say(
                    "The model answers so as to find %s: as often as the validation split lets it while a share of %s of"
                            + " the images of %s is answered as that (aim %s).",
                    labels.name(sought.index()),
                    Double.toString(sought.specificity()),
                    labels.name(1 - sought.index()),
                    choice.aim());
        }
        Double strength = choice.strength();
        String place = strength == null
                ? "The answers are for class shares that no strength gives; the curve shows what could be chosen"
                        + " instead."
                : Svg.say("The model answers at strength %.2f.", strength);
        return switch (choice.aim()) {
            case "none" -> place + " No aim was given, so it was not chosen by its results: ask for one with --aim.";
            default -> place + " It was chosen on images that were not learnt from, for the aim " + choice.aim() + ".";
        };
    }

    private static void curve(Page page, AnswerChoice choice) {
        boolean costs = choice.curve().stream().anyMatch(point -> point.cost() != null);
        List<String> head = new ArrayList<>(List.of("strength", "balanced accuracy", "macro-F1", "accuracy"));
        if (costs) {
            head.add("mean cost");
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < choice.curve().size(); i++) {
            PriorCurve.Point point = choice.curve().get(i);
            boolean chosen = chosen(choice, point);
            if (i % EVERY == 0 || chosen) {
                rows.add(row(point, chosen, costs));
            }
        }
        page.table(head, rows);
    }

    private static boolean chosen(AnswerChoice choice, PriorCurve.Point point) {
        Double strength = choice.strength();
        return strength != null && Math.abs(point.strength() - strength) < 1e-6;
    }

    private static List<String> row(PriorCurve.Point point, boolean chosen, boolean costs) {
        List<String> row = new ArrayList<>(List.of(
                Svg.say("%.2f", point.strength()) + (chosen ? " (here)" : ""),
                Page.number(point.balancedAccuracy()),
                Page.number(point.macroF1()),
                Page.number(point.accuracy())));
        Double cost = point.cost();
        if (costs) {
            row.add(cost == null ? "–" : Page.number(cost));
        }
        return row;
    }

    private static void thresholds(Page page, List<OperatingPoint> points, LabelSet labels) {
        if (points.isEmpty()) {
            return;
        }
        page.paragraph(
                "note",
                "With another threshold on the probability, chosen on the validation split for the specificity that is"
                        + " asked, the test split would give this (95 % intervals):");
        page.table(
                List.of(
                        "to find",
                        "specificity asked",
                        "answered from",
                        "sensitivity",
                        "interval",
                        "specificity",
                        "interval"),
                points.stream()
                        .map(point -> List.of(
                                labels.name(point.found()),
                                Svg.say("%.2f", point.specificity()),
                                threshold(point),
                                Page.number(point.sensitivity().value()),
                                interval(point.sensitivity()),
                                Page.number(point.kept().value()),
                                interval(point.kept())))
                        .toList());
    }

    /** To the digit in which thresholds of sure models differ. */
    private static String threshold(OperatingPoint point) {
        return point.threshold() > 1 ? "none reaches it" : Svg.say("%.6f", point.threshold());
    }

    private static String interval(OperatingPoint.Share share) {
        return Page.number(share.lower()) + " – " + Page.number(share.upper());
    }
}
