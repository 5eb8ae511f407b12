package org.equipoise.local.client;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegistryClientTest {

    @Test
    void aModelIsInTheRegistryOnceAVersionHasItsCard() {
        assertThat(RegistryClient.models(List.of(
                        "chest/0a1b/model-card.html",
                        "chest/0a1b/model-card.json",
                        "chest/2c3d/model-card.json",
                        "lung/uploads/ffff.zip",
                        "bone/4e5f/saved_model.zip")))
                .containsExactly("chest");
    }
}
