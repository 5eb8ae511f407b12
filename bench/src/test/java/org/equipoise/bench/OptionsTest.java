package org.equipoise.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionsTest {

    private static final Path PROJECT = Path.of(".");

    @Test
    void whatIsNotGivenHasADefault() {
        Options options = Options.parse(PROJECT, new String[] {"pipeline", "images=50"}, 1);

        assertThat(options.count("images", 2000)).isEqualTo(50);
        assertThat(options.count("predictions", 20)).isEqualTo(20);
        assertThat(options.number("rate", 2.5)).isEqualTo(2.5);
    }

    @Test
    void nonsenseIsRefusedWithItsValue() {
        Options options = Options.parse(PROJECT, new String[] {"images=0", "rate=-1"}, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.count("images", 1))
                .withMessage("images must be at least 1, got 0");
        assertThatIllegalArgumentException().isThrownBy(() -> options.number("rate", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse(PROJECT, new String[] {"images"}, 0))
                .withMessage("expected OPTION=VALUE, got \"images\"");
    }

    @Test
    void anOptionThatNobodyReadsIsRefusedWithThoseThatAreRead() {
        Options options = Options.parse(PROJECT, new String[] {"round=3"}, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.only("rounds", "peers"))
                .withMessage("there is no option \"round\", only [peers, rounds]");
        assertThat(options.only("round")).isSameAs(options);
    }

    @Test
    void whatIsNoNumberIsRefusedByItsName() {
        Options options = Options.parse(PROJECT, new String[] {"rounds=many", "seconds=x"}, 0);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.count("rounds", 1))
                .withMessage("rounds must be a whole number, got many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.number("seconds", 1))
                .withMessage("seconds must be a number, got x");
    }

    @Test
    void settingsAreGivenOneByOneAndCanBeTypedAgain() {
        Options options = Options.parse(PROJECT, new String[] {"set=epochs=3", "set=dropout=0.5", "seeds=1"}, 0);

        assertThat(options.pairs("set")).isEqualTo(Map.of("dropout", "0.5", "epochs", "3"));
        assertThat(options.command("bench/run quality", List.of("seeds")))
                .isEqualTo("bench/run quality set=epochs=3 set=dropout=0.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Options.parse(PROJECT, new String[] {"set=epochs"}, 0).pairs("set"))
                .withMessage("set must be KEY=VALUE, got \"epochs\"");
    }
}
