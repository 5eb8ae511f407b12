package org.equipoise.ingest.doors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Options;
import org.equipoise.dicom.deidentification.PseudonymKey;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.receiving.LargeImages;

/** Deliveries into memory, which take radiographs. */
public final class TestDeliveries implements AutoCloseable {

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<StudyPublished> announced = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private final PixelDecoder decoder;
    private final Deliveries deliveries;
    private final Spool spool;
    private boolean away;

    /** @param set settings of the doors, without their prefix */
    public TestDeliveries(Path folder, Map<String, String> set) throws IOException, RoutesException {
        DoorSettings settings = ObjectReceptionTest.settings(set);
        decoder = new PixelDecoder(settings.limits());
        var reading = new ObjectReception.Reading(
                Deidentification.of(PseudonymKey.ofHex("0f".repeat(32)), Options.DEFAULT),
                decoder,
                new BoundedDecoder(DecodingLimits.DEFAULTS),
                new LargeImages(),
                Routes.parse("modality=CR,XA -> dataset=chest"));
        var reception = new ObjectReception(store, reading, settings, this::announce, observer(), () -> Instant.EPOCH);
        spool = Spool.open(folder, settings.spoolBytes());
        deliveries = new Deliveries(reception, spool, Runnable::run, settings);
    }

    private void announce(List<StudyPublished> studies) {
        if (away) {
            throw new NotAnnouncedException(new IllegalStateException("away"));
        }
        announced.addAll(studies);
    }

    private DoorObserver observer() {
        return new DoorObserver() {
            @Override
            public void stored(int images) {
                observed.add("stored " + images);
            }

            @Override
            public void refused(Refusal refusal) {
                observed.add("refused " + refusal.code());
            }
        };
    }

    /** Kafka goes, or comes back. */
    public void kafkaIsAway(boolean isAway) {
        away = isAway;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public InMemoryObjectStore store() {
        return store;
    }

    public List<StudyPublished> announced() {
        return announced;
    }

    /** What became of each object. */
    public List<String> observed() {
        return observed;
    }

    @Override
    public void close() {
        decoder.close();
        try {
            spool.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
