package org.equipoise.common.csv;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CsvTableTest {

    @Test
    void quotedCellsMayHoldSeparatorsQuotesAndLineEnds() {
        CsvTable table = CsvTable.of("a,b,c,d\r\n\"b,c\",\"say \"\"no\"\"\",\"two\nlines\",\r\n", "t.csv");

        assertThat(table.header()).containsExactly("a", "b", "c", "d");
        assertThat(table.rows()).containsExactly(new CsvTable.Row(2, List.of("b,c", "say \"no\"", "two\nlines", "")));
    }

    @Test
    void emptyLinesAreSkippedAndCounted() {
        CsvTable table = CsvTable.of("\npath,label\n\n\r\n , \nx.png, 1", "t.csv");

        assertThat(table.rows()).containsExactly(new CsvTable.Row(6, List.of("x.png", "1")));
    }

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void theSeparatorOfTheFirstRowSeparates(char separator) {
        CsvTable table = CsvTable.of(
                "path|label\nx.png|a, b; c\n".replace('|', separator).replace("a, b; c", "\"a, b; c\""), "t.csv");

        assertThat(table.header()).containsExactly("path", "label");
        assertThat(table.rows().get(0).cells()).containsExactly("x.png", "a, b; c");
    }

    /** As R and pandas' QUOTE_ALL write it. */
    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t'})
    void everyCellMayBeQuotedThoseOfTheFirstRowToo(char separator) {
        CsvTable table = CsvTable.of("\"path\"|\"a label\"\n\"x.png\"|\"1\"\n".replace('|', separator), "t.csv");

        assertThat(table.header()).containsExactly("path", "a label");
        assertThat(table.rows().get(0).cells()).containsExactly("x.png", "1");
    }

    @Test
    void excelsOwnLineAboutTheSeparatorIsObeyed() {
        CsvTable table = CsvTable.of("sep=|\r\npath|label, of a reader\r\nx.png|1\r\n", "t.csv");

        assertThat(table.header()).containsExactly("path", "label, of a reader");
        assertThat(table.rows()).containsExactly(new CsvTable.Row(3, List.of("x.png", "1")));
    }

    @Test
    void aRowOfFewerCellsIsFilledAndOneOfMoreIsRefusedWithItsLine() {
        assertThat(CsvTable.of("a,b\n1\n2,,,\n", "t.csv").rows())
                .extracting(CsvTable.Row::cells)
                .containsExactly(List.of("1", ""), List.of("2", ""));
        assertThatThrownBy(() -> CsvTable.of("path,label\nx.png,a, b\n", "t.csv"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("t.csv line 2 has 3 cells");
    }

    @Test
    void aQuoteThatIsNeverClosedIsRefused() {
        assertThatThrownBy(() -> CsvTable.of("a,b\n\"c,d\n1,2\n", "t.csv"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("never closed");
        assertThatThrownBy(() -> CsvTable.of("a,b\n1,2\n3,\"4\n", "t.csv"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("line 3 or below is never closed");
    }

    @Test
    void whatAFileMayHoldIsBounded() {
        assertThatThrownBy(() -> CsvTable.of("a,b\n" + "x".repeat(CsvTable.LONGEST_CELL + 1) + ",1\n", "t.csv"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("max field size");
        assertThatThrownBy(() -> CsvTable.of("a,".repeat(CsvTable.MOST_COLUMNS + 1) + "\n", "t.csv"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining(String.valueOf(CsvTable.MOST_COLUMNS));
        assertThatThrownBy(() -> CsvTable.of("a\n" + "1\n".repeat(CsvTable.MOST_ROWS + 1), "t.csv"))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("more than 2,000,000 rows");
    }

    @Test
    void anEmptyFileIsSaidToBeOne() {
        assertThatThrownBy(() -> CsvTable.of("\n\n", "t.csv")).hasMessageContaining("t.csv is empty");
    }
}
