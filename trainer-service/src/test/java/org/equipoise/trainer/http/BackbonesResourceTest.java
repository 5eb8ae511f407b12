package org.equipoise.trainer.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.StorageException;
import org.equipoise.security.http.Problem;
import org.equipoise.trainer.backbone.Backbone;
import org.equipoise.trainer.backbone.BackboneConfig;
import org.equipoise.trainer.backbone.BackboneStore;
import org.equipoise.trainer.http.BackbonesResource.AddBody;
import org.equipoise.trainer.pickle.StateDictionaries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class BackbonesResourceTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final BackboneStore store = new BackboneStore(objects);

    private BackbonesResource resource(long mostBytes) {
        return new BackbonesResource(
                store, objects, (file, range) -> Optional.empty(), () -> mostBytes, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private String upload(byte[] file) {
        String sha256 = Sha256.hex(file);
        objects.put(Bucket.BACKBONES, ObjectKeys.backboneUpload(sha256), file, "application/octet-stream");
        return sha256;
    }

    @Test
    void aFileIsKeptUnderItsNameAndItsUploadIsGone() {
        byte[] file = StateDictionaries.legacy(StateDictionaries.lite0(1));
        String sha256 = upload(file);

        Response response = resource(40L << 20).add(new AddBody(sha256, "lite0", "Apache-2.0", "lite0.pth", null));

        Backbone kept = (Backbone) response.getEntity();
        assertThat(kept.licence()).isEqualTo("Apache-2.0");
        assertThat(kept.origin()).isEqualTo("lite0.pth, sha256 " + sha256.substring(0, 16));
        assertThat(kept.addedAt()).isEqualTo(NOW);
        assertThat(resource(1).all()).containsExactly(kept);
        assertThat(objects.list(Bucket.BACKBONES, ""))
                .containsExactly("named/lite0.json", "weights/" + kept.sha256() + ".npz");
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() {
        assertThat(refusal(new AddBody(upload(new byte[] {1, 2, 3}), "x", null, null, null)))
                .contains("no file of torch.save");
        assertThat(refusal(new AddBody(upload(StateDictionaries.zip(java.util.Map.of())), "x", null, null, null)))
                .contains("not the weights of EfficientNet-Lite 0, 1 or 2");
        byte[] lite = StateDictionaries.legacy(StateDictionaries.lite0(1));
        assertThat(refusal(new AddBody(upload(lite), "only", null, null, null))).contains("not be \"only\"");
        assertThat(refusal(new AddBody(upload(lite), "x", "a\nb", null, null))).contains("licence must have");
        assertThat(refusal(new AddBody(upload(lite), "A/b", null, null, null))).contains("name must match");
        assertThat(refusal(new AddBody(upload(lite), null, null, null, null))).contains("name is missing");

        assertThat(objects.list(Bucket.BACKBONES, "")).isEmpty();
    }

    @Test
    void requestsAreRefusedInWords() {
        assertThat(refused(null)).isEqualTo("sha256 must be 64 hex digits");
        assertThat(refused(new AddBody("../../x", "x", null, null, null))).isEqualTo("sha256 must be 64 hex digits");
        assertThat(refusal(new AddBody("a".repeat(64), "A/b", null, null, null)))
                .contains("name must match");

        Response missing = resource(10).add(new AddBody("a".repeat(64), "x", null, null, null));
        assertThat(missing.getStatus()).isEqualTo(404);
        Response large = resource(10).add(new AddBody(upload(new byte[11]), "x", null, null, null));
        assertThat(large.getStatus()).isEqualTo(413);
        assertThat(((Problem) large.getEntity()).problem())
                .isEqualTo("the file has 11 bytes, at most 10 are taken"
                        + " (equipoise.trainer.backbone.max-upload-bytes)");
        assertThat(objects.list(Bucket.BACKBONES, "")).isEmpty();
    }

    private String refused(@Nullable AddBody body) {
        var refused = catchThrowableOfType(
                WebApplicationException.class, () -> resource(40L << 20).add(body));
        return ((Problem) refused.getResponse().getEntity()).problem();
    }

    private String refusal(AddBody body) {
        Response refused = resource(40L << 20).add(body);
        assertThat(refused.getStatus()).isEqualTo(400);
        return ((Problem) refused.getEntity()).problem();
    }

    /** Whoever asks again needs it. */
    @Test
    void anUploadStaysWhereTheStoreFailed() {
        String sha256 = upload(StateDictionaries.zip(StateDictionaries.lite0(1)));
        objects.beforeNextPut(() -> {
            throw new StorageException("no answer", new IOException());
        });
        var body = new AddBody(sha256, "x", null, null, null);

        assertThatThrownBy(() -> resource(40L << 20).add(body)).isInstanceOf(StorageException.class);
        assertThat(objects.list(Bucket.BACKBONES, "uploads/")).hasSize(1);

        assertThat(resource(40L << 20).add(body).getStatus()).isEqualTo(200);
        assertThat(objects.list(Bucket.BACKBONES, "uploads/")).isEmpty();
    }

    @Test
    void theListNamesWhatCannotBeRead() {
        objects.put(Bucket.BACKBONES, "named/x.json", new byte[] {'{'}, "x");

        assertThat(resource(1).all()).singleElement().isInstanceOfSatisfying(BackboneStore.Unreadable.class, one -> {
            assertThat(one.name()).isEqualTo("x");
            assertThat(one.problem()).contains("cannot be read");
        });
    }

    @Test
    void byDefaultAFileOf40MebibytesIsTaken() {
        BackboneConfig config = new SmallRyeConfigBuilder()
                .withMapping(BackboneConfig.class)
                .build()
                .getConfigMapping(BackboneConfig.class);

        assertThat(config.maxUploadBytes()).isEqualTo(40L << 20);
    }
}
