package org.equipoise.monitor;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The documented metrics are those of the code, no more and no fewer. */
class MetricsDocumentTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(equipoise_[a-z_]+)` \\|");

    /** What Prometheus appends to a name: a counter's ending, a unit. */
    private static final Pattern ENDING = Pattern.compile("_(total|seconds|bytes|records)$");

    @Test
    void theDocumentListsEveryMeterOnce() {
        var rows = ROW.matcher(SourceTree.text(SourceTree.ROOT.resolve("docs/metrics.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        Set<String> documented = rows.stream()
                .map(name -> ENDING.matcher(name).replaceFirst(""))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows).doesNotHaveDuplicates();
        assertThat(documented).isNotEmpty().isEqualTo(SourceTree.meters());
    }
}
