package org.equipoise.trainer.modelcard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import org.equipoise.common.evaluation.ConfusionMatrix;
import org.equipoise.common.evaluation.Evaluation;
import org.equipoise.common.html.Page;
import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.trainer.evaluation.CalibrationError.Bin;
import org.equipoise.trainer.registry.ModelCards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PicturesTest {

    private static final LabelSet LUNG = new LabelSet(List.of("none", "benign", "malignant"));
    private static final LabelSet BLOOD = new LabelSet(List.of(
            "neutrophil",
            "eosinophil",
            "immature granulocyte",
            "platelet",
            "erythroblast",
            "monocyte",
            "basophil",
            "lymphocyte"));

    @Test
    void theStrengthOfACellIsItsShareOfTheRow() {
        var page = new Page();

        ConfusionPicture.write(page, evaluation(LUNG, List.of(8L, 2L, 0L), List.of(0L, 4L, 0L), List.of(0L, 0L, 0L)));

        assertThat(page.toString())
                .containsPattern(
                        "class=\"cell good\"[^>]*fill-opacity=\"0.372\"><title>true none, answered none: 8 of 10")
                .containsPattern(
                        "class=\"cell bad\"[^>]*fill-opacity=\"0.138\"><title>true none, answered benign: 2 of 10")
                .containsPattern("class=\"cell good\"[^>]*fill-opacity=\"0.450\"><title>true benign, answered benign")
                .contains(">80 %<")
                .doesNotContain("NaN");
    }

    /** No class is lost from the picture, however many there are; names that do not fit are cut. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 20, 150})
    void everyCellIsDrawnInsideThePicture(int classes) {
        var labels = new LabelSet(IntStream.range(0, classes)
                .mapToObj(k -> "a long class name " + k)
                .toList());
        var page = new Page();

        ConfusionPicture.write(page, Evaluation.of(diagonal(classes), labels));

        assertThat(Pattern.compile("<rect").matcher(page.toString()).results().count())
                .isEqualTo((long) classes * classes);
        var edges = Pattern.compile("x=\"([0-9.]+)\" y=\"[0-9.]+\" width=\"([0-9.]+)\"")
                .matcher(page.toString())
                .results()
                .mapToDouble(r -> Double.parseDouble(r.group(1)) + Double.parseDouble(r.group(2)));
        assertThat(edges).allMatch(edge -> edge <= 360);
        assertThat(page.toString()).contains("a long clas…</text>").contains("true a long class name 1, answered");
    }

    @Test
    void aRecallBarEndsAtTheRecallAndItsWhiskerAtTheInterval() {
        var page = new Page();

        RecallBars.write(
                page,
                evaluation(LUNG, List.of(8L, 2L, 0L), List.of(0L, 4L, 0L), List.of(0L, 0L, 0L))
                        .classes());

        // The axis is 218 wide and begins at 96.
        assertThat(page.toString())
                .contains("x=\"96.0\" y=\"26.0\" width=\"174.4\"")
                .contains("none: recall 0.800 of 10 images, 95 % interval 0.490 to 0.943")
                .contains("no images");
    }

    @Test
    void pointsOfTheReliabilityDiagramStandWhereTheirBinsAre() {
        var plain = new Calibration.Quality(List.of(new Bin(.4, .5, 1, .5, 0), new Bin(.9, 1, 3, 1, 1)), .2, .5, .3);
        var page = new Page();

        ReliabilityPicture.write(page, new Calibration(2, true, null, null, plain, plain));

        assertThat(page.toString())
                .contains("class=\"plain\" points=\"193.0,260.0 346.0,12.0\"")
                .contains("calibration error 0.200, at temperature 2.00 0.200")
                .contains("3 images answered with 1.000 on average, 1.000 right");
    }

    @Test
    void aRealCardShowsPicturesMistakesAndBothCalibrations() throws IOException {
        ModelCard card = ModelCards.pictured(BLOOD, new InputShape(64, 64, 3));

        String page = ModelCardPage.render(card);

        // Kept to be looked at.
        Path target = Files.createDirectories(Path.of("target"));
        Files.writeString(target.resolve("model-card-8-classes.html"), page);
        Files.writeString(
                target.resolve("model-card-3-classes.html"),
                ModelCardPage.render(ModelCards.pictured(LUNG, new InputShape(28, 28, 1))));
        assertThat(page)
                .contains("Worst mistakes")
                .contains("Reliability diagram")
                .contains(", AUC 0.");
        assertThat(card.mistakes()).hasSize(12);
        assertThat(Pattern.compile("src=\"data:image/png;base64,[A-Za-z0-9+/=]+\"")
                        .matcher(page)
                        .results()
                        .count())
                .isEqualTo(12);
        assertThat(page.replace("src=\"data:image/png;base64,", "")).doesNotContain("src=");
        assertThat(card.calibration()).satisfies(c -> {
            assertThat(c).isNotNull();
            assertThat(c.temperature()).isGreaterThan(1);
            assertThat(c.scaled().calibrationError()).isLessThan(c.plain().calibrationError());
        });
    }

    @Test
    void aCardWithPicturesComesBackEqual() throws MalformedEventException {
        ModelCard card = ModelCards.pictured(LUNG, new InputShape(28, 28, 1));

        assertThat(EventCodec.read(EventCodec.write(card), ModelCard.class)).isEqualTo(card);
    }

    @Test
    void withoutMistakesThereIsNoSheet() {
        var page = new Page();

        MistakeSheet.write(page, List.of());

        assertThat(page.toString()).isEmpty();
    }

    @Test
    void namesInTheSheetCannotBecomeMarkup() {
        var page = new Page();

        MistakeSheet.write(page, List.of(new Mistake("<b>", "<i>", "\"><script>", .9, "AAAA")));

        assertThat(page.toString()).doesNotContain("<b>", "<i>", "<script>").contains("answered &quot;&gt;&lt;script");
    }

    @Test
    void withoutProbabilitiesTheCardSaysWhy() {
        var page = new Page();

        CalibrationSection.write(page, null);

        assertThat(page.toString()).contains("Not measured");
    }

    private static ConfusionMatrix diagonal(int classes) {
        var matrix = new ConfusionMatrix(classes);
        for (int k = 0; k < classes; k++) {
            matrix.add(k, k);
        }
        return matrix;
    }

    @SafeVarargs
    private static Evaluation evaluation(LabelSet labels, List<Long>... rows) {
        return Evaluation.of(ConfusionMatrix.of(List.of(rows)), labels);
    }

    @Test
    void aTemperatureThatIsNextToOneAccusesNobody() {
        var quality = new Calibration.Quality(List.of(new Bin(.9, 1, 3, .95, 1)), .05, .1, .1);
        var page = new Page();

        CalibrationSection.write(
                page, new Calibration(1.0000003, true, List.of(.5, -.25), List.of(.9, .1), quality, quality));

        assertThat(page.toString())
                .doesNotContain("too sure of itself")
                .contains("Temperature 1.00", "The model answers at this temperature", "0.500, -0.250", "0.900, 0.100");
    }
}
