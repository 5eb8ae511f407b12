package org.equipoise.local.cli;

import java.util.Map;

import org.equipoise.local.options.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ClassCountsTest {

    @Test
    void countsAreReadByClass() {
        assertThat(ClassCounts.parse("no finding=1000, a=b=50")).isEqualTo(Map.of("no finding", 1000L, "a=b", 50L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1000,b | got \"b\" in it",
                "a=1000,=5 | got \"=5\" in it",
                "a=-1,b=5 | \"a\" must have 0 to 2147483647 images, got -1",
                "a=many,b=5 | \"a\" must have a number of images, got \"many\"",
                "a=1,a=2 | names the class \"a\" twice",
                "a=1 | needs two classes or more, got [a]",
                "a=0,b=0 | no class has an image"
            })
    void whatAreNoCountsIsWrongUsage(String typed, String said) {
        assertThatThrownBy(() -> ClassCounts.parse(typed))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--counts")
                .hasMessageContaining(said);
    }
}
