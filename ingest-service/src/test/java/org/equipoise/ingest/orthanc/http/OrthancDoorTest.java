package org.equipoise.ingest.orthanc.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.ingest.doors.ObjectOutcome;
import org.equipoise.ingest.doors.TestDeliveries;
import org.equipoise.ingest.orthanc.PollObserver;
import org.equipoise.ingest.orthanc.Position;
import org.equipoise.ingest.orthanc.TestSettings;
import org.equipoise.ingest.orthanc.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class OrthancDoorTest {

    private final List<String> observed = new CopyOnWriteArrayList<>();

    @Test
    void anErrorDoesNotEndTheAskingInSilence(@TempDir Path spool)
            throws IOException, RoutesException, InterruptedException {
        try (var server = RawServer.of(200, "{\"Changes\":[],\"Done\":true,\"Last\":0}");
                var doors = new TestDeliveries(spool, Map.of())) {
            var door = new OrthancDoor(
                    TestSettings.of(Map.of("url", server.url())),
                    doors.store(),
                    doors.deliveries(),
                    observer(),
                    () -> Instant.EPOCH,
                    turn());

            door.onStart(new StartupEvent());

            await().untilAsserted(() -> assertThat(observed)
                    .startsWith("begins", "failed unforeseen")
                    .hasSize(3));
            door.onStop(new ShutdownEvent());
        }
    }

    private static Turn turn() {
        return new Turn() {
            @Override
            public void start() {
                // It is ours from the beginning.
            }

            @Override
            public boolean isOurs() {
                return true;
            }

            @Override
            public void close() {
                // Nobody else has it.
            }
        };
    }

    private PollObserver observer() {
        return new PollObserver() {
            @Override
            public void taken(long seq, List<ObjectOutcome> outcomes) {
                observed.add("taken");
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
                if (observed.size() == 1) {
                    throw new OutOfMemoryError("as if");
                }
            }

            @Override
            public void failed(String kind, String reason) {
                observed.add("failed " + kind);
            }
        };
    }
}
