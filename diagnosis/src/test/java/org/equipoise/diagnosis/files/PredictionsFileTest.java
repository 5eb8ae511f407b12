package org.equipoise.diagnosis.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.common.evaluation.LabelledProbabilities;
import org.equipoise.diagnosis.predictions.Answers;
import org.equipoise.diagnosis.predictions.Answers.Form;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PredictionsFileTest {

    private final List<String> notes = new ArrayList<>();

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "label,prediction",
                "y_true,y_pred",
                "True Label,Predicted-Class",
                "target,pred",
                "class,predicted",
                "Ground Truth,answer",
                "image,label,prediction"
            })
    void labelsAndAnswersAreFoundAsPeopleNameThem(String header) {
        String cells = header.startsWith("image") ? "x.png," : "";

        Answers answers = read(header + "\n" + cells + "cat,dog\n" + cells + "dog,dog\n");

        assertThat(answers.labels().classes()).containsExactly("cat", "dog");
        assertThat(answers.confusion().rows()).containsExactly(List.of(0L, 1L), List.of(0L, 1L));
        assertThat(answers.form()).isEqualTo(Form.CLASSES);
        assertThat(answers.probabilities()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "p_cat;p_dog",
        "prob_cat;prob_dog",
        "probability cat;probability dog",
        "p(cat);p(dog)",
        "cat;dog",
        "softmax[cat];softmax[dog]"
    })
    void aColumnForEachClassIsFoundByItsName(String columns) {
        Answers answers = read("label," + columns.replace(';', ',') + "\ncat,.9,.1\ndog,.6,.4\n");

        LabelledProbabilities rows = answers.probabilities().orElseThrow();
        assertThat(answers.labels().classes()).containsExactly("cat", "dog");
        assertThat(rows.probability(1, 1)).isCloseTo(.4, within(1e-12));
        assertThat(answers.form()).isEqualTo(Form.PROBABILITIES);
        assertThat(answers.answered(1)).isZero();
        assertThat(notes).anyMatch(note -> note.contains("each row sums to 1"));
    }

    /** By hand: the softmax of ln 3 and 0 is 3/4 and 1/4. */
    @ParameterizedTest
    @ValueSource(strings = {"logit_a,logit_b", "a,b"})
    void logitsAreNamedOrFoundByTheirNumbers(String columns) {
        Answers answers = read("label," + columns + "\na,1.0986122886681098,0\nb,-2,3\n");

        assertThat(answers.form()).isEqualTo(Form.LOGITS);
        assertThat(answers.probabilities().orElseThrow().probability(0, 0)).isCloseTo(.75, within(1e-12));
    }

    @Test
    void columnsNamedByTheirIndexMeetLabelsThatAreNumbersAsPandasWritesThem() {
        Answers answers = read(",target,0,1,2\n0,2.0,.2,.3,.5\n1,0.0,.8,.1,.1\n");

        assertThat(answers.labels().classes()).containsExactly("0", "1", "2");
        assertThat(answers.truth(0)).isEqualTo(2);
    }

    @Test
    void labelsThatAreNumbersCountTheColumns() {
        Answers answers = read("label,p_cat,p_dog\n1,.2,.8\n0,.7,.3\n");

        assertThat(answers.truth(0)).isEqualTo(1);
        assertThat(notes).anyMatch(note -> note.contains("0 is cat"));
    }

    @Test
    void oneProbabilityIsThatOfTheSecondClass() {
        Answers answers = read("label,prob\n0,.2\n1,.7\n");

        assertThat(answers.probabilities().orElseThrow().probability(0, 0)).isCloseTo(.8, within(1e-12));
        assertThat(answers.answered(1)).isEqualTo(1);
    }

    /** By hand: the sigmoid of ln 4 is 4/5. */
    @Test
    void oneLogitAndAPredictionThatIsAFractionAreUnderstood() {
        assertThat(read("label,logit\n0,-1\n1,1.3862943611198906\n")
                        .probabilities()
                        .orElseThrow()
                        .probability(1, 1))
                .isCloseTo(.8, within(1e-12));
        assertThat(read("y_true,y_pred\n0,0.25\n1,0.75\n").form()).isEqualTo(Form.PROBABILITIES);
        assertThat(read("label,p_sick\nwell,.1\nsick,.6\n").labels().classes()).containsExactly("well", "sick");
    }

    @Test
    void marksSeparatorsAndDecimalCommasAreUnderstood() throws IOException {
        Path semicolons = folder.resolve("a.csv");
        Files.writeString(semicolons, "\ufefflabel;p_a;p_b\r\na;0,75;0,25\r\nb;0,4;0,6\r\n", StandardCharsets.UTF_8);
        Path tabs = folder.resolve("b.tsv");
        Files.write(tabs, "\ufefflabel\tprediction\na\ta\nb\ta\n".getBytes(StandardCharsets.UTF_16LE));

        assertThat(PredictionsFile.read(semicolons, null, List.of(), notes)
                        .probabilities()
                        .orElseThrow()
                        .probability(0, 0))
                .isCloseTo(.75, within(1e-12));
        assertThat(PredictionsFile.read(tabs, null, List.of(), notes).size()).isEqualTo(2);
    }

    @Test
    void whatPredictWritesIsReadAndImagesThatWereRefusedAreLeftOut() {
        Answers answers = read("path,label,predicted,p_a,p_b,note\n1.png,a,a,0.9,0.1,\n2.png,b,,,,too small\n"
                + "3.png,,a,.8,.2,\n4.png,b,b,0.3,0.7,\n");

        assertThat(answers.size()).isEqualTo(2);
        assertThat(answers.said()).isTrue();
        assertThat(notes).contains("1 row without a label is left out", "1 row without an answer is left out");
    }

    @Test
    void shortDecimalsAreNormalised() {
        assertThat(read("label,p_a,p_b,p_c\na,.33,.33,.33\nb,.1,.8,.1\n")
                        .probabilities()
                        .orElseThrow()
                        .probability(0, 0))
                .isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void aSoftmaxOverTheImagesIsSeen() {
        Answers answers = read("label,p_a,p_b\na,.3,.1\na,.3,.2\nb,.1,.3\nb,.2,.2\na,.1,.2\n");

        assertThat(answers.form()).isEqualTo(Form.SOFTMAX_OVER_IMAGES);
        assertThat(answers.answered(2)).isEqualTo(1);
    }

    @Test
    void classesThatAreKnownToBeThereAreThereInTheirOrder() {
        Answers answers = PredictionsFile.read("t.csv", "label,prediction\nb,a\na,a\n", List.of("c", "b", "a"), notes);

        assertThat(answers.labels().classes()).containsExactly("c", "b", "a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path,prediction\\nx,a | no column with the true class, only [path, prediction]",
                "label,path\\na,x | and no answers, only [label, path]",
                "0,.9,.1\\n1,.2,.8 | begins with a line of numbers",
                "label,prediction,label\\na,a,b | has the column \"label\" twice",
                "y_true,target,pred\\na,a,b | several columns that may have the true class: y_true, target",
                "label,prediction\\na,a\\na,b | every label is \"a\"",
                "label,prediction | has no row with a label and an answer",
                "label,p_a,p_b\\na,.9,.1\\nb,.9,.4 | line 3: the probabilities sum to 1.300, they must sum to 1",
                "label,p_a,p_b\\na,.9,.1\\nb,90,10 | divide percentages by 100",
                "label,p_a,p_b\\na,.9,.1\\nb,-2,3 | p_a says probability and is -2.0, outside of [0, 1]",
                "label,p_a,p_b\\na,.9,.1\\nb,x,.4 | line 3: p_a is \"x\", which is no number",
                "label,p_a,p_b\\na,.9,.1\\nb,nan,nan | line 3: p_a is \"nan\": the network answers no numbers",
                "label,p_a,p_b\\na,.9,.1\\nc,.2,.8 | line 3: \"c\" is none of the classes [a, b]",
                "label,p_a,p_a\\na,.9,.1\\nb,.2,.8 | has the column \"p_a\" twice",
                "label,p_a,p(a)\\na,.9,.1\\nb,.2,.8 | two columns for the class \"a\"",
                "label,prob\\nsick,.9\\nwell,.1 | \"prob\" may be of sick or of well",
                "label,prob\\na,.9\\nb,.1\\nc,.1 | one column of numbers, \"prob\", and labels of 3 classes",
                "label,p_z\\na,.9\\nb,.1 | of a class \"z\", which no label is",
                "label,prediction\\nCat,cat\\ndog,dog | differ only in case"
            })
    void whatCannotBeReadIsSaidInOneSentence(String text, String said) {
        assertThatThrownBy(() -> read(text.replace("\\n", "\n")))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith("t.csv")
                .hasMessageContaining(said);
    }

    @Test
    void classesThatTheCountsDoNotNameAreRefusedBothWays() {
        assertThatThrownBy(
                        () -> PredictionsFile.read("t.csv", "label,prediction\nb,a\na,a\n", List.of("a", "c"), notes))
                .hasMessageContaining("has the class \"b\", which --counts does not name, only [a, c]");
        assertThatThrownBy(() -> PredictionsFile.read(
                        "t.csv", "label,p_a,p_b\nb,.5,.5\na,.5,.5\n", List.of("a", "b", "c"), notes))
                .hasMessageContaining("numbers for the classes [a, b], --counts names [a, b, c]");
    }

    @Test
    void theNumberOfClassesIsBounded() {
        var text = new StringBuilder("label,prediction\n");
        for (int i = 0; i <= PredictionsFile.MOST_CLASSES; i++) {
            text.append("patient").append(i).append(",a\n");
        }

        assertThatThrownBy(() -> read(text.toString()))
                .hasMessageContaining("1001 different classes, the limit is 1000");
        assertThatThrownBy(() -> read("label,prediction\n" + "x".repeat(101) + ",a\nb,a\n"))
                .hasMessageContaining("101 characters, the limit is 100");
    }

    @Test
    void filesThatAreNoTextAreRefused() throws IOException {
        Path empty = Files.write(folder.resolve("empty.csv"), new byte[0]);
        Path binary =
                Files.write(folder.resolve("image.csv"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0});
        Path huge = folder.resolve("huge.csv");
        try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(GivenFile.MOST_BYTES + 1L);
        }

        assertThatThrownBy(() -> GivenFile.read(empty, null)).hasMessage("empty.csv is empty");
        assertThatThrownBy(() -> GivenFile.read(binary, null)).hasMessageContaining("image.csv is a binary file");
        assertThatThrownBy(() -> GivenFile.read(huge, null)).hasMessageContaining("huge.csv has more than 64 MiB");
        assertThatThrownBy(() -> GivenFile.read(folder, null)).hasMessageContaining("is a folder");
    }

    private Answers read(String text) {
        return PredictionsFile.read("t.csv", text, List.of(), notes);
    }

    /** Anywhere in the file, not only where it begins. */
    @Test
    void aNameThatWouldSteerATerminalIsRefused() throws IOException {
        Path file = Files.writeString(
                folder.resolve("late.csv"), "label,pred\n" + "a,b\n".repeat(5000) + "x\u001b[2Jy,a\n");

        assertThatThrownBy(() -> PredictionsFile.read(file, null, List.of(), notes))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessage("late.csv line 5002 holds the control character U+001B; text has none");
        assertThatThrownBy(() -> read("label,pred\na,b\n\"x\nProved: healthy\",b\n"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageEndingWith("a class with a line break in its name, which begins with \"x\"");
    }
}
