package org.equipoise.trainer.modelcard;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.html.Page;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.trainer.registry.ModelCards;
import org.equipoise.trainer.registry.TrainedModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import static org.assertj.core.api.Assertions.assertThat;

class ModelCardPageTest {

    private static final String ATTACK = "</p><script>alert('x')</script><img src=x onerror=\"y\">&";

    @Test
    void saysWhatAPersonMustKnow() throws IOException {
        String page = ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, "Malignant has 35 training images."));

        // Kept to be looked at.
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("model-card.html"), page);
        assertThat(page)
                .contains("Not a medical device")
                .contains("Accuracy 0.900; always answering the largest class would have 0.870")
                .contains("malignant")
                .contains("Malignant has 35 training images.")
                .contains("minimum-recall")
                .contains("<svg")
                .contains("promoted")
                .contains("Recipe naive, run run-1, seed 7, 2 epochs (epoch 2 kept)")
                .contains("prefers-color-scheme: dark");
    }

    @Test
    void aCollapsedModelIsCalledThat() {
        assertThat(ModelCardPage.render(ModelCards.judged(TrainedModels.COLLAPSED, "")))
                .contains("collapsed: every answer is none")
                .contains("refused")
                .contains("No version serves.");
    }

    /** Without an aim the curve is there all the same: what was not chosen is shown. */
    @Test
    void showsWhatTheAnswersMightBeForInstead() {
        ModelCard card = ModelCards.judged(TrainedModels.GOOD, "");

        var answers = java.util.Objects.requireNonNull(card.answers());
        assertThat(answers.curve()).hasSize(21);
        assertThat(ModelCardPage.render(card))
                .contains("What the answers are for", "No aim was given", "From even classes to the shares of training")
                .contains("1.00 (here)");
    }

    /** 85 of 100 are right, and 87 would be by always answering none. */
    @Test
    void aModelThatIsRightLessOftenThanAConstantSaysSo() {
        List<List<Long>> rare = List.of(List.of(75L, 8L, 4L), List.of(1L, 7L, 1L), List.of(0L, 1L, 3L));

        assertThat(ModelCardPage.render(ModelCards.judged(rare, "")))
                .contains("right less often than always answering the largest class");
        assertThat(ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, "")))
                .doesNotContain("right less often");
    }

    /** Validation has 80 of 87 right of the first class; a test split of 40 is far below. */
    @Test
    void saysWhichClassFallsFromValidationToTest() {
        List<List<Long>> fallen = List.of(List.of(40L, 40L, 7L), List.of(1L, 7L, 1L), List.of(0L, 1L, 3L));
        ModelCard card = ModelCards.judged(fallen, "");

        assertThat(ModelCardPage.render(card)).contains("Lower on the test split than luck explains: none.");
        assertThat(ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, "")))
                .contains("No recall is lower on the test split by more than luck.");
        assertThat(java.util.Objects.requireNonNull(card.decision()).checks())
                .filteredOn(check -> check.name().equals("holds-on-test"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.passed()).as("it refuses nothing").isTrue();
                    assertThat(check.value()).isEqualTo(1);
                    assertThat(check.explanation()).contains("none falls from 0.920 of 87 to 0.460 of 87");
                });
    }

    /** Relative to a card's place, .../{model}/versions/{version}/card, at the trainer and in the console. */
    @Test
    void leadsToTheDiagnosisOfItsRun() {
        assertThat(ModelCardPage.render(ModelCards.judged(TrainedModels.COLLAPSED, "")))
                .contains("<a href=\"../../diagnoses/run-1\">The diagnosis of its run</a>");
    }

    @Test
    void precisionHasItsIntervalBesideTheRecalls() {
        assertThat(ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, "")))
                .containsPattern("recall</th>\\s*<th[^>]*>95 % interval</th>\\s*<th[^>]*>precision</th>"
                        + "\\s*<th[^>]*>95 % interval</th>");
    }

    @Test
    void whatTheOperatorSaidIsThere() {
        ModelCard card = ModelCards.judged(TrainedModels.GOOD, "");
        ModelDecided gate = java.util.Objects.requireNonNull(card.decision());
        var back = new ModelDecided(
                gate.model(),
                gate.version(),
                gate.runId(),
                ModelDecided.Outcome.ROLLED_BACK,
                gate.checks(),
                gate.champion(),
                gate.decidedAt(),
                "worse at <site 2>");

        assertThat(ModelCardPage.render(card.withDecision(back)))
                .contains("rolled-back", "An operator decided, because: worse at &lt;site 2&gt;");
        assertThat(ModelCardPage.render(card)).doesNotContain("An operator decided");
    }

    @Test
    void withoutADecisionThePageSaysSo() {
        assertThat(ModelCardPage.render(ModelCards.unjudged())).contains("The gate has not decided yet.");
    }

    @Test
    void textFromOutsideCannotBecomeMarkup() {
        String page = ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, ATTACK));

        assertThat(page)
                .doesNotContain("<script")
                .doesNotContain("<img")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:", "https:", "src=", "url(", "@import", "<link", "<script"})
    void nothingIsFetchedFromElsewhere(String fetching) {
        assertThat(ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, "")))
                .doesNotContain(fetching);
    }

    /** Well-formed markup: every element is closed where it should be. */
    @Test
    void bodyIsWellFormed() throws ParserConfigurationException, IOException, SAXException {
        String page = ModelCardPage.render(ModelCards.judged(TrainedModels.GOOD, ATTACK));
        String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>") + 7);

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(body)));

        assertThat(document.getElementsByTagName("table").getLength()).isEqualTo(11);
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(9);
    }

    @Test
    void jsonComesBackEqual() throws MalformedEventException {
        ModelCard card = ModelCards.judged(TrainedModels.GOOD, "odd");

        assertThat(EventCodec.read(EventCodec.write(card), ModelCard.class)).isEqualTo(card);
    }

    @Test
    void aRunWithoutTelemetryHasNoCurve() {
        var page = new Page();

        TrainingCurve.write(page, List.of(), 1);

        assertThat(page.toString()).contains("No epoch was recorded.").doesNotContain("<svg");
    }
}
