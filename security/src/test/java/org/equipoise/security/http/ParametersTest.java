package org.equipoise.security.http;

import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.ws.rs.WebApplicationException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ParametersTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "500, 500", "' 7 ', 7", "'', 100", ", 100"})
    void aCountWithinItsLimitsIsTakenAndNoneIsTheUsualOne(String given, int expected) {
        assertThat(Parameters.count("most", given, 100, 500)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "-1,                   -1",
        "0,                    0",
        "501,                  501",
        "4294967297,           4294967297",
        "99999999999999999999, something else of 20 characters",
        "Jane,                 something else of 4 characters",
        "1.5,                  something else of 3 characters",
    })
    void aCountOutsideOfItsLimitsIsRefusedWithThem(String given, String got) {
        assertThat(problem(() -> Parameters.count("most", given, 100, 500)))
                .isEqualTo("most must be a whole number in [1, 500], got " + got);
    }

    @Test
    void aWordThatIsNoneOfThemIsRefusedWithAllOfThemAndNotRepeated() {
        assertThat(Parameters.oneOf("state", "firing", List.of("pending", "firing")))
                .isEqualTo("firing");
        assertThat(Parameters.oneOf("state", null, List.of("firing"))).isNull();
        assertThat(Parameters.oneOf("state", " ", List.of("firing"))).isNull();
        assertThat(problem(() -> Parameters.oneOf("state", "Jane", List.of("pending", "firing"))))
                .isEqualTo("state must be one of pending, firing, got something else of 4 characters");
    }

    @Test
    void aParameterThatAnEndpointDoesNotHaveIsRefusedWithThoseItHas() {
        assertThat(problem(() -> KnownParameters.check(Set.of("most", "kind"), Map.of("limit", List.of("-1")))))
                .isEqualTo("a query parameter of 5 characters is not known here: there are kind, most");
        assertThat(problem(() -> KnownParameters.check(Set.of(), Map.of("x", List.of("")))))
                .isEqualTo("a query parameter of 1 characters is not known here: there is none");
        assertThatCode(() -> KnownParameters.check(Set.of("most"), Map.of("most", List.of(""))))
                .doesNotThrowAnyException();
    }

    @Test
    void aParameterIsGivenOnce() {
        assertThat(problem(() -> KnownParameters.check(Set.of("most"), Map.of("most", List.of("1", "2")))))
                .isEqualTo("the query parameter most may be given once, got 2");
    }

    @Test
    void aTextHas1024CharactersAtMost() {
        assertThatCode(() -> KnownParameters.check(Set.of("path"), Map.of("path", List.of("x".repeat(1024)))))
                .doesNotThrowAnyException();
        assertThat(problem(() -> KnownParameters.check(Set.of("path"), Map.of("path", List.of("x".repeat(1025))))))
                .isEqualTo("the query parameter path must have at most 1024 characters, got 1025");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\nb", "\u007f", "\u0085"})
    void aTextHasNoControlCharacters(String value) {
        assertThat(problem(() -> KnownParameters.check(Set.of("path"), Map.of("path", List.of(value)))))
                .isEqualTo("the query parameter path must have no control characters");
    }

    private static String problem(ThrowingCallable call) {
        var refused = catchThrowableOfType(WebApplicationException.class, call);
        assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        return ((Problem) refused.getResponse().getEntity()).problem();
    }
}
