package org.equipoise.trainer.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.equipoise.common.imaging.InputShape;
import org.equipoise.trainer.recipe.SettingRange.Costs;
import org.equipoise.trainer.recipe.SettingRange.Decimal;
import org.equipoise.trainer.recipe.SettingRange.OneOf;
import org.equipoise.trainer.recipe.SettingRange.Replanned;
import org.equipoise.trainer.recipe.SettingRange.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RecipeTableTest {

    private static final Path DOCUMENT = Path.of("../docs/recipes.md");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)]\\([^)]*\\)");

    static Stream<RecipeSetting> settings() {
        return RecipeTable.settings().stream();
    }

    /** A recipe is built at both ends: whoever reads a setting, the augmenter too, takes what the table allows. */
    @ParameterizedTest
    @MethodSource("settings")
    void everyValueThatARangeNamesMakesARecipe(RecipeSetting setting) {
        for (String value : ends(setting.range())) {
            assertThatCode(() -> recipe(setting.name(), value))
                    .as("%s = %s", setting.name(), value)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whateverIsWrongWithAValueTheMessageSaysTheSameRange(RecipeSetting setting) {
        String range = "it must be " + setting.range().words();
        for (String value : outside(setting.range())) {
            assertThatExceptionOfType(InvalidRecipeException.class)
                    .as("%s = %s", setting.name(), value)
                    .isThrownBy(() -> RecipeBook.check("auto", Map.of(setting.name(), value)))
                    .withMessage("setting %s is \"%s\", %s", setting.name(), value, range);
        }
    }

    @Test
    void aRecipeHasTheSettingsOfTheTableInItsOrder() {
        assertThat(recipe("epochs", "3").settings().keySet()).containsExactlyElementsOf(RecipeBook.SETTINGS);
    }

    /**
     * The first two columns are the table, the third is what the naive recipe chooses, empty where nothing reads it.
     */
    @Test
    void theDocumentSaysWhatTheTableSays() throws IOException {
        Map<String, String> naive = new HashMap<>();
        NaiveRecipe.choices(new InputShape(28, 28, 1))
                .forEach(choice ->
                        naive.put(choice.setting(), choice.reason().equals(RecipeTable.UNREAD) ? "" : choice.value()));
        // Adam reads no weight decay.
        naive.put("weightDecay", "");

        List<List<String>> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| `[a-zA-Z]+` \\|.*\\|.*\\|.*\\|"))
                .map(line -> LINK.matcher(line).replaceAll("$1").replace("`", ""))
                .map(line -> Stream.of(line.split("\\|", -1))
                        .map(String::strip)
                        .toList()
                        .subList(1, 4))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(RecipeTable.settings().stream()
                        .map(setting -> List.of(setting.name(), setting.values(), naive.get(setting.name())))
                        .toList());
    }

    private static Recipe recipe(String name, String value) {
        Map<String, String> values = new HashMap<>();
        PlainRecipe.choices().forEach(choice -> values.put(choice.setting(), choice.value()));
        values.put(name, value);
        return new RecipeSettings(values).recipe();
    }

    private static List<String> ends(SettingRange range) {
        if (range instanceof Decimal decimal) {
            return List.of(Double.toString(decimal.lowest()), Double.toString(decimal.highest()));
        }
        if (range instanceof Whole whole) {
            return List.of(Integer.toString(whole.lowest()), Integer.toString(whole.highest()));
        }
        if (range instanceof Replanned) {
            return List.of("none", "3,1:20", "900,1:30,2:20");
        }
        if (range instanceof SettingRange.Name) {
            return List.of("a", "0", "lite0", "a._-" + "z".repeat(59));
        }
        if (range instanceof SettingRange.Side) {
            return List.of("version", "auto", "8", "512");
        }
        if (range instanceof SettingRange.Sought) {
            return List.of("none", "0@0.5", "1@0.999");
        }
        if (range instanceof Costs) {
            return List.of("none", "0,1;5,0", "0,1000000,0;0,0,0;0.5,1,0");
        }
        return range instanceof OneOf one ? one.values() : List.of("none", "0.5,0.5", "0.33,0.33,0.33");
    }

    private static List<String> outside(SettingRange range) {
        if (range instanceof Decimal decimal) {
            return List.of(
                    Double.toString(Math.nextDown(decimal.lowest())),
                    Double.toString(Math.nextUp(decimal.highest())),
                    "NaN",
                    "Infinity",
                    "much",
                    "");
        }
        if (range instanceof Whole whole) {
            return List.of(
                    Integer.toString(whole.lowest() - 1),
                    Integer.toString(whole.highest() + 1),
                    "1.5",
                    "99999999999",
                    "many",
                    "");
        }
        if (range instanceof SettingRange.Side) {
            return List.of("7", "513", "64.5", "Auto", "own", "");
        }
        if (range instanceof SettingRange.Sought) {
            return List.of(
                    "1", "2@0.9", "-1@0.9", "1@0.4", "1@1", "1@NaN", "x@0.9", "1@", "@0.9", "99999999999@0.9", "");
        }
        if (range instanceof Replanned) {
            return List.of("20", "3,1", "3,1:1001", "3,3:20", "9,2:8,1:20", "3,1:x", "99999999999,1:2", "");
        }
        if (range instanceof SettingRange.Name) {
            return List.of("Lite", "a/b", "..", "z".repeat(64), "");
        }
        if (range instanceof Costs) {
            return List.of(
                    "", "1", "0,1", "0,1;1", "0,1;-1,0", "0,0;0,0", "1,1;1,1", "0,NaN;1,0", "0,1000001;1,0", "a");
        }
        return range instanceof OneOf
                ? List.of("perhaps", "")
                : List.of("0.5,0.1,0.1", "1,0,0", "0.5,NaN", "0.5;0.5", "much", "");
    }
}
