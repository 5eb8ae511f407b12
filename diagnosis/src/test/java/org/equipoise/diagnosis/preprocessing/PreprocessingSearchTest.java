package org.equipoise.diagnosis.preprocessing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.diagnosis.preprocessing.SearchResult.Verdict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Models that can be worked out by hand, on images whose left half is red, or whose left half is blue. */
class PreprocessingSearchTest {

    private static final InputShape SHAPE = new InputShape(8, 8, 3);
    private static final Catalogue INPUTS = Catalogue.inputs(SHAPE, List.of());

    @Test
    void theRangeThatTheModelExpectsIsFound() {
        SearchResult result = search(expecting(Preprocessing.NONE.with(Values.UNIT)), Preprocessing.NONE, 40);

        assertThat(result.verdict()).isEqualTo(Verdict.FOUND);
        assertThat(found(result)).isEqualTo(Preprocessing.NONE.with(Values.UNIT));
        assertThat(result.before().balancedAccuracy()).isEqualTo(0.5);
        assertThat(result.found().orElseThrow().balancedAccuracy()).isEqualTo(1);
        assertThat(result.chance()).isLessThan(0.005);
        assertThat(result.images()).isEqualTo(20);
    }

    @Test
    void twoDifferencesAtOnceAreFound() {
        Preprocessing expected = Preprocessing.NONE.with(Values.SYMMETRIC).with(ChannelOrder.BGR);

        assertThat(found(search(expecting(expected), Preprocessing.NONE, 60))).isEqualTo(expected);
    }

    @Test
    void whatIsRightTodayIsLeftAsItIs() {
        Preprocessing today = Preprocessing.NONE.with(Values.UNIT);

        SearchResult result = search(expecting(today), today, 40);

        assertThat(result.verdict()).isEqualTo(Verdict.NOTHING_BETTER);
        assertThat(result.before().balancedAccuracy()).isEqualTo(1);
        assertThat(result.gain()).isZero();
    }

    /** It answers by chance: one of a hundred candidates is always better on one half, and not on the other. */
    @Test
    void ofAModelThatAnswersByChanceNothingIsSaid() {
        int said = 0;
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            AnsweringModel chance = (samples, images) -> {
                float[] rows = new float[2 * images];
                for (int i = 0; i < images; i++) {
                    rows[2 * i] = random.nextFloat();
                    rows[2 * i + 1] = 1 - rows[2 * i];
                }
                return rows;
            };
            said += search(chance, Preprocessing.NONE, 24).verdict() == Verdict.FOUND ? 1 : 0;
        }

        assertThat(said).isLessThanOrEqualTo(2);
    }

    @Test
    void aModelThatAlwaysAnswersTheSameIsSaidToDoSoUnderEveryCandidate() {
        SearchResult result = search(
                (samples, images) -> {
                    float[] rows = new float[2 * images];
                    for (int i = 0; i < images; i++) {
                        rows[2 * i + 1] = 1;
                    }
                    return rows;
                },
                Preprocessing.NONE,
                40);

        assertThat(result.verdict()).isEqualTo(Verdict.NOTHING_BETTER);
        assertThat(result.counts().oneClass())
                .isEqualTo(result.counts().tried())
                .isGreaterThan(20);
        assertThat(result.counts().highest()).isEqualTo(0.5);
    }

    @Test
    void aModelThatAnswersNoNumbersIsNoError() {
        SearchResult result = search(
                (samples, images) -> {
                    float[] rows = new float[2 * images];
                    java.util.Arrays.fill(rows, Float.NaN);
                    return rows;
                },
                Preprocessing.NONE,
                40);

        assertThat(result.verdict()).isEqualTo(Verdict.NOTHING_BETTER);
    }

    /** Of 8 images 4 confirm, and of 4 signs all are right by chance once in 16 times. */
    @Test
    void fewImagesConfirmNothing() {
        AnsweringModel model = expecting(Preprocessing.NONE.with(Values.UNIT));

        assertThat(search(model, Preprocessing.NONE, 8).verdict()).isEqualTo(Verdict.NOT_CONFIRMED);
        assertThat(search(model, Preprocessing.NONE, 6).verdict()).isEqualTo(Verdict.TOO_FEW_IMAGES);
    }

    /** 80 x 64 pixels for an input of 8 x 8: 20 x 16 are enough. What is smaller stays as it is. */
    @Test
    void imagesThatAreMuchLargerThanTheInputAreMadeSmallerOnce() {
        LabelledPixels large = new LabelledPixels(new Pixels(80, 64, 1, new byte[80 * 64]), 1).reduced(SHAPE);
        LabelledPixels small = new LabelledPixels(new Pixels(80, 24, 1, new byte[80 * 24]), 1);

        assertThat(large.pixels()).hasToString("20x16x1");
        assertThat(large.label()).isEqualTo(1);
        assertThat(small.reduced(SHAPE)).isSameAs(small);
    }

    @Test
    void whereTheTimeIsOverWhatWasTriedCounts() {
        var search = new PreprocessingSearch(expecting(Preprocessing.NONE.with(Values.UNIT)), SHAPE, 2);

        SearchResult result = search.search(images(40), Preprocessing.NONE, INPUTS, () -> true);

        assertThat(result.counts().stopped()).isTrue();
        assertThat(result.counts().tried()).isEqualTo(1);
    }

    private static SearchResult search(AnsweringModel model, Preprocessing today, int images) {
        return new PreprocessingSearch(model, SHAPE, 2).search(images(images), today, INPUTS, () -> false);
    }

    private static Preprocessing found(SearchResult result) {
        return result.found().orElseThrow().preprocessing();
    }

    /**
     * Answers right, and surely, where the mean of all samples is what the preprocessing makes of such images, by
     * whether the first channel is above the last on the left side; otherwise always the second class.
     */
    private static AnsweringModel expecting(Preprocessing expected) {
        float[] red = expected.of(image(0, 0), SHAPE);
        float[] blue = expected.of(image(1, 0), SHAPE);
        return (samples, images) -> {
            float[] rows = new float[2 * images];
            for (int i = 0; i < images; i++) {
                double toRed = distance(samples, i * SHAPE.length(), red);
                double toBlue = distance(samples, i * SHAPE.length(), blue);
                boolean known = Math.min(toRed, toBlue) < 0.05 * length(red);
                float second = !known ? 0.9f : toBlue < toRed ? 0.99f : 0.01f;
                rows[2 * i] = 1 - second;
                rows[2 * i + 1] = second;
            }
            return rows;
        };
    }

    private static double distance(float[] samples, int from, float[] other) {
        double sum = 0;
        for (int i = 0; i < other.length; i++) {
            sum += Math.abs(samples[from + i] - other[i]);
        }
        return sum;
    }

    private static double length(float[] samples) {
        return distance(new float[samples.length], 0, samples);
    }

    private static List<LabelledPixels> images(int count) {
        List<LabelledPixels> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(new LabelledPixels(image(i % 2, i / 2 % 4), i % 2));
        }
        return images;
    }

    private static Pixels image(int label, int noise) {
        byte[] samples = new byte[SHAPE.length()];
        for (int i = 0; i < samples.length; i++) {
            boolean left = i / 3 % SHAPE.width() < SHAPE.width() / 2;
            boolean lit = left && i % 3 == (label == 0 ? 0 : 2);
            samples[i] = (byte) (lit ? 200 + noise : 20);
        }
        return new Pixels(SHAPE.width(), SHAPE.height(), SHAPE.channels(), samples);
    }
}
