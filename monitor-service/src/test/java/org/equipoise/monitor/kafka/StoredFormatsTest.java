package org.equipoise.monitor.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.Cause;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.AlertsSilenced;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.CanariesReplayed.ClassResult;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.ModelDecided.GateCheck;
import org.equipoise.common.events.ModelDecided.HealthyReference;
import org.equipoise.common.events.ModelDecided.Outcome;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.PredictionMade.InputStatistics;
import org.equipoise.common.events.PredictionMade.Source;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryVerdict;
import org.equipoise.monitor.collapse.StudyAnswers;
import org.equipoise.monitor.notice.Notice;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.OpenStudy;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bytes that each released format left in the stores can be read for ever, or are known to be relearned. A format
 * that changes gets a number, and a folder of its own beside these.
 */
class StoredFormatsTest {

    private static final Instant START = Fixtures.START;
    private static final WatchedVersionCodec CODEC = new WatchedVersionCodec(Fixtures.POLICY);

    @TempDir
    private Path directory;

    /** With everything that can be there: a reference with a confusion, sources, canaries and a collapse that fires. */
    static WatchedVersion version() {
        var version = new WatchedVersion("nodules", "v1", Fixtures.LABELS, Fixtures.POLICY, START.toEpochMilli());
        version.promote(champion(), START);
        for (int n = 0; n < 1000; n++) {
            int answer = n >= 600 ? 0 : n % 10 == 9 ? 1 : n % 25 == 0 ? 2 : 0;
            version.count(prediction(n, answer));
            version.add(
                    StudyAnswers.single(3, answer),
                    Fixtures.outputs(n % 20 / 20.0, false),
                    START.toEpochMilli() + 1000L * n,
                    START.plusSeconds(n));
        }
        version.replayed(CanaryVerdict.of(new CanariesReplayed(
                "nodules",
                "v1",
                "scorer-1",
                List.of(new ClassResult("none", 8, 8, 8, null), new ClassResult("benign", 8, 0, 8, null)),
                0.7,
                16,
                16,
                null,
                START.plusSeconds(650),
                START.plusSeconds(2000))));
        return version;
    }

    private static Champion champion() {
        Champion plain = Fixtures.champion("v1");
        var reference = new HealthyReference(
                List.of(.87, .09, .04),
                List.of(.84, .07, .025),
                List.of(.90, .12, .06),
                1000,
                List.of(.86, .09, .05),
                List.of(List.of(860L, 5L, 5L), List.of(6L, 80L, 4L), List.of(4L, 5L, 31L)));
        return new Champion("v1", plain.artifactKey(), plain.labelSet(), plain.input(), reference);
    }

    private static PredictionMade prediction(int n, int answer) {
        PredictionMade plain = Fixtures.prediction("v1", "s" + n, "i" + n, 1, answer);
        var source = n % 3 == 0 ? null : new Source("DX", n % 3 == 1 ? "XR1" : "XR2");
        return Fixtures.at(START.plusSeconds(n), Fixtures.with(new InputStatistics(100 + n % 7, 40), source, plain));
    }

    private static OpenStudy study() {
        OpenStudy study = OpenStudy.begin(3, 4, START.toEpochMilli());
        study.add(prediction(1, 0), false);
        study.add(prediction(2, 1), true);
        return study;
    }

    private static ModelDecided decision() {
        return new ModelDecided(
                "nodules",
                "v1",
                "run-1",
                Outcome.PROMOTED,
                List.of(new GateCheck("minimum-recall", true, .8, .5, "0.8 of 0.5")),
                champion(),
                START,
                "why");
    }

    private static AlertChanged alert() {
        return Fixtures.alert(State.FIRING, 400, Cause.MODEL);
    }

    @Test
    void format4OfAVersionIsReadAndItsRhythmsAreLearnedAnew() throws IOException {
        WatchedVersion read = CODEC.read(bytes("format-4/version.bin"));

        assertThat(read.condition()).isEqualTo(Condition.COLLAPSED);
        assertThat(read.predictions()).isEqualTo(1000);
        assertThat(read.canaries()).isEqualTo(version().canaries());
        assertThat(read.rhythms()).isEmpty();
        // Everything else is as today's code makes it: what is written again is today's format.
        assertThat(Arrays.copyOfRange(CODEC.write(read), 1, bytes("format-4/version.bin").length))
                .isEqualTo(Arrays.copyOfRange(CODEC.write(version()), 1, bytes("format-4/version.bin").length));
        assertThat(CODEC.write(read)[0]).isEqualTo((byte) 5);
    }

    @Test
    void format5OfAVersionIsTodays() throws IOException {
        assertThat(CODEC.write(version())).isEqualTo(bytes("format-5/version.bin"));
        assertThat(CODEC.write(CODEC.read(bytes("format-5/version.bin")))).isEqualTo(bytes("format-5/version.bin"));
    }

    @Test
    void theOtherStoresAreAsTheyWereInFormat4() throws Exception {
        assertThat(study().toBytes()).isEqualTo(bytes("format-4/study.bin"));
        assertThat(OpenStudy.fromBytes(bytes("format-4/study.bin")).toBytes()).isEqualTo(study().toBytes());
        assertThat(EventCodec.read(bytes("format-4/decision.json"), ModelDecided.class))
                .isEqualTo(decision());
        assertThat(EventCodec.read(bytes("format-4/alert.json"), AlertChanged.class))
                .isEqualTo(alert());
        assertThat(EventCodec.read(bytes("format-4/notice.json"), Notice.class))
                .isEqualTo(new Notice(alert(), "told", START, 3, START.plusSeconds(8)));
        assertThat(EventCodec.read(bytes("format-4/silence.json"), AlertsSilenced.class))
                .isEqualTo(Fixtures.silence(AlertChanged.Kind.COLLAPSE, 10));
    }

    /**
     * A release that knows less or more than the one that wrote them: nothing stops, what is lost is told and
     * relearned.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0003 an earlier format",
                "\u007f a later format",
                "",
                "\u0005 cut off",
                "\u0005\u0000\u0001a\u0000\u0001b\u007f"
            })
    void whatIsStoredInAFormatThatNobodyKnowsIsLearnedAnew(String unknown) {
        byte[] bytes = unknown.getBytes(StandardCharsets.UTF_8);
        try (var driver = new WatchDriver(directory, new RecordingListener())) {
            driver.promote("v1");
            driver.store(WatchStores.VERSIONS).put("nodules/v1", bytes);
            driver.store(WatchStores.VERSIONS).put("nodules/v2", bytes);
            driver.store(WatchStores.STUDIES).put("nodules/v1/s", bytes);
            driver.store(WatchStores.STUDIES).put("nodules/gone/s", study().toBytes());
            driver.store(WatchStores.ALERTS).put("nodules/v1/collapse/none", EventCodec.write(alert()));
            driver.store(WatchStores.ALERTS).put("nodules/v1/unknown", bytes);
            driver.store(WatchStores.NOTICES).put("nodules/v1/unknown", bytes);

            driver.predict(Fixtures.prediction("v1", "s", "a", 2, 0));
            driver.predict(Fixtures.prediction("v1", "s", "b", 2, 0));
            driver.seconds(60);
            driver.promote("v2");
            driver.store(WatchStores.DECISIONS).put("nodules", bytes);
            driver.predict(Fixtures.prediction("v2", "s", "a", 1, 0));

            assertThat(driver.version("v1").predictions()).isEqualTo(2);
            assertThat(driver.version("v1").studies()).isEqualTo(1);
            assertThat(driver.version("v1").condition()).isEqualTo(Condition.SUPERSEDED);
            assertThat(driver.version("v2").condition()).isEqualTo(Condition.NO_REFERENCE);
            assertThat(driver.unforeseen).isEmpty();
            assertThat(driver.records(Topics.ALERTS_CHANGED))
                    .singleElement()
                    .satisfies(told -> assertThat(new String(told.value(), StandardCharsets.UTF_8))
                            .contains("\"resolved\"", "learned anew"));
            assertThat(driver.store(WatchStores.STUDIES).get("nodules/gone/s")).isNull();
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = StoredFormatsTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            return in.readAllBytes();
        }
    }
}
