package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.equipoise.common.events.LabelSuspected;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SuspectTableTest {

    private static final List<LabelSuspected> SUSPECTS = List.of(suspect(1, 0.9375), suspect(2, 0.5));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theTableHoldsTheFirstSuspectsAndTheBeginningsOfTheirIds() {
        assertThat(SuspectTable.lines(SUSPECTS, 1))
                .containsExactly(
                        "rank  image         given  suggested  score  evidence",
                        "1     000000000001  x      y          0.938  models give \"y\", not \"x\"");
        assertThat(SuspectTable.lines(List.of(), 20)).isEmpty();
    }

    @Test
    void theFileHoldsAllSuspectsWithWholeIds() throws IOException {
        Path file = folder.resolve("new/suspects.csv");

        SuspectTable.write(file, SUSPECTS);

        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "rank,imageId,given,suggested,score,evidence",
                        "1,000000000001" + "0".repeat(52) + ",x,y,0.9375,\"models give \"\"y\"\", not \"\"x\"\"\"",
                        "2,000000000002" + "0".repeat(52) + ",x,y,0.5,\"models give \"\"y\"\", not \"\"x\"\"\"");
    }

    private static LabelSuspected suspect(int rank, double score) {
        return new LabelSuspected(
                "r",
                "d",
                "v1",
                "00000000000" + rank + "0".repeat(52),
                "x",
                "y",
                score,
                rank,
                "models give \"y\", not \"x\"",
                Instant.EPOCH);
    }
}
