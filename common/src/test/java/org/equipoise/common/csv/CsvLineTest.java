package org.equipoise.common.csv;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=HYPERLINK(\"http://evil.example\")",
                "+cmd|' /C calc'!A0",
                "-2+3+cmd",
                "@SUM(A1)",
                "\t=1+1",
                "\r=1+1",
                "\n=1+1",
                "\uFF1D1+1",
                "--1",
                "-",
                "+",
                "=1"
            })
    void whatASpreadsheetWouldRunIsText(String formula) {
        assertThat(CsvLine.harmless(formula)).isEqualTo("'" + formula);
        assertThat(CsvLine.of(List.of(formula)).replaceFirst("^\"", "")).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+2.5", "-0.25", "-1.0E-7", "-.5", "-Infinity", "0", "a-b", "x=1", "reader@site", ""})
    void numbersAndPlainTextsStayAsTheyAre(String text) {
        assertThat(CsvLine.of(List.of(text))).isEqualTo(text);
    }

    @Test
    void whatCommasQuotesAndLineBreaksWouldTearApartIsQuoted() {
        assertThat(CsvLine.of(Arrays.asList("a,b", null, "say \"no\"", "two\nlines", "=1,2")))
                .isEqualTo("\"a,b\",,\"say \"\"no\"\"\",\"two\nlines\",\"'=1,2\"");
    }
}
