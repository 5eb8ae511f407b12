package org.equipoise.common.messaging;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TopicsTest {

    @Test
    void allHasEveryTopicThatHasANameOnce() throws Exception {
        List<String> named = new ArrayList<>();
        for (Field field : Topics.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                named.add((String) field.get(null));
            }
        }

        assertThat(Topics.all()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void aTopicIsNamedAfterAPluralAndAPastTense() {
        assertThat(Topics.all()).allMatch(topic -> topic.matches("[a-z]+\\.[a-z]+"));
    }

    @Test
    void everyTopicHasADeadLetterTopicOfItsOwn() {
        List<String> deadLetters =
                Topics.all().stream().map(Topics::deadLetters).toList();

        assertThat(deadLetters)
                .doesNotHaveDuplicates()
                .doesNotContainAnyElementsOf(Topics.all())
                .allMatch(topic -> topic.endsWith(".dlq"));
    }

    @Test
    void whatMustBeReadFromTheBeginningIsCompacted() {
        assertThat(Topics.compacted())
                .containsExactlyInAnyOrder(
                        "images.erased",
                        "labels.checked",
                        "readings.requested",
                        "datasets.declared",
                        "datasets.frozen",
                        "models.decided",
                        "alerts.changed",
                        "alerts.silenced");
        assertThat(Topics.all()).containsAll(Topics.compacted());
        assertThat(Topics.compacted().stream().filter(Topics::isDeletedFrom))
                .containsExactlyInAnyOrder("labels.checked", "readings.requested", "datasets.frozen");
    }
}
