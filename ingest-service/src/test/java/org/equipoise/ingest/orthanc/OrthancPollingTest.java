package org.equipoise.ingest.orthanc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.testing.ManualClock;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.TestDeliveries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OrthancPollingTest {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final FakeOrthanc orthanc = new FakeOrthanc();
    private final List<String> observed = new ArrayList<>();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // Before each test.
    private TestDeliveries doors;

    private boolean ours = true;

    @BeforeEach
    void open() throws IOException, RoutesException {
        doors = new TestDeliveries(folder, Map.of());
    }

    @AfterEach
    void close() {
        doors.close();
    }

    private static byte[] radiograph(String study, int instance) {
        return Instances.radiograph(study, study + "." + instance, instance).toBytes();
    }

    private void store(String study, int... instances) throws AnswerException {
        for (int instance : instances) {
            orthanc.store(study, study + "/" + instance, radiograph(study, instance));
        }
    }

    private OrthancPolling polling() {
        return polling(Map.of());
    }

    private OrthancPolling polling(Map<String, String> set) {
        var positions = new Positions(doors.store(), "http://orthanc/");
        return new OrthancPolling(
                orthanc, positions, doors.deliveries(), observer(), TestSettings.of(set), clock, () -> ours);
    }

    private Position kept() {
        return new Positions(doors.store(), "http://orthanc/").load().orElseThrow();
    }

    private List<String> images() {
        return doors.store().list(Bucket.STUDIES, "dicom/");
    }

    @Test
    void aStudyIsTakenAsOneWhenItIsStable() throws IOException {
        store("1.2.1", 1, 2, 3);
        OrthancPolling polling = polling();

        assertThat(polling.step()).isEqualTo(INTERVAL);
        assertThat(doors.announced()).as("not before it is stable").isEmpty();
        orthanc.stable("1.2.1");
        polling.step();

        assertThat(doors.announced())
                .singleElement()
                .satisfies(study -> assertThat(study.images()).hasSize(3));
        assertThat(images()).hasSize(3);
        assertThat(observed).containsExactly("begins after 0", "taken at 4: 3");
        assertThat(kept()).isEqualTo(new Position(4, "20260101T000004"));
        polling.step();
        assertThat(orthanc.files).as("nothing is fetched twice").isEqualTo(3);
    }

    @Test
    void whoComesNextGoesOnWhereItWasLeft() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        polling().step();
        store("1.2.2", 1);
        orthanc.stable("1.2.2");

        polling().step();

        assertThat(observed).containsExactly("begins after 0", "taken at 2: 1", "begins after 2", "taken at 4: 1");
        assertThat(orthanc.files).isEqualTo(2);
    }

    @Test
    void aLateInstanceComesWithItsStudyUnderTheSameKeys() throws IOException {
        store("1.2.1", 1, 2);
        orthanc.stable("1.2.1");
        OrthancPolling polling = polling();
        polling.step();
        store("1.2.1", 3);
        orthanc.stable("1.2.1");

        polling.step();

        assertThat(images()).hasSize(3);
        assertThat(doors.announced()).hasSize(2);
        assertThat(doors.announced())
                .extracting(StudyPublished::studyId)
                .containsOnly(doors.announced().get(0).studyId());
        assertThat(doors.announced().get(1).images())
                .hasSize(3)
                .containsAll(doors.announced().get(0).images());
    }

    @Test
    void aStudyThatWasStableTwiceIsTakenTheLastTime() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        store("1.2.1", 2);
        orthanc.stable("1.2.1");

        polling().step();

        assertThat(observed).containsExactly("begins after 0", "taken at 4: 2");
    }

    @Test
    void pagesFollowEachOtherWithoutAPause() throws IOException {
        store("1.2.1", 1, 2, 3, 4, 5);
        orthanc.stable("1.2.1");
        OrthancPolling polling = polling(Map.of("page", "2"));

        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pauses.add(polling.step());
        }

        assertThat(pauses).containsExactly(Duration.ZERO, Duration.ZERO, INTERVAL);
        assertThat(doors.announced()).hasSize(1);
    }

    @Test
    void anInstanceWhoseStudyIsNeverSaidToBeStableIsAskedFor() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        store("1.2.2", 1, 2);
        OrthancPolling polling = polling();
        polling.step();
        assertThat(kept().seq()).as("not past what is not durable").isEqualTo(2);

        clock.pass(Duration.ofSeconds(119));
        polling.step();
        assertThat(doors.announced()).hasSize(1);
        clock.pass(Duration.ofSeconds(1));
        polling.step();

        assertThat(doors.announced()).hasSize(2);
        assertThat(doors.announced().get(1).images()).hasSize(2);
        assertThat(kept().seq()).isEqualTo(4);
    }

    @Test
    void aStudyThatStillGrowsIsWaitedFor() throws IOException {
        store("1.2.1", 1);
        orthanc.unstable.add(FakeOrthanc.id("1.2.1"));
        OrthancPolling polling = polling();
        polling.step();
        clock.pass(Duration.ofMinutes(2));
        polling.step();
        assertThat(doors.announced()).isEmpty();

        orthanc.unstable.clear();
        polling.step();
        assertThat(doors.announced()).as("not asked again at once").isEmpty();
        clock.pass(Duration.ofMinutes(2));
        polling.step();

        assertThat(doors.announced()).hasSize(1);
    }

    @Test
    void whatWasDeletedIsCountedAndPassed() throws IOException {
        store("1.2.1", 1);
        store("1.2.2", 1, 2);
        orthanc.stable("1.2.2");
        OrthancPolling polling = polling();
        orthanc.studies.remove(FakeOrthanc.id("1.2.1"));
        orthanc.studies.values().forEach(study -> study.remove(FakeOrthanc.id("1.2.2/1")));
        orthanc.stable("1.2.1");

        polling.step();

        assertThat(observed).containsExactly("begins after 0", "taken at 4: 1", "gone at 5: 0");
        clock.pass(Duration.ofMinutes(3));
        polling.step();
        assertThat(observed).endsWith("gone at 1: 1", "gone at 2: 1");
        assertThat(kept().seq()).isEqualTo(5);
    }

    @Test
    void whileKafkaIsAwayTheSameStudyIsTriedAgain() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        store("1.2.2", 1);
        orthanc.stable("1.2.2");
        doors.kafkaIsAway(true);
        OrthancPolling polling = polling();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(polling::step).isInstanceOf(NotAnnouncedException.class);
        }
        assertThat(doors.store().list(Bucket.STUDIES, "orthanc/"))
                .as("no place is kept")
                .isEmpty();

        doors.kafkaIsAway(false);
        polling.step();

        assertThat(doors.announced()).hasSize(2);
        assertThat(doors.observed()).containsExactly("stored 1", "stored 1");
        assertThat(kept().seq()).isEqualTo(4);
    }

    @Test
    void anotherDatabaseIsReadFromItsBeginning() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        OrthancPolling polling = polling();
        polling.step();
        assertThat(kept().seq()).isEqualTo(2);
        // As many changes as before, later.
        orthanc.changes.clear();
        orthanc.last = 0;
        orthanc.day = "20260202";
        store("1.2.2", 1);
        orthanc.stable("1.2.2");

        polling.step();
        assertThat(kept()).isEqualTo(Position.BEGINNING);
        polling.step();
        assertThat(observed).endsWith("taken at 2: 1");
        // And one without any.
        orthanc.changes.clear();
        orthanc.last = 0;
        polling.step();

        assertThat(observed.stream().filter("begins after 0"::equals)).hasSize(3);
    }

    @Test
    void deletedChangesAreNoOtherDatabase() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        OrthancPolling polling = polling();
        polling.step();

        orthanc.delete("1.2.1");
        polling.step();
        store("1.2.2", 1);
        orthanc.changes.remove(0);
        orthanc.stable("1.2.2");
        polling.step();

        assertThat(observed.stream().filter(line -> line.startsWith("begins"))).hasSize(1);
        assertThat(observed).endsWith("taken at 4: 1");
    }

    @Test
    void oneObjectThatCannotBeHadDoesNotHoldUpTheRest() throws IOException {
        store("1.2.1", 1, 2, 3);
        orthanc.stable("1.2.1");
        orthanc.broken.add(FakeOrthanc.id("1.2.1/2"));
        OrthancPolling polling = polling();
        for (int i = 0; i < Tries.MOST; i++) {
            assertThatThrownBy(polling::step).isInstanceOf(AnswerException.class);
        }

        polling.step();

        assertThat(doors.observed()).containsExactly("stored 1", "refused NOT_FETCHED", "stored 1");
        assertThat(observed).endsWith("taken at 4: 3", "left out at 4: 1 of 3 objects were not given");
    }

    @Test
    void aLeftOutStudyIsNotAskedForAgainForEachOfItsInstances() throws IOException {
        store("1.2.1", 1, 2, 3);
        orthanc.stable("1.2.1");
        orthanc.broken.add(FakeOrthanc.id("1.2.1"));
        OrthancPolling polling = polling();
        for (int i = 1; i < Tries.MOST; i++) {
            assertThatThrownBy(polling::step).isInstanceOf(AnswerException.class);
        }
        polling.step();

        clock.pass(Duration.ofMinutes(2));
        for (int i = 0; i < 4; i++) {
            polling.step();
        }

        assertThat(orthanc.lists).isEqualTo(Tries.MOST);
        assertThat(kept().seq()).isEqualTo(4);
        orthanc.broken.clear();
        store("1.2.1", 4);
        polling.step();
        clock.pass(Duration.ofMinutes(2));
        polling.step();
        assertThat(observed).as("what comes later is another matter").endsWith("taken at 5: 4");
    }

    @Test
    void aStudyThatCannotBeAskedForIsLeftOut() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        store("1.2.2", 1);
        orthanc.stable("1.2.2");
        orthanc.broken.add(FakeOrthanc.id("1.2.1"));
        orthanc.broken.add(FakeOrthanc.id("1.2.1/1"));
        OrthancPolling polling = polling();
        for (int i = 1; i < Tries.MOST; i++) {
            assertThatThrownBy(polling::step).isInstanceOf(AnswerException.class);
        }
        polling.step();
        assertThat(observed).endsWith("left out at 2: it was answered with status 400", "taken at 4: 1");

        clock.pass(Duration.ofMinutes(2));
        for (int i = 1; i < Tries.MOST; i++) {
            assertThatThrownBy(polling::step).isInstanceOf(AnswerException.class);
        }
        polling.step();

        assertThat(observed).endsWith("left out at 1: it was answered with status 400");
        assertThat(kept().seq()).isEqualTo(4);
    }

    @Test
    void whatIsRefusedIsCountedAndTheNextIsTaken() throws IOException, RoutesException {
        doors.close();
        doors = new TestDeliveries(folder, Map.of("object-bytes", "5000"));
        orthanc.store(
                "1.2.1",
                "burned",
                Instances.radiograph("1.2.1", "1.2.1.1", 1)
                        .text(Tag.BURNED_IN_ANNOTATION, "CS", "YES")
                        .toBytes());
        orthanc.store("1.2.1", "large", new byte[5001]);
        orthanc.store("1.2.1", "good", radiograph("1.2.1", 3));
        orthanc.stable("1.2.1");

        polling().step();

        assertThat(doors.observed()).containsExactly("refused BURNED_IN_ANNOTATION", "refused TOO_LARGE", "stored 1");
        assertThat(kept().seq()).isEqualTo(4);
    }

    @Test
    void aStudyOfMoreImagesThanADeliveryHasIsTakenInSeveral() throws IOException, RoutesException {
        doors.close();
        doors = new TestDeliveries(folder, Map.of("images", "5", "objects", "4"));
        for (int i = 1; i <= 3; i++) {
            orthanc.store(
                    "1.2.1",
                    "1.2.1/" + i,
                    Instances.cine("1.2.1", "1.2.1." + i, 3, 10 * i).toBytes());
        }
        orthanc.stable("1.2.1");

        polling().step();

        assertThat(images()).hasSize(9);
        assertThat(doors.announced()).hasSize(3);
    }

    @Test
    void whoHasNoTurnTakesAndKeepsNothing() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        ours = false;

        polling().step();

        assertThat(doors.announced()).isEmpty();
        assertThat(doors.store().list(Bucket.STUDIES, "")).isEmpty();
    }

    @Test
    void theFirstTimeTheLogIsReadFromWhereItIsSaid() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        store("1.2.2", 1);
        orthanc.stable("1.2.2");

        polling(Map.of("from", "2")).step();

        assertThat(observed).containsExactly("begins after 2", "taken at 4: 1");
    }

    @Test
    void aPlaceThatIsNoneIsNotBelieved() throws IOException {
        store("1.2.1", 1);
        orthanc.stable("1.2.1");
        polling().step();
        String key = doors.store().list(Bucket.STUDIES, "orthanc/").get(0);
        assertThat(key).matches("orthanc/[0-9a-f]{32}\\.json");

        for (String damaged :
                List.of("", "{}", "{\"seq\":-1,\"date\":\"\"}", "{\"seq\":7,\"date\":\"../..\"}", "[[[")) {
            doors.store().put(Bucket.STUDIES, key, damaged.getBytes(java.nio.charset.StandardCharsets.UTF_8), "x");
            observed.clear();
            polling().step();
            assertThat(observed).as(damaged).containsExactly("begins after 0", "taken at 2: 1");
        }
    }

    @Test
    void aChangeThatCannotBeIsRefused() {
        String id = FakeOrthanc.id("a");
        assertThatThrownBy(() -> Change.of(-1, "20260101T000000", "NewInstance", id))
                .isInstanceOf(AnswerException.class)
                .hasMessageContaining("Seq below 1");
        assertThatThrownBy(() -> Change.of(1, "../../etc", "NewInstance", id))
                .hasMessageContaining("Date")
                .hasMessageNotContaining("etc");
        for (String wrong : List.of("", "../../system", id + "/..", id.toUpperCase(java.util.Locale.ROOT), id + "\n")) {
            assertThatThrownBy(() -> Change.of(1, "20260101T000000", "StableStudy", wrong))
                    .isInstanceOf(AnswerException.class)
                    .hasMessageNotContaining("system");
        }
    }

    @Test
    void aLogWhoseNumbersDoNotRiseIsRefused() throws AnswerException {
        Change five = Change.of(5, "20260101T000000", "NewPatient", "");
        Change four = Change.of(4, "20260101T000000", "NewPatient", "");

        assertThatThrownBy(() -> new ChangePage(List.of(five, four), true).checked(3, 10))
                .isInstanceOf(AnswerException.class)
                .hasMessageContaining("do not rise");
        assertThatThrownBy(() -> new ChangePage(List.of(four), true).checked(4, 10))
                .hasMessageContaining("do not rise");
        assertThatThrownBy(() -> new ChangePage(List.of(four, five), true).checked(3, 1))
                .hasMessageContaining("more than the 1 changes");
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName() {
        TestSettings.of(Map.of("user", "u", "password", "p")).check();
        for (String[] wrong : new String[][] {
            {"interval", "PT0.01S"},
            {"page", "0"},
            {"from", "-1"},
            {"object-time", "PT0S"},
            {"give-up-after", "PT59S"},
            {"give-up-after", "P7DT1S"},
            {"user", "u"}
        }) {
            assertThatThrownBy(() -> TestSettings.of(Map.of(wrong[0], wrong[1])).check())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("equipoise.ingest.orthanc." + wrong[0]);
        }
    }

    private PollObserver observer() {
        return new PollObserver() {
            @Override
            public void taken(long seq, List<ObjectOutcome> outcomes) {
                observed.add("taken at " + seq + ": " + outcomes.size());
            }

            @Override
            public void gone(long seq, int instances) {
                observed.add("gone at " + seq + ": " + instances);
            }

            @Override
            public void leftOut(long seq, String reason) {
                observed.add("left out at " + seq + ": " + reason);
            }

            @Override
            public void begins(Position from, String reason) {
                observed.add("begins after " + from.seq());
            }

            @Override
            public void failed(String kind, String reason) {
                observed.add("failed " + kind);
            }
        };
    }
}
