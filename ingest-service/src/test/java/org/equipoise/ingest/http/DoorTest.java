package org.equipoise.ingest.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import jakarta.ws.rs.core.Response;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Options;
import org.equipoise.dicom.deidentification.PseudonymKey;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.ingest.doors.Announcer;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.doors.Arrival;
import org.equipoise.ingest.doors.DoorObserver;
import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.ingest.doors.ObjectReception;
import org.equipoise.ingest.doors.Refusal;
import org.equipoise.ingest.doors.Spool;
import org.equipoise.ingest.receiving.LargeImages;
import org.equipoise.security.http.Problem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a sender is told when what it relies on fails. */
class DoorTest {

    private static final byte[] OBJECT =
            Instances.radiograph("1.2.3", "1.2.3.1", 1).toBytes();
    private static final DoorObserver NOBODY = new DoorObserver() {
        @Override
        public void stored(int images) {
            // Not asked here.
        }

        @Override
        public void refused(Refusal refusal) {
            // Not asked here.
        }
    };

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final DoorSettings settings = new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .withDefaultValue("equipoise.state-dir", "state")
            .withDefaultValue("equipoise.instance", "0")
            .withDefaultValue("equipoise.ingest.doors.requests", "1")
            .withMapping(DoorSettings.class)
            .build()
            .getConfigMapping(DoorSettings.class);
    private final PixelDecoder decoder = new PixelDecoder(settings.limits());
    private @Nullable Spool spool;
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void stop() throws IOException {
        executor.shutdownNow();
        decoder.close();
        if (spool != null) {
            spool.close();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("the spool").allMatch(file -> file.endsWith("in-use"));
        }
    }

    @Test
    void whatIsDurableIsAnsweredByTheAnswer() throws IOException, RoutesException {
        assertThat(take(door(new InMemoryObjectStore(), studies -> {}), new ByteArrayInputStream(OBJECT))
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void whileStoreOrBrokerIsAwayTheSenderTriesAgain() throws IOException, RoutesException {
        var store = new InMemoryObjectStore();
        Door storeAway = door(store, studies -> {});
        store.beforeNextPut(() -> {
            throw new StorageException("connection refused", new IOException());
        });
        assertToldToComeAgain(take(storeAway, new ByteArrayInputStream(OBJECT)));
        assertThat(take(storeAway, new ByteArrayInputStream(OBJECT)).getStatus())
                .isEqualTo(200);

        Door brokerAway = door(new InMemoryObjectStore(), studies -> {
            throw new NotAnnouncedException(new IllegalStateException());
        });
        assertToldToComeAgain(take(brokerAway, new ByteArrayInputStream(OBJECT)));
        assertToldToComeAgain(take(brokerAway, new ByteArrayInputStream(OBJECT)));
    }

    private static void assertToldToComeAgain(Response answer) {
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("10");
        assertThat(((Problem) answer.getEntity()).problem()).contains("send it again");
    }

    @Test
    void aSenderThatGoesOrTakesTooLongIsRefused() throws IOException, RoutesException {
        Door door = door(new InMemoryObjectStore(), studies -> {});
        InputStream gone = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Connection reset by 192.0.2.7");
            }
        };
        Response answer = take(door, gone);
        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(((Problem) answer.getEntity()).problem()).doesNotContain("192.0.2.7");

        InputStream slow = new ByteArrayInputStream(OBJECT) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                now = now.plus(Duration.ofMinutes(4));
                return super.read(target, offset, Math.min(100, length));
            }
        };
        assertThat(take(door, slow).getStatus()).isEqualTo(408);
    }

    @Test
    void whatIsDoneBetweenTwoReadsIsNotTheSenders() throws IOException, RoutesException {
        Door door = door(new InMemoryObjectStore(), studies -> {});

        Response answer = door.take(
                delivery -> delivery.add(
                        new FilterInputStream(door.bounded(new ByteArrayInputStream(OBJECT))) {
                            @Override
                            public int read(byte[] target, int offset, int length) throws IOException {
                                now = now.plus(Duration.ofMinutes(20));
                                return super.read(target, offset, Math.min(100, length));
                            }
                        },
                        Arrival.from("")),
                outcomes -> Response.ok().build());

        assertThat(answer.getStatus()).isEqualTo(200);
    }

    @Test
    void anArchiveThatTakesTooLongToUnpackIsRefused() throws IOException, RoutesException {
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            for (String name : List.of("a", "b", "c")) {
                out.putNextEntry(new ZipEntry(name));
                out.write(OBJECT);
            }
        }
        // Each look at the clock takes ten minutes once the body is there.
        var arrived = new AtomicBoolean();
        InputStream body = new ByteArrayInputStream(zip.toByteArray()) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                int count = super.read(target, offset, length);
                arrived.set(count < 0);
                return count;
            }
        };
        InstantSource slow = () -> {
            now = arrived.get() ? now.plus(Duration.ofMinutes(10)) : now;
            return now;
        };
        var upload = new UploadResource(door(new InMemoryObjectStore(), studies -> {}, slow));

        Response answer = upload.upload("d", null, "application/zip", body);

        assertThat(answer.getStatus()).isEqualTo(413);
        assertThat(((Problem) answer.getEntity()).problem()).contains("900 s");
    }

    /** The executor stores the first object until the sender's thread waits for it, or is answered without waiting. */
    @Test
    void aRequestThatBreaksOffIsAnsweredWhenNothingOfItRuns() throws Exception {
        var store = new InMemoryObjectStore();
        Door door = door(store, studies -> {});
        Thread sender = Thread.currentThread();
        var storing = new CountDownLatch(1);
        var breaksOff = new CountDownLatch(1);
        var answered = new AtomicBoolean();
        var storedFirst = new AtomicBoolean();
        store.beforeNextPut(() -> {
            storing.countDown();
            await(breaksOff);
            while (sender.getState() != Thread.State.WAITING && !answered.get()) {
                Thread.onSpinWait();
            }
            storedFirst.set(!answered.get());
        });

        Response answer = door.take(
                delivery -> {
                    delivery.add(new ByteArrayInputStream(OBJECT), Arrival.from(""));
                    await(storing);
                    delivery.add(new ByteArrayInputStream(OBJECT), Arrival.from(""));
                    breaksOff.countDown();
                    throw new IOException("gone");
                },
                outcomes -> Response.ok().build());
        answered.set(true);
        executor.submit(() -> {}).get();

        assertThat(answer.getStatus()).isEqualTo(400);
        assertThat(storedFirst).isTrue();
        assertThat(store.list(Bucket.STUDIES, "")).hasSize(1);
    }

    @Test
    void oneRequestMoreIsToldToComeAgain() throws Exception {
        Door door = door(new InMemoryObjectStore(), studies -> {});
        var reading = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Response> first = other.submit(() -> door.take(
                    delivery -> {
                        reading.countDown();
                        await(goOn);
                    },
                    outcomes -> Response.ok().build()));
            reading.await();

            assertThat(take(door, new ByteArrayInputStream(OBJECT)).getStatus()).isEqualTo(503);

            goOn.countDown();
            assertThat(first.get().getStatus()).isEqualTo(200);
            assertThat(take(door, new ByteArrayInputStream(OBJECT)).getStatus()).isEqualTo(200);
        } finally {
            other.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Response take(Door door, InputStream body) {
        return door.take(
                delivery -> delivery.add(door.bounded(body), Arrival.from("")),
                outcomes -> Response.ok().build());
    }

    private Door door(InMemoryObjectStore store, Announcer announcer) throws IOException, RoutesException {
        return door(store, announcer, () -> now);
    }

    private Door door(InMemoryObjectStore store, Announcer announcer, InstantSource clock)
            throws IOException, RoutesException {
        var reading = new ObjectReception.Reading(
                Deidentification.of(PseudonymKey.ofHex("0f".repeat(32)), Options.DEFAULT),
                decoder,
                new BoundedDecoder(DecodingLimits.DEFAULTS),
                new LargeImages(),
                Routes.parse("any -> dataset=d"));
        var reception = new ObjectReception(store, reading, settings, announcer, NOBODY, () -> now);
        if (spool != null) {
            spool.close();
        }
        Spool opened = Spool.open(folder, settings.spoolBytes());
        spool = opened;
        return new Door(reception, opened, executor, settings, clock);
    }
}
