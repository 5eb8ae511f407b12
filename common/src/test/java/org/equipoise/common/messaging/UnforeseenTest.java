package org.equipoise.common.messaging;

import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnforeseenTest {

    @Test
    void aReasonNamesTheFirstCauseAndWhereItWasThrown() {
        var wrapped = new CompletionException(new ArithmeticException("long overflow"));

        assertThat(Unforeseen.reason(wrapped))
                .startsWith("unforeseen java.util.concurrent.CompletionException: ")
                .contains("caused by java.lang.ArithmeticException: long overflow")
                .contains("\n at ", "UnforeseenTest.aReasonNamesTheFirstCauseAndWhereItWasThrown");
    }

    @Test
    void aReasonIsShortWhateverTheExceptionSays() {
        var endless = new IllegalStateException("x".repeat(1_000_000));

        assertThat(Unforeseen.reason(endless)).hasSizeLessThan(DeadLetter.MOST_REASON_CHARACTERS);
        assertThat(Unforeseen.reason(new IllegalStateException())).contains("IllegalStateException: null");
    }
}
