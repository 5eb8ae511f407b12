package org.equipoise.monitor.console.http;

import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.WebApplicationException;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.EventExamples;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.preview.Augmenter;
import org.equipoise.monitor.preview.Augmenter.Answer;
import org.equipoise.monitor.preview.Augmenter.Drawn;
import org.equipoise.monitor.preview.Augmenter.Refused;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AugmentationResourceTest implements Augmenter {

    private static final DatasetFrozen FROZEN = EventExamples.datasetFrozen();

    private final ConsoleState state = ConsoleState.empty();
    private final AugmentationResource resource = resource("annotator");
    private final List<String> asked = new ArrayList<>();
    private Answer answer = new Drawn(new byte[] {7});
    private @Nullable Runnable meanwhile;

    private AugmentationResource resource(String role) {
        SecurityIdentity identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal("dr-who"))
                .addRole(role)
                .build();
        return new AugmentationResource(state, this, identity);
    }

    @BeforeEach
    void frozen() {
        state.datasets().frozen(FROZEN);
    }

    @Override
    public Answer draw(DatasetFrozen version, String augmentation, Sheet sheet) {
        asked.add(
                version.key() + " " + augmentation + " " + sheet.images() + " " + sheet.copies() + " " + sheet.seed());
        if (meanwhile != null) {
            meanwhile.run();
        }
        return answer;
    }

    @Test
    void aSheetIsOfAVersionThatIsKnownHereAsItWasAskedFor() {
        try (var response = resource.sheet(FROZEN.dataset(), FROZEN.version(), "shearFraction=0.1", "4", "2", "9")) {
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getEntity()).isEqualTo(new byte[] {7});
            assertThat(response.getHeaderString("Cache-Control")).isEqualTo("no-store");
        }
        try (var response = resource.sheet(FROZEN.dataset(), FROZEN.version(), null, null, null, null)) {
            assertThat(response.getStatus()).isEqualTo(200);
        }

        assertThat(asked).containsExactly(FROZEN.key() + " shearFraction=0.1 4 2 9", FROZEN.key() + "  6 6 1");
        assertThat(resource.limits(FROZEN.dataset(), FROZEN.version()).modality())
                .isEqualTo(FROZEN.modality());
    }

    @Test
    void whyThereIsNoSheetIsSaid() {
        answer = new Refused(503, "the augment service did not answer within 60 s");

        try (var response = resource.sheet(FROZEN.dataset(), FROZEN.version(), null, null, null, null)) {
            assertThat(response.getStatus()).isEqualTo(503);
            assertThat(response.getEntity()).isEqualTo(new Problem("the augment service did not answer within 60 s"));
        }
    }

    @Test
    void whatCannotBeMeantIsNotAsked() {
        assertRefused(() -> resource.sheet(FROZEN.dataset(), "another", null, null, null, null), 404);
        assertRefused(() -> resource.limits("another", FROZEN.version()), 404);
        assertRefused(() -> resource.sheet(FROZEN.dataset(), FROZEN.version(), null, "17", null, null), 400);
        assertRefused(() -> resource.sheet(FROZEN.dataset(), FROZEN.version(), null, null, "13", null), 400);
        assertRefused(
                () -> resource.sheet(FROZEN.dataset(), FROZEN.version(), "x".repeat(1001), null, null, null), 400);
        assertThat(asked).isEmpty();
    }

    @Test
    void whoMayOnlyReadSeesTheLimitsAndNoImages() {
        AugmentationResource viewers = resource("viewer");

        assertRefused(() -> viewers.sheet(FROZEN.dataset(), FROZEN.version(), null, null, null, null), 403);
        assertThat(asked).isEmpty();
        assertThat(viewers.limits(FROZEN.dataset(), FROZEN.version()).transforms())
                .isNotEmpty();
    }

    @Test
    void whileOneSheetIsDrawnNobodyWaitsForAnother() {
        meanwhile = () ->
                assertRefused(() -> resource.sheet(FROZEN.dataset(), FROZEN.version(), null, null, null, null), 503);
        assertDrawn();

        assertThat(asked).hasSize(1);
        meanwhile = null;
        assertDrawn();
    }

    @Test
    void aSheetThatFailsGivesItsTurnBack() {
        meanwhile = () -> {
            throw new IllegalStateException("broken");
        };
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::assertDrawn);
        meanwhile = null;
        assertDrawn();
    }

    private void assertDrawn() {
        try (var response = resource.sheet(FROZEN.dataset(), FROZEN.version(), null, null, null, null)) {
            assertThat(response.getStatus()).isEqualTo(200);
        }
    }

    private static void assertRefused(ThrowingCallable asked, int status) {
        assertThatExceptionOfType(WebApplicationException.class)
                .isThrownBy(asked)
                .satisfies(
                        refused -> assertThat(refused.getResponse().getStatus()).isEqualTo(status));
    }
}
