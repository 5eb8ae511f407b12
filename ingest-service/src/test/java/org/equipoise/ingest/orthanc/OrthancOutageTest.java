package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import org.equipoise.common.testing.ManualClock;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.ingest.doors.Deliveries;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.TestDeliveries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** An Orthanc that answers, and cannot give what it has: its storage is away, or a file of it. */
class OrthancOutageTest {

    private static final Duration GIVE_UP_AFTER = Duration.ofHours(6);
    private static final String AWAY = FakeOrthanc.id("1.2.1/2");

    private final FakeOrthanc orthanc = new FakeOrthanc();
    private final List<String> observed = new ArrayList<>();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // Before each test.
    private TestDeliveries doors;

    @SuppressWarnings("NullAway.Init") // Before each test.
    private OrthancPolling polling;

    @BeforeEach
    void open() throws IOException, RoutesException {
        doors = new TestDeliveries(folder, Map.of());
        polling = new OrthancPolling(
                orthanc,
                new Positions(doors.store(), "http://orthanc/"),
                doors.deliveries(),
                observer(),
                TestSettings.of(Map.of()),
                clock,
                () -> true);
        store("1.2.1", 1, 2);
        orthanc.stable("1.2.1");
        orthanc.away.add(AWAY);
    }

    @AfterEach
    void close() {
        doors.close();
    }

    private void store(String study, int... instances) throws AnswerException {
        for (int instance : instances) {
            byte[] file = Instances.radiograph(study, study + "." + instance, instance)
                    .toBytes();
            orthanc.store(study, study + "/" + instance, file);
        }
    }

    private long kept() {
        return new Positions(doors.store(), "http://orthanc/")
                .load()
                .orElseThrow()
                .seq();
    }

    private void failsInItsPlace() {
        for (int i = 1; i < Tries.MOST; i++) {
            assertThatThrownBy(polling::step).isInstanceOf(AnswerException.class);
            clock.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void aFaultOfHalfAMinuteOrOfHoursLosesNothing() throws IOException {
        failsInItsPlace();
        for (Duration passed = Duration.ZERO;
                passed.compareTo(Duration.ofHours(5)) < 0;
                passed = passed.plusMinutes(1)) {
            polling.step();
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(doors.announced()).isEmpty();
        assertThat(kept()).as("not past what is not durable").isZero();

        orthanc.away.clear();
        polling.step();
        clock.pass(Duration.ofMinutes(2));
        polling.step();

        assertThat(doors.observed()).containsExactly("stored 1", "stored 1");
        assertThat(observed).doesNotContain("left out").contains("taken at 3: 2");
        assertThat(kept()).isEqualTo(3);
    }

    @Test
    void othersAreTakenMeanwhile() throws IOException {
        store("1.2.2", 1);
        orthanc.stable("1.2.2");
        failsInItsPlace();

        polling.step();

        assertThat(observed).endsWith("failed answer", "taken at 5: 1");
        assertThat(kept()).isZero();
    }

    @Test
    void afterThatTimeOnlyWhatIsNotGivenIsLeftOut() throws IOException {
        failsInItsPlace();
        polling.step();
        clock.pass(GIVE_UP_AFTER);

        polling.step();

        assertThat(doors.observed()).containsExactly("stored 1", "refused NOT_FETCHED");
        assertThat(observed).endsWith("taken at 3: 2", "left out");
        polling.step();
        assertThat(kept()).isEqualTo(3);
    }

    @Test
    void aStudyThatCannotBeListedWaitsAsLong() throws IOException {
        orthanc.away.add(FakeOrthanc.id("1.2.1"));
        failsInItsPlace();
        polling.step();
        clock.pass(GIVE_UP_AFTER.minus(Duration.ofMinutes(6)));
        polling.step();
        assertThat(observed).doesNotContain("left out");

        clock.pass(Duration.ofMinutes(6));
        polling.step();

        assertThat(observed).endsWith("left out");
        assertThat(kept()).isEqualTo(3);
    }

    @Test
    void anObjectIsAskedForWhenThereIsRoomForIt() throws IOException, RoutesException {
        doors.close();
        doors = new TestDeliveries(folder, Map.of("parallelism", "1"));
        Deliveries usual = doors.deliveries();
        var slow = new CountDownLatch(1);
        Executor executor = task -> CompletableFuture.runAsync(() -> {
            try {
                slow.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            task.run();
        });
        orthanc.away.clear();
        store("1.2.1", 3);
        var taking = new StudyTaking(
                orthanc,
                new Deliveries(usual.reception(), usual.spool(), executor, usual.settings()),
                observer(),
                TestSettings.of(Map.of()),
                clock);

        CompletableFuture<List<String>> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return taking.take(FakeOrthanc.id("1.2.1"), 3);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        await().during(Duration.ofMillis(300)).until(() -> orthanc.files == 2);
        slow.countDown();
        assertThat(taken.join()).hasSize(3);
    }

    private PollObserver observer() {
        return new PollObserver() {
            @Override
            public void taken(long seq, List<ObjectOutcome> outcomes) {
                observed.add("taken at " + seq + ": " + outcomes.size());
            }

            @Override
            public void gone(long seq, int instances) {
                observed.add("gone");
            }

            @Override
            public void leftOut(long seq, String reason) {
                observed.add("left out");
            }

            @Override
            public void begins(Position from, String reason) {
                observed.add("begins");
            }

            @Override
            public void failed(String kind, String reason) {
                observed.add("failed " + kind);
            }
        };
    }
}
