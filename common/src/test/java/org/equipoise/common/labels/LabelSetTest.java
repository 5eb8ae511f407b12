package org.equipoise.common.labels;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LabelSetTest {

    private static final LabelSet LABELS = new LabelSet(List.of("none", "benign", "malignant"));

    @Test
    void theIndexOfALabelIsItsPosition() {
        assertThat(LABELS.indexOf("benign")).hasValue(1);
        assertThat(LABELS.name(1)).isEqualTo("benign");
        assertThat(LABELS.size()).isEqualTo(3);
    }

    @Test
    void labelsAreComparedExactly() {
        assertThat(LABELS.indexOf("Benign")).isEmpty();
        assertThat(LABELS.indexOf("benign ")).isEmpty();
    }

    @Test
    void isWrittenAsAPlainList() throws MalformedEventException {
        assertThat(EventCodec.write(LABELS)).asString().isEqualTo("[\"none\",\"benign\",\"malignant\"]");
        assertThat(EventCodec.read("[\"a\",\"b\"]".getBytes(StandardCharsets.UTF_8), LabelSet.class))
                .isEqualTo(new LabelSet(List.of("a", "b")));
    }

    @Test
    void aVocabularyThatCannotBeTrainedOnIsRefused() {
        assertThatThrownBy(() -> new LabelSet(List.of("only"))).hasMessageContaining("at least two");
        assertThatThrownBy(() -> new LabelSet(List.of("a", "a"))).hasMessageContaining("repeat");
        assertThatThrownBy(() -> new LabelSet(List.of("a", " "))).hasMessageContaining("blank");
    }
}
