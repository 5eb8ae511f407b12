package org.equipoise.monitor.console;

import java.time.Instant;

import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.monitor.console.Answers.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswersTest {

    private final Answers answers = new Answers();

    @Test
    void anAnswerThatIsSentAgainIsTheEventThatItWasAtFirst() {
        answers.begin("lung/1/anna/a", () -> label("anna", 1));

        Answer again = answers.begin("lung/1/anna/a", () -> label("anna", 2));

        assertThat(again).isEqualTo(new Answer(label("anna", 1), false));
    }

    @Test
    void whatTheLogHasIsKnownAlthoughAnotherInstanceWroteIt() {
        answers.stored("lung/1/anna/a", label("anna", 1));

        assertThat(answers.find("lung/1/anna/a")).contains(new Answer(label("anna", 1), true));
        assertThat(answers.find("lung/1/bert/a")).isEmpty();
    }

    @Test
    void studiesAndRecordsWithoutAnIdAreNotRemembered() {
        answers.stored("", label("anna", 1));
        answers.stored("lung/1/source", label("source:study-1", 1));
        answers.stored("x".repeat(2049), label("anna", 1));

        assertThat(answers.find("")).isEmpty();
        assertThat(answers.find("lung/1/source")).isEmpty();
        assertThat(answers.find("x".repeat(2049))).isEmpty();
    }

    @Test
    void theAnswersThatCameLongestAgoAreForgottenFirst() {
        for (int i = 0; i <= Answers.MOST; i++) {
            answers.stored("id-" + i, label("anna", i));
        }

        assertThat(answers.find("id-0")).isEmpty();
        assertThat(answers.find("id-1")).isPresent();
    }

    private static LabelSubmitted label(String annotator, int second) {
        Role role = LabelSubmitted.isSource(annotator) ? null : Role.READER;
        return new LabelSubmitted(
                "lung", "ab".repeat(32), "benign", annotator, Instant.ofEpochSecond(second), role, null, null);
    }
}
