package org.equipoise.security.http;

import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ReadableBodyTest {

    /** What a service might take. */
    record Wish(String model, Long minutes, List<Wish> others) {}

    @Test
    void aBodyThatIsCutOffSaysWhere() {
        assertThat(sentence("{\"model\": \"a\",\n \"minutes\": "))
                .startsWith("the body is no JSON as it is expected here: line 2, column ");
        assertThat(sentence("no json")).startsWith("the body is no JSON as it is expected here: line 1, column ");
    }

    @Test
    void aValueOfAnotherKindNamesItsFieldAndNotTheValue() {
        assertThat(sentence("{\"minutes\": \"Jane Doe\"}"))
                .isEqualTo("the body's field \"minutes\" has a value of another kind than it takes");
        assertThat(sentence("{\"others\": [{\"minutes\": {}}]}"))
                .isEqualTo("the body's field \"others.0.minutes\" has a value of another kind than it takes");
    }

    @Test
    void anArrayInsteadOfAnObjectSaysWhere() {
        assertThat(sentence("[1]")).isEqualTo("the body is no JSON as it is expected here: line 1, column 1");
    }

    @Test
    void aFieldWithALongNameIsCut() {
        assertThat(sentence("{\"" + "x".repeat(1000) + "\": 1}")).hasSizeLessThan(150);
    }

    private static String sentence(String body) {
        var failure = catchThrowableOfType(
                JsonProcessingException.class, () -> new ObjectMapper().readValue(body, Wish.class));
        return ReadableBody.sentence(failure);
    }
}
