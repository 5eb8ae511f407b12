package org.equipoise.monitor.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.equipoise.common.events.AlertChanged;
import org.equipoise.common.events.AlertChanged.State;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.monitor.kafka.DrivenTopology.Watcher;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.Fixtures;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model that was trained elsewhere is watched from its registration on: the decisions are the bytes that the
 * registrar's own test compares with what it publishes.
 */
class RegisteredModelTest {

    private static final Instant START = Fixtures.START;

    @TempDir
    private Path directory;

    private Watcher watcher;

    @BeforeEach
    void open() {
        watcher = DrivenTopology.watcher(directory, true, new RecordingListener());
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    @Test
    void aModelThatWasJudgedIsHealthyUntilItCollapses() throws Exception {
        Champion champion = register("registered-model-decided.json");
        List<Double> shares = champion.reference().shares();
        int studies = 0;
        for (int n = 0; n < 300; n++) {
            double at = (n * 0.618) % 1;
            answer(champion, studies++, at < shares.get(0) ? 0 : at < shares.get(0) + shares.get(1) ? 1 : 2);
        }
        Condition before = condition(champion);

        for (int n = 0; n < 400; n++) {
            answer(champion, studies++, 0);
        }

        assertThat(champion.reference().upperBounds().get(0)).isLessThan(0.5);
        assertThat(before).isEqualTo(Condition.HEALTHY);
        assertThat(alerts()).extracting(AlertChanged::state).startsWith(State.PENDING, State.FIRING);
        assertThat(condition(champion)).isEqualTo(Condition.COLLAPSED);
    }

    /** Nobody knows its healthy shares: every share is within the bounds of 0 and 1. */
    @Test
    void aModelThatNobodyJudgedIsCountedAndNeverRaisesAnAlarm() throws Exception {
        Champion champion = register("unjudged-model-decided.json");

        for (int n = 0; n < 600; n++) {
            answer(champion, n, 0);
        }

        assertThat(alerts()).isEmpty();
        assertThat(condition(champion)).isEqualTo(Condition.HEALTHY);
    }

    private Champion register(String name) throws IOException, MalformedEventException {
        byte[] json;
        try (InputStream in = ModelDecided.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            json = in.readAllBytes();
        }
        watcher.decisions().pipeInput("vendor", json);
        Champion champion = EventCodec.read(json, ModelDecided.class).champion();
        assertThat(champion).isNotNull();
        return champion;
    }

    private void answer(Champion champion, int study, int answer) {
        // No two answers are equal to the bit, as those of a real model.
        double sure = .8 + study * 1e-6;
        double rest = (1 - sure) / 2;
        List<Double> probabilities = new ArrayList<>(List.of(rest, rest, rest));
        probabilities.set(answer, sure);
        var made = new PredictionMade(
                "vendor",
                champion.version(),
                "study-" + study,
                "image-" + study,
                null,
                1,
                champion.labelSet().classes(),
                probabilities,
                null,
                null,
                START);
        watcher.predictions().pipeInput("vendor", EventCodec.write(made));
    }

    private Condition condition(Champion champion) {
        byte[] stored = watcher.stored("vendor/" + champion.version());
        return new WatchedVersionCodec(Fixtures.POLICY).read(stored).condition();
    }

    private List<AlertChanged> alerts() throws MalformedEventException {
        return DrivenTopology.alerts(watcher.alerts());
    }
}
