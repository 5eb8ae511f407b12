package org.equipoise.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.local.options.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AimOptionTest {

    @TempDir
    private Path folder;

    @Test
    void anAimIsASetting() {
        assertThat(AimOption.parse(List.of("f1")).settings(List.of())).isEqualTo(Map.of("aim", "f1"));
        assertThat(AimOption.parse(List.of("sensitivity", "normal@0.95")).settings(List.of("normal", "pneumonia")))
                .isEqualTo(Map.of("aim", "sensitivity", "aimFinds", "0@0.95"));
        assertThat(AimOption.parse(List.of("sensitivity", "pneumonia")).settings(List.of("normal", "pneumonia")))
                .containsEntry("aimFinds", "1@0.9");
    }

    /** The file names the classes in another order than the dataset. */
    @Test
    void costsAreWrittenInTheDatasetsOrder() throws IOException {
        AimOption aim = cost("true,pneumonia,normal\nnormal,1,0\npneumonia,0,5\n");

        assertThat(aim.settings(List.of("normal", "pneumonia")))
                .isEqualTo(Map.of("aim", "cost", "aimCosts", "0,1;5,0"));
        assertThat(aim.settings(List.of())).containsEntry("aimCosts", "0,5;1,0");
        assertThatThrownBy(() -> aim.settings(List.of("normal", "covid")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the file's classes are [pneumonia, normal], the dataset's [normal, covid]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x,a,b;a,0,1|one row for each is needed",
                "x,a,b;a,0,1;a,0,1|two rows of \"a\"",
                "x,a,b;a,0,much;b,1,0|a cost must be a number from 0 to 1000000, got \"much\"",
                "x,a,b;a,0,-1;b,1,0|from 0 to 1000000, and 0 for the right answer, got -1",
                "x,a,b;a,1,1;b,1,0|0 for the right answer, got 1",
                "x,a,a;a,0,0;b,1,0|twice",
                "x,a;a,0|must name 2 to 64 classes"
            })
    void aTableThatIsNoneIsRefusedWithItsPlace(String table, String why) {
        assertThatThrownBy(() -> cost(table.replace(";", "\n")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatIsNoAimIsRefused() throws IOException {
        Path large = Files.write(folder.resolve("large.csv"), new byte[(1 << 18) + 1]);

        assertThatThrownBy(() -> AimOption.parse(List.of("best"))).hasMessageContaining("got \"best\"");
        assertThatThrownBy(() -> AimOption.parse(List.of("sensitivity")))
                .hasMessageContaining("needs the class to be found");
        assertThatThrownBy(() -> AimOption.parse(List.of("sensitivity", "covid@1")))
                .hasMessageContaining("0.5 to 0.999, got \"1\"");
        assertThatThrownBy(() ->
                        AimOption.parse(List.of("sensitivity", "covid@.9")).settings(List.of("normal", "pneumonia")))
                .hasMessageContaining("[normal, pneumonia], got \"covid\"");
        assertThatThrownBy(() -> AimOption.parse(List.of("cost"))).hasMessageContaining("needs a CSV file");
        assertThatThrownBy(() -> AimOption.parse(List.of("f1", "costs.csv"))).hasMessageContaining("takes no file");
        assertThatThrownBy(() -> AimOption.parse(List.of("cost", "no-such.csv")))
                .hasMessageContaining("cannot read");
        assertThatThrownBy(() -> AimOption.parse(List.of("cost", large.toString())))
                .hasMessageContaining("more than 262144 bytes");
    }

    private AimOption cost(String csv) throws IOException {
        return AimOption.parse(List.of(
                "cost", Files.writeString(folder.resolve("costs.csv"), csv).toString()));
    }
}
