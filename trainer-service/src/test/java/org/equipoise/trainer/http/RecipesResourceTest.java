package org.equipoise.trainer.http;

import java.util.Map;

import jakarta.ws.rs.WebApplicationException;

import org.equipoise.security.http.Problem;
import org.equipoise.trainer.http.RecipesResource.CheckBody;
import org.equipoise.trainer.http.RecipesResource.Checked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is refused before anything is frozen. */
class RecipesResourceTest {

    private final RecipesResource recipes = new RecipesResource();

    @Test
    void whatCouldBeAskedForIsRepeated() {
        Map<String, String> settings = Map.of("epochs", "30", "dropout", "0.5");

        assertThat(recipes.check(new CheckBody("auto", settings)).getEntity()).isEqualTo(new Checked("auto", settings));
        assertThat(recipes.check(new CheckBody("labels", Map.of("minutes", "5.0")))
                        .getStatus())
                .isEqualTo(200);
        assertThat(recipes.check(new CheckBody("naive", null)).getStatus()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto | learningRate | 2 | setting learningRate is \"2\", it must be a number from 0.000001 to 1",
                "auto | learningRate | 0 | setting learningRate is \"0\", it must be a number from 0.000001 to 1",
                "labels | minutes | -1 | setting minutes is \"-1\", it must be a number from 0 to 10080",
                "labels | epochs | 3 | setting epochs = \"3\" is unknown, the settings of recipe labels are minutes and backbone",
                "magic | epochs | 3 | recipe \"magic\" is unknown, there are naive, auto, custom"
            })
    void whatIsRefusedIsRefusedWithWhatMayBe(String recipe, String key, String value, String problem) {
        assertThat(problem(new CheckBody(recipe, Map.of(key, value)))).isEqualTo(problem);
    }

    @Test
    void anUnknownSettingIsNamedWithAllThatThereAre() {
        assertThat(problem(new CheckBody("naive", Map.of("learning_rate", "1"))))
                .startsWith("setting learning_rate = \"1\" is unknown, the settings are network, ")
                .contains("learningRate");
    }

    @Test
    void aRequestWithoutARecipeIsToldWhichThereAre() {
        assertThat(problem(null)).isEqualTo("a recipe is needed: naive, auto, custom or labels");
        assertThat(problem(new CheckBody(null, null))).isEqualTo(problem(null));
    }

    private String problem(@Nullable CheckBody body) {
        var refused = catchThrowableOfType(WebApplicationException.class, () -> recipes.check(body));
        assertThat(refused.getResponse().getStatus()).isEqualTo(400);
        return ((Problem) refused.getResponse().getEntity()).problem();
    }
}
