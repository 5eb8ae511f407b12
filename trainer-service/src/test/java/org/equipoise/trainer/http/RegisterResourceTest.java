package org.equipoise.trainer.http;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.core.Response;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.outside.UnaskedRegistrar;
import org.equipoise.trainer.registry.RegistryConfig;
import org.equipoise.trainer.training.SavedModel;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that are refused before anything is looked into. */
class RegisterResourceTest {

    private static final byte[] ZIP = new byte[1000];
    private static final String SHA = new SavedModel(ZIP).sha256();
    private static final String KEY = ObjectKeys.upload("vendor", SHA);

    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    @Test
    void anUnknownDatasetLeavesNoUploadBehind() {
        objects.put(Bucket.MODELS, KEY, ZIP, "application/zip");

        Response response = register(1 << 20);

        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(problem(response)).isEqualTo("no frozen version v1 of dataset chest");
        assertThat(objects.list(Bucket.MODELS, "")).isEmpty();
    }

    @Test
    void anUploadBeyondTheLimitIsRefusedByItsSizeAndDeleted() {
        objects.put(Bucket.MODELS, KEY, ZIP, "application/zip");

        Response response = register(999);

        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(problem(response))
                .isEqualTo("the zip has 1000 bytes, at most 999 are taken"
                        + " (equipoise.trainer.registry.max-upload-bytes)");
        assertThat(objects.list(Bucket.MODELS, "")).isEmpty();
    }

    /** Twice this, and what else is there, goes into the 512 MiB that a trainer is started with. */
    @Test
    void byDefaultAZipOf112MebibytesIsTaken() {
        RegistryConfig config = new SmallRyeConfigBuilder()
                .withMapping(RegistryConfig.class)
                .build()
                .getConfigMapping(RegistryConfig.class);

        assertThat(config.maxUploadBytes()).isEqualTo(112L << 20);
    }

    private Response register(long mostBytes) {
        var resource = new RegisterResource(
                UnaskedRegistrar.of(objects), (name, version) -> Optional.empty(), objects, () -> mostBytes);
        return resource.register(
                "vendor",
                new RegisterResource.RegisterBody(
                        SHA, List.of("a", "b"), null, "1/255", null, null, "chest", "v1", false, null));
    }

    private static String problem(Response response) {
        return ((Problem) response.getEntity()).problem();
    }
}
