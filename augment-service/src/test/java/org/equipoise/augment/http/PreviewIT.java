package org.equipoise.augment.http;

import java.nio.charset.StandardCharsets;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import org.equipoise.augment.packs.PackFixture;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

@QuarkusTest
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class PreviewIT {

    private final ObjectStore store;

    @Inject
    PreviewIT(ObjectStore store) {
        this.store = store;
    }

    @Test
    void aSheetOfImagesAndTheirCopiesIsAPng() {
        PackFixture.write(store, "sheet", "v1", 0, 16, 0, 1, 0, 1, 1);

        byte[] png = of("sheet", "v1")
                .queryParam("augmentation", "rotationDegrees=10,noiseFraction=0.1")
                .queryParam("images", 3)
                .queryParam("copies", 2)
                .get("/preview")
                .then()
                .statusCode(200)
                .contentType("image/png")
                .extract()
                .asByteArray();

        Pixels sheet = PngCodec.decode(png);
        assertThat(sheet.width()).isEqualTo(3 * (16 * 7 + 2) - 2);
        assertThat(sheet.height()).isEqualTo(3 * (16 * 7 + 2) - 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "augmentation|swirl=1|a transform must be one of horizontalFlip",
                "augmentation|rotationDegrees=181|rotationDegrees must be in [0, 180.0], got 181.0",
                "images|17|images must be a whole number in [1, 16], got 17",
                "copies|0|copies must be a whole number in [1, 12], got 0",
                "window|9|window must be LOW:HIGH",
                "window|0:100|seen without a window",
                "rotationDegrees|10|is not known here"
            })
    void whatCannotBeMeantIsRefusedInWords(String name, String value, String problem) {
        PackFixture.write(store, "sheet", "v2", 0, 16, 0, 1);

        of("sheet", "v2")
                .queryParam(name, value)
                .get("/preview")
                .then()
                .statusCode(400)
                .body("problem", containsString(problem));
    }

    @Test
    void aVersionThatIsNotThereOrCannotBeReadIsNamed() {
        store.put(
                Bucket.DATASETS,
                ObjectKeys.pack("sheet", "torn", Split.TRAIN, 0),
                "no pack".getBytes(StandardCharsets.UTF_8),
                "application/octet-stream");

        of("sheet", "nowhere")
                .get("/preview")
                .then()
                .statusCode(404)
                .body("problem", containsString("no frozen dataset"));
        of("sheet", "torn").get("/preview").then().statusCode(404).body("problem", containsString("cannot be used"));
        of("..", "v1")
                .get("/preview")
                .then()
                .statusCode(404)
                .body("problem", containsString("no dataset has such a name"));
        RestAssured.given().get("/preview").then().statusCode(400).body("problem", containsString("are needed"));
    }

    private static RequestSpecification of(String dataset, String version) {
        return RestAssured.given().queryParam("dataset", dataset).queryParam("version", version);
    }
}
