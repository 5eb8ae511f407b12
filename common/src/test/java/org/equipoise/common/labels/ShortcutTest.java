package org.equipoise.common.labels;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ShortcutTest {

    private final Shortcut shortcut = new Shortcut("colour");

    @Test
    void aValueOfOneClassOnlyIsAShortcutWithItsCounts() {
        count("ill", "Grey", 30);
        count("well", "RGB", 28);
        count("well", "Grey", 2);

        assertThat(shortcut.findings())
                .anySatisfy(sentence -> assertThat(sentence)
                        .contains(
                                "shortcut",
                                "colour",
                                "Grey is that of 30 of 30 images of \"ill\"",
                                "2 of 30 images of \"well\""));
    }

    @Test
    void howRareAClassIsMakesNoDifference() {
        count("none", "Grey", 1000);
        count("malignant", "RGB", 6);

        assertThat(shortcut.findings()).hasSize(2);
    }

    @Test
    void whatIsSpreadOverTheClassesOrOneForAllIsNone() {
        count("ill", "Grey", 30);
        count("well", "Grey", 30);
        assertThat(shortcut.findings()).isEmpty();

        count("ill", "RGB", 15);
        count("well", "RGB", 10);
        assertThat(shortcut.findings()).isEmpty();
    }

    @Test
    void aSizeOfItsOwnForEveryImageIsNone() {
        for (int i = 0; i < 40; i++) {
            count(i % 2 == 0 ? "ill" : "well", i + " x " + i, 1);
        }

        assertThat(shortcut.findings()).isEmpty();
    }

    @Test
    void aClassOfFourImagesProvesNothing() {
        count("ill", "Grey", 4);
        count("well", "RGB", 100);

        assertThat(shortcut.findings()).isEmpty();
    }

    private void count(String label, String value, int n) {
        for (int i = 0; i < n; i++) {
            shortcut.count(label, value);
        }
    }
}
