package org.equipoise.monitor.console.http;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import jakarta.ws.rs.WebApplicationException;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelChecked.Readings;
import org.equipoise.common.events.LabelChecked.Settlement;
import org.equipoise.common.events.LabelChecked.Standing;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.LabelSubmitted.Role;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.http.HeldResource.Wish;
import org.equipoise.monitor.console.http.ReviewResource.Deferral;
import org.equipoise.monitor.console.http.ReviewResource.Reading;
import org.equipoise.monitor.kafka.EventWriter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReviewResourceTest {

    private static final String IMAGE = "12".repeat(32);
    private static final Instant SINCE = Instant.parse("2026-11-23T08:00:00Z");

    private final ConsoleState state = ConsoleState.empty();
    private final SecurityIdentity anybody =
            QuarkusSecurityIdentity.builder().setAnonymous(true).build();
    private final ReviewResource review =
            new ReviewResource(state, new EventWriter("127.0.0.1:1"), anybody, Clock.systemUTC());
    private final HeldResource held = new HeldResource(state, anybody, Clock.systemUTC());
    private final PixelsResource pixels = new PixelsResource(state, new InMemoryObjectStore());

    @Test
    void untilWhatWasSaidBeforeIsReadNothingIsRefusedForGood() {
        assertThat(List.<ThrowingCallable>of(
                        () -> review.waiting(null, null, null),
                        () -> held.hold(wish()),
                        review::progress,
                        () -> pixels.pixels("lung", IMAGE, "stored"),
                        () -> review.label("lung", IMAGE, new Reading("benign", null, null)),
                        () -> review.withdraw("lung", IMAGE, null),
                        () -> review.defer("lung", IMAGE, new Deferral("other")),
                        () -> review.deferNoLonger("lung", IMAGE)))
                .allSatisfy(asked -> assertRefused(asked, 503));
        long before = reviewRevision();

        state.caughtUp().set(true);

        assertThat(reviewRevision()).as("pages ask again").isGreaterThan(before);
        assertThat(held.hold(wish())).isEmpty();
        assertRefused(() -> review.label("lung", IMAGE, new Reading("benign", null, null)), 404);
        assertRefused(() -> review.withdraw("lung", IMAGE, null), 404);
    }

    @Test
    void anAnswerThatWasFormedWithOthersOnTheScreenIsNoBlindReading() {
        assign(List.of());

        assertRefused(() -> ofBen().label("lung", IMAGE, new Reading("benign", null, "conflict")), 409);
        assertRefused(() -> ofBen().label("lung", IMAGE, new Reading("benign", null, null)), 409);
        assertThat(state.answers().find("any")).isEmpty();
    }

    @Test
    void onceAllHaveReadAReaderNeitherAnswersNorTakesHisAnswerBack() {
        assign(List.of());
        state.review().submitted(new LabelSubmitted("lung", IMAGE, "benign", "ben", SINCE, Role.READER, null, null));
        assign(List.of("anna", "ben"));

        assertRefused(() -> ofBen().withdraw("lung", IMAGE, null), 409);
        assertRefused(() -> ofBen().label("lung", IMAGE, new Reading("none", null, "assigned")), 409);
    }

    private ReviewResource ofBen() {
        SecurityIdentity ben = QuarkusSecurityIdentity.builder()
                .setPrincipal(() -> "ben")
                .addRole("annotator")
                .build();
        return new ReviewResource(state, new EventWriter("127.0.0.1:1"), ben, Clock.systemUTC());
    }

    /** Two readers are asked; those who have answered say the same. */
    private void assign(List<String> by) {
        state.caughtUp().set(true);
        state.review().declared(new DatasetDeclared("lung", new LabelSet(List.of("none", "benign")), SINCE));
        state.review()
                .checked(new LabelChecked(
                        "lung",
                        IMAGE,
                        Standing.ACCEPTED,
                        List.of(),
                        "benign",
                        1,
                        Split.TRAIN,
                        null,
                        Map.of("anna", "benign", "ben", "benign"),
                        1,
                        SINCE,
                        by.isEmpty() ? null : new Settlement(by, Role.READER, null, List.of(), SINCE),
                        new Readings(2, SINCE, by)));
    }

    private long reviewRevision() {
        return Objects.requireNonNull(state.revisions(0).get("review"));
    }

    private static Wish wish() {
        return new Wish(null, null, 1, null, null);
    }

    private static void assertRefused(ThrowingCallable asked, int status) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        WebApplicationException.class,
                        refusal -> assertThat(refusal.getResponse().getStatus()).isEqualTo(status));
    }
}
