package org.equipoise.local.sets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.equipoise.local.sets.ReadingOptions.MultiLabel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelCellsTest {

    private final List<String> notes = new ArrayList<>();

    @Test
    void whatMeansThatThereIsNoLabelIsNoneAndIsCounted() {
        List<@Nullable String> labels = labels(
                ReadingOptions.DEFAULTS, "ill", "", "  ", "NaN", "nan", "None", "null", "NULL", "N/A", "#N/A", "well");

        assertThat(labels).containsExactly("ill", null, null, null, null, null, null, null, null, null, "well");
        assertThat(notes).singleElement().asString().contains("9 of 11 images have no label", "2 blank", "1 \"NaN\"");
    }

    @Test
    void aClassMayBeCalledNoneInSmallLettersOrWhateverIsSaid() {
        assertThat(labels(ReadingOptions.DEFAULTS, "none", "benign")).containsExactly("none", "benign");
        assertThat(labels(ReadingOptions.DEFAULTS.withNoLabel(Set.of("?")), "None", "?", "x"))
                .containsExactly("None", null, "x");
    }

    @Test
    void minusOneIsPerhapsBesideZeroAndOneAndAClassOtherwise() {
        assertThat(labels(ReadingOptions.DEFAULTS, "0.0", "1.0", "-1.0", "")).containsExactly("0.0", "1.0", null, null);
        assertThat(labels(ReadingOptions.DEFAULTS, "-1", "1", "-1")).containsExactly("-1", "1", "-1");
    }

    @Test
    void severalLabelsAreRefusedWithCountsAndAdviceOrMappedAsAsked() {
        String[] cells = {"Effusion", "Cardiomegaly|Emphysema", "No Finding"};

        assertThatThrownBy(() -> labels(ReadingOptions.DEFAULTS, cells))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("1 of 3 images have several labels")
                .hasMessageContaining("\"Cardiomegaly|Emphysema\" (l.csv line 3)")
                .hasMessageContaining("--multi-label drop");
        assertThat(labels(ReadingOptions.DEFAULTS.with(MultiLabel.DROP), cells))
                .containsExactly("Effusion", null, "No Finding");
        assertThat(labels(ReadingOptions.DEFAULTS.with(MultiLabel.FIRST), cells))
                .containsExactly("Effusion", "Cardiomegaly", "No Finding");
        assertThat(notes).hasSize(2).allMatch(note -> note.contains("1 of 3"));
    }

    @Test
    void spellingsOfOneNameAreOneClassAndSaid() {
        List<@Nullable String> labels =
                labels(ReadingOptions.DEFAULTS, "gesund", "Gesund", "gesund", "GESUND ", "krank", "gesund");

        assertThat(labels).containsExactly("gesund", "gesund", "gesund", "gesund", "krank", "gesund");
        assertThat(notes)
                .singleElement()
                .asString()
                .contains("\"gesund\" (3)", "\"Gesund\" (1)", "\"GESUND\" (1)", "one class, \"gesund\"");
    }

    @Test
    void unicodeFormsWhiteSpaceAndDecimalsMakeNoClassOfTheirOwn() {
        assertThat(labels(ReadingOptions.DEFAULTS, "gema\u0308\u00df", "gem\u00e4\u00df", "GEM\u00c4SS"))
                .containsOnly("gem\u00e4\u00df");
        assertThat(labels(ReadingOptions.DEFAULTS, "no  finding", "no\u00a0finding", "no finding"))
                .containsOnly("no finding");
        assertThat(labels(ReadingOptions.DEFAULTS, "2", "2.0", "2", "20")).containsExactly("2", "2", "2", "20");
    }

    @Test
    void namesThatDifferInALetterStayDifferent() {
        assertThat(labels(ReadingOptions.DEFAULTS, "auff\u00e4llig", "auff\u00f6llig", "auffallig"))
                .doesNotHaveDuplicates();
    }

    @Test
    void aColumnOfRemarksOrNumbersIsNoColumnOfLabels() {
        assertThatThrownBy(() -> labels(ReadingOptions.DEFAULTS, "x".repeat(101)))
                .hasMessageContaining("l.csv line 2: a label of 101 characters");
        String[] ages = new String[1001];
        Arrays.setAll(ages, i -> "a" + i);
        assertThatThrownBy(() -> labels(ReadingOptions.DEFAULTS, ages)).hasMessageContaining("1001 different labels");
    }

    private List<@Nullable String> labels(ReadingOptions options, String... texts) {
        List<LabelCells.Cell> cells = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            cells.add(new LabelCells.Cell("l.csv line " + (i + 2), texts[i]));
        }
        return LabelCells.labels(cells, options, notes);
    }
}
