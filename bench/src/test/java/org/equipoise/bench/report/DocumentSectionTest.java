package org.equipoise.bench.report;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DocumentSectionTest {

    @Test
    void aSectionTakesItsOldPlaceAndLeavesTheRestAlone() {
        String first = new DocumentSection("warp", List.of("old")).in("# Numbers\n");

        String second = new DocumentSection("warp", List.of("new")).in(first + "\nAfter.\n");

        assertThat(first).isEqualTo("# Numbers\n\n<!-- begin: bench/run warp -->\nold\n<!-- end: bench/run warp -->\n");
        assertThat(second).isEqualTo(first.replace("old", "new") + "\nAfter.\n");
    }
}
