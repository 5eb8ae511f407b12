package org.equipoise.local.sets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.equipoise.common.labels.LabelSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SynonymsTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aTableSaysWhichLabelsAreOtherNamesForClasses() throws IOException {
        Synonyms synonyms = read("Label;Class\nNORMAL;none\nno finding;none\nnone;none\n");

        assertThat(synonyms.byName()).isEqualTo(Map.of("NORMAL", "none", "no finding", "none"));
        assertThat(synonyms.classes(List.of("NORMAL", "ill", "none"))).containsExactly("none", "ill");
    }

    @Test
    void aTableWithoutItsColumnsOrWithTwoMeaningsIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("name,class\na,b\n"))
                .isInstanceOf(SetException.class)
                .hasMessage("synonyms.csv needs the columns label and class");
        assertThatThrownBy(() -> read("label,class\na,b\na,c\n"))
                .isInstanceOf(SetException.class)
                .hasMessage("synonyms.csv line 3: \"a\" is \"b\" in an earlier line and \"c\" here");
        assertThatThrownBy(() -> read("label,class\na,\n"))
                .isInstanceOf(SetException.class)
                .hasMessage("synonyms.csv line 2: label and class must both be there");
    }

    @Test
    void aFileThatIsTooLongIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> read("label,class\n" + "a,b\n".repeat(300_000)))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("at most 1048576");
    }

    @Test
    void aClassThatBecomesAnotherNameIsNoClassAnyMore() {
        var synonyms = new Synonyms(Map.of("NORMAL", "none"));

        assertThat(synonyms.without(new LabelSet(List.of("ill", "NORMAL", "none")))
                        .classes())
                .containsExactly("ill", "none");
        assertThatThrownBy(() -> synonyms.without(new LabelSet(List.of("NORMAL", "none"))))
                .isInstanceOf(SetException.class)
                .hasMessageContaining("fewer than two classes");
        assertThatThrownBy(() -> synonyms.requireClasses(new LabelSet(List.of("ill", "well"))))
                .isInstanceOf(SetException.class)
                .hasMessage("\"NORMAL\" is to stand for \"none\", which is no class; there are [ill, well]");
    }

    @Test
    void whatIsSaidLaterWins() {
        assertThat(new Synonyms(Map.of("a", "b", "c", "d")).and(new Synonyms(Map.of("a", "e"))))
                .isEqualTo(new Synonyms(Map.of("a", "e", "c", "d")));
    }

    private Synonyms read(String text) throws IOException {
        return Synonyms.read(Files.writeString(folder.resolve("synonyms.csv"), text));
    }
}
