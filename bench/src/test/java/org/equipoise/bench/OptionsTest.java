package org.equipoise.bench;

import java.nio.file.Path;

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
}
