package org.equipoise.diagnosis.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.diagnosis.card.Diagnosis;
import org.equipoise.diagnosis.card.DiagnosisPage;
import org.equipoise.diagnosis.predictions.FileDiagnosis;
import org.equipoise.diagnosis.preprocessing.Preprocessing;
import org.equipoise.diagnosis.preprocessing.SearchResult;
import org.equipoise.diagnosis.preprocessing.SearchResult.Counts;
import org.equipoise.diagnosis.preprocessing.SearchResult.Verdict;
import org.equipoise.diagnosis.preprocessing.Trial;
import org.equipoise.diagnosis.preprocessing.Values;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Forty images in turn of three classes, answered as each test says. */
class ModelDiagnosisTest {

    private static final LabelSet LABELS = new LabelSet(List.of("a", "b", "c"));
    private static final int IMAGES = 60;
    private static final Preprocessing TODAY = Preprocessing.NONE;
    private static final Preprocessing RIGHT = Preprocessing.NONE.with(Values.UNIT);
    private static final LayersAtStart TRAINED = new LayersAtStart(List.of(), List.of("edges", "head"));

    @Test
    void theDifferenceIsNamedWithBothAccuraciesAndLinesToPaste() {
        FileDiagnosis told = told(seen(Verdict.FOUND, always(1), right(), TRAINED));

        Diagnosis card = told.card();
        assertThat(card.sentence())
                .isEqualTo(
                        "Your model expects [0, 1] and gets [0, 255]: balanced accuracy 0.333 becomes 1.000. Feed it x"
                                + " after: x = resize(x, (height, width)); x = x / 255.0.");
        assertThat(card.condition()).isEqualTo("collapsed: every answer is b");
        assertThat(card.causes()).extracting(Diagnosis.NamedCause::cause).containsExactly("preprocessing-differs");
        assertThat(card.proof()).isNotNull().satisfies(proof -> {
            assertThat(proof.before()).isEqualTo(1 / 3.0);
            assertThat(proof.after()).isEqualTo(1);
        });
        assertThat(card.recalls()).extracting(Diagnosis.ClassRecall::repaired).containsExactly(1.0, 1.0, 1.0);
        assertThat(told.reasoning()).anyMatch(line -> line.contains("40 preprocessings were tried"));
        assertThat(DiagnosisPage.render(card, told.reasoning(), null, null, told.understood()))
                .contains("expects [0, 1] and gets [0, 255]");
    }

    /** The class c is lost all the same. */
    @Test
    void whatIsLostWithTheRightPreprocessingIsSomethingElse() {
        FileDiagnosis told = told(seen(Verdict.FOUND, always(1), answering(k -> k == 2 ? 1 : k), TRAINED));

        assertThat(told.card().causes().get(0).cause()).isEqualTo("preprocessing-differs");
        assertThat(told.card().repair())
                .isNotNull()
                .satisfies(repair -> assertThat(repair.repaired()).isFalse());
        assertThat(told.reasoning()).anyMatch(line -> line.contains("still not sound (class lost: c)"));
    }

    @Test
    void anUntrainedHeadIsNamed() {
        FileDiagnosis told = told(seen(
                Verdict.NOTHING_BETTER,
                always(1),
                null,
                new LayersAtStart(List.of("head"), List.of("edges", "shapes"))));

        assertThat(told.card().causes()).extracting(Diagnosis.NamedCause::cause).containsExactly("frozen-weights");
        assertThat(told.card().sentence())
                .startsWith("Weights are as before any training: head. edges, shapes are not: the checkpoint did not"
                        + " match there")
                .contains("skip_mismatch");
        assertThat(told.card().ruledOut()).doesNotContain("frozen-weights");
    }

    /** A layer at random tells some classes apart by chance, under one preprocessing more than under another. */
    @Test
    void whatHelpsAModelWithAnUntrainedHeadALittleIsNotItsCause() {
        LayersAtStart head = new LayersAtStart(List.of("head"), List.of("edges"));

        FileDiagnosis little = told(seen(Verdict.FOUND, always(1), answering(k -> k == 2 ? 1 : k), head));
        FileDiagnosis restored = told(seen(Verdict.FOUND, always(1), right(), head));

        assertThat(little.card().causes())
                .extracting(Diagnosis.NamedCause::cause)
                .containsExactly("frozen-weights");
        assertThat(little.reasoning()).anyMatch(line -> line.contains("0.667 instead of 0.333"));
        assertThat(restored.card().causes())
                .extracting(Diagnosis.NamedCause::cause)
                .containsExactly("preprocessing-differs");
    }

    /** Many networks keep a layer that is not used; answers that are sound are not doubted for it. */
    @Test
    void layersAtStartAreNoFaultOfAModelThatAnswersWell() {
        FileDiagnosis told =
                told(seen(Verdict.NOTHING_BETTER, right(), null, new LayersAtStart(List.of("head"), List.of())));

        assertThat(told.card().causes()).extracting(Diagnosis.NamedCause::cause).doesNotContain("frozen-weights");
        assertThat(told.card().condition()).isEqualTo("no class is lost");
    }

    @Test
    void whereNothingHelpsItIsSaidWhatThatRulesOutAndNoCauseIsNamed() {
        FileDiagnosis told = told(seen(Verdict.NOTHING_BETTER, always(1), null, TRAINED));

        assertThat(told.card().causes()).isEmpty();
        assertThat(told.card().sentence()).startsWith("Not enough evidence for a cause: no other preprocessing helps");
        assertThat(told.reasoning())
                .anyMatch(line -> line.startsWith("No range, order of channels, inversion, crop or resize"));
    }

    @Test
    void aGainThatMayBeChanceIsNoCause() {
        FileDiagnosis told = told(seen(Verdict.NOT_CONFIRMED, always(1), right(), TRAINED));

        assertThat(told.card().causes()).isEmpty();
        assertThat(told.card().sentence()).contains("too few images to be sure");
        assertThat(told.reasoning()).anyMatch(line -> line.contains("may be chance"));
        assertThat(told.card().missing()).extracting(Diagnosis.Missing::what).contains("more labelled images");
    }

    @Test
    void outputsInAnotherOrderAreNamed() {
        FileDiagnosis told = told(seen(Verdict.NOTHING_BETTER, answering(k -> (k + 1) % 3), null, TRAINED));

        assertThat(told.card().causes()).extracting(Diagnosis.NamedCause::cause).containsExactly("output-read-wrongly");
        assertThat(told.card().sentence())
                .isEqualTo("The outputs stand for the classes in another order: --labels c,a,b. Balanced accuracy 0.000"
                        + " becomes 1.000.");
    }

    @Test
    void anExaminationPassesFromProcessToProcess() throws MalformedEventException {
        ModelExamination seen = seen(Verdict.FOUND, always(1), right(), TRAINED);

        assertThat(EventCodec.read(EventCodec.write(seen), ModelExamination.class))
                .isEqualTo(seen);
    }

    private static FileDiagnosis told(ModelExamination seen) {
        return ModelDiagnosis.of("m", LABELS, seen, null, null, List.of(), Instant.EPOCH);
    }

    /** What is answered to images of a class. */
    private interface Answer {
        int to(int label);
    }

    private static List<List<Double>> always(int k) {
        return answering(label -> k);
    }

    private static List<List<Double>> right() {
        return answering(label -> label);
    }

    private static List<List<Double>> answering(Answer answer) {
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            List<Double> row = new ArrayList<>(List.of(0.01, 0.01, 0.01));
            row.set(answer.to(i % 3), 0.98);
            rows.add(row);
        }
        return rows;
    }

    private static ModelExamination seen(
            Verdict verdict, List<List<Double>> today, @Nullable List<List<Double>> after, LayersAtStart layers) {
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            labels.add(i % 3);
        }
        var result = new SearchResult(
                verdict,
                trial(TODAY, today),
                after == null ? null : trial(RIGHT, after),
                verdict == Verdict.FOUND ? 0.0005 : 0.2,
                List.of(),
                new Counts(40, after == null ? 40 : 12, 0.9, false),
                IMAGES);
        return new ModelExamination(
                new InputShape(8, 8, 3),
                false,
                false,
                false,
                result,
                labels,
                0,
                today,
                after == null ? List.of() : after,
                layers);
    }

    private static Trial trial(Preprocessing preprocessing, List<List<Double>> rows) {
        double[] right = new double[3];
        for (int i = 0; i < IMAGES; i++) {
            List<Double> row = rows.get(i);
            right[i % 3] += row.get(i % 3) > 0.5 ? 3.0 / IMAGES : 0;
        }
        List<Double> recalls = new ArrayList<>();
        double sum = 0;
        for (double recall : right) {
            recalls.add(Math.round(recall * 1e9) / 1e9);
            sum += Math.round(recall * 1e9) / 1e9;
        }
        return new Trial(preprocessing, sum / 3, 0.5, 0.5, recalls);
    }
}
