package org.equipoise.ingest.exporting;

import java.util.List;

import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClassFoldersTest {

    private static String folder(String name) {
        return ClassFolders.of(new LabelSet(List.of("other", name))).folder(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"benign", "Actinic keratosis", "Lungenentzündung", "BI-RADS 4+", "0", "a.b", "_x"})
    void aNameThatCanBeAFolderIsOne(String name) {
        assertThat(folder(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../up",
                "a/b",
                "a\\b",
                "C:",
                ".hidden",
                "ends.",
                "ends ",
                "NUL",
                "com1.png",
                "a\nb",
                "a|b",
                "class-7",
                "Class-0"
            })
    void anyOtherHasTheNumberOfItsClass(String name) {
        assertThat(folder(name)).isEqualTo("class-1");
    }

    @Test
    void namesThatDifferInCaseOnlyWouldBeOneFolderOnSomeSystems() {
        ClassFolders folders = ClassFolders.of(new LabelSet(List.of("MEL", "mel", "nevus")));

        assertThat(folders.folder(0)).isEqualTo("class-0");
        assertThat(folders.folder(1)).isEqualTo("class-1");
        assertThat(folders.folder(2)).isEqualTo("nevus");
    }

    @Test
    void aNameThatIsTooLongIsNone() {
        assertThat(folder("a".repeat(80))).hasSize(80);
        assertThat(folder("a".repeat(81))).isEqualTo("class-1");
    }
}
