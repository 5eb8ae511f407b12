package org.equipoise.common.messaging;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnforeseenTest {

    @Test
    void theReasonNamesTheFailureItsPlaceAndItsCause() {
        var cause = new IllegalArgumentException("two");

        String reason = Unforeseen.reason(new IllegalStateException("one", cause));

        assertThat(reason)
                .startsWith("unforeseen java.lang.IllegalStateException: one at " + UnforeseenTest.class.getName())
                .contains("; caused by java.lang.IllegalArgumentException: two at ");
    }

    @Test
    void itIsShortHoweverMuchTheFailureSays() {
        Throwable failure = new IllegalStateException("x".repeat(10_000));
        for (int i = 0; i < 50; i++) {
            failure = new IllegalStateException("y".repeat(10_000), failure);
        }

        assertThat(Unforeseen.reason(failure)).hasSizeLessThan(4000);
    }

    @Test
    void aFailureWithoutWordOrTraceIsNamed() {
        assertThat(Unforeseen.reason(new NullPointerException())).contains("NullPointerException: null");
    }
}
