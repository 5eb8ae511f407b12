package org.equipoise.local.sets;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CsvTest {

    @Test
    void quotedFieldsMayHoldCommasQuotesAndLineEnds() throws IOException {
        List<List<String>> rows = rows("a,\"b,c\",\"say \"\"no\"\"\"\r\n\"two\nlines\",,x\n");

        assertThat(rows).containsExactly(List.of("a", "b,c", "say \"no\""), List.of("two\nlines", "", "x"));
    }

    @Test
    void emptyLinesAndAByteOrderMarkAreSkipped() throws IOException {
        List<List<String>> rows = rows("\ufeffpath,label\n\n\r\nx.png,1");

        assertThat(rows).containsExactly(List.of("path", "label"), List.of("x.png", "1"));
    }

    @Test
    void anEmptyFileHasNoRecord() throws IOException {
        assertThat(rows("")).isEmpty();
    }

    @Test
    void anOpenQuoteIsRefusedWithTheLineItOpensOn() {
        assertThatThrownBy(() -> rows("a,b\n\"c,d\n"))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("line 2");
    }

    private static List<List<String>> rows(String text) throws IOException {
        var csv = new Csv(new StringReader(text));
        List<List<String>> rows = new ArrayList<>();
        for (Optional<List<String>> row = csv.next(); row.isPresent(); row = csv.next()) {
            rows.add(row.get());
        }
        return rows;
    }
}
