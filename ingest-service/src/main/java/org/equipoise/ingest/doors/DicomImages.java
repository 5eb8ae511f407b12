package org.equipoise.ingest.doors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingOutcome;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Outcome;
import org.equipoise.dicom.deidentification.Outcome.Kept;
import org.equipoise.dicom.deidentification.Outcome.Quarantined;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Route;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.Target;
import org.equipoise.dicom.routing.Traits;
import org.equipoise.ingest.dicom.CanonicalFrames;
import org.equipoise.ingest.dicom.ValueException;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Refusal.Kind;
import org.equipoise.ingest.receiving.HandedOver;
import org.equipoise.ingest.receiving.LargeImages;

/**
 * A DICOM object becomes images: it is read, de-identified, routed, decoded, and its frames are stored, each under a
 * key of pseudonyms and the hash of its pixels. The same object has the same keys and bytes again. The object itself is
 * kept only where originals are.
 */
final class DicomImages {

    private static final String UNKNOWN_MODALITY = "OT";

    private final ObjectStore store;
    private final Deidentification deidentification;
    private final PixelDecoder decoder;
    private final Routes routes;
    private final Limits limits;
    private final long smallFramePixels;
    private final BoundedDecoder sizes;
    private final LargeImages large;
    private final HandedOver handedOver;
    private final Originals originals;

    DicomImages(
            ObjectStore store,
            Deidentification deidentification,
            PixelDecoder decoder,
            Routes routes,
            BoundedDecoder sizes,
            LargeImages large,
            HandedOver handedOver,
            Limits limits,
            long smallFramePixels,
            Originals originals) {
        this.store = store;
        this.deidentification = deidentification;
        this.decoder = decoder;
        this.routes = routes;
        this.sizes = sizes;
        this.large = large;
        this.handedOver = handedOver;
        this.limits = limits;
        this.smallFramePixels = smallFramePixels;
        this.originals = originals;
    }

    /**
     * Stores the images of an object, all or none that anybody is told of.
     *
     * @throws IOException if the file cannot be read
     * @throws org.equipoise.common.storage.StorageException if the object store fails
     */
    ObjectOutcome store(Path file, Arrival arrival) throws IOException {
        SenderUids sender = SenderUids.NONE;
        try {
            DataSet dataSet = Dicom.read(file, limits);
            sender = SenderUids.of(dataSet);
            return store(file, dataSet, sender, arrival);
        } catch (DicomException e) {
            return new Refused(sender, refusal(e));
        } catch (ValueException e) {
            return new Refused(sender, new Refusal(Kind.VALUES, e.rule().name(), String.valueOf(e.getMessage())));
        }
    }

    private ObjectOutcome store(Path file, DataSet dataSet, SenderUids sender, Arrival arrival)
            throws DicomException, ValueException, IOException {
        if (arrival.study() != null && !arrival.study().equals(sender.study())) {
            return refused(sender, Kind.OTHER_STUDY, "the object belongs to another study than the one that was named");
        }
        Outcome outcome = deidentification.apply(dataSet);
        if (outcome instanceof Quarantined held) {
            return new Refused(
                    sender, new Refusal(Kind.HELD_BACK, held.reason().name(), "the object is held back: " + held));
        }
        Optional<Target> target = target(dataSet, arrival);
        if (target.isEmpty()) {
            return refused(sender, Kind.NOT_ROUTED, "no rule says where the object belongs");
        }
        Kept kept = (Kept) outcome;
        CanonicalFrames frames = CanonicalFrames.of(dataSet, decoder.open(dataSet));
        Optional<DecodingOutcome.Refused> size = sizes.refusalOfSize(frames.width(), frames.height());
        if (size.isPresent()) {
            // Checked again when the image is ingested; the sender has to hear it now.
            return new Refused(
                    sender,
                    new Refusal(
                            Kind.VALUES, size.get().reason().name(), size.get().detail()));
        }
        String name = kept.studyUid() + "/" + kept.instanceUid();
        List<String> keys = store(frames, "dicom/" + name + "/");
        // Last: of what is refused, nothing is kept.
        originals.keep(file, name);
        return new Stored(
                sender,
                new StudyPart(
                        kept.studyUid(),
                        target.get(),
                        kept.text(Tag.MODALITY).orElse(UNKNOWN_MODALITY),
                        kept.patientKey(),
                        kept.text(Tag.STATION_NAME).orElse(null),
                        kept.text(Tag.IMAGE_LATERALITY)
                                .or(() -> kept.text(Tag.LATERALITY))
                                .orElse(null),
                        kept.text(Tag.BODY_PART_EXAMINED).orElse(null),
                        keys));
    }

    private Optional<Target> target(DataSet dataSet, Arrival arrival) {
        return Optional.ofNullable(arrival.target())
                .or(() -> routes.find(Traits.of(dataSet, arrival.aeTitle())).map(Route::target));
    }

    private List<String> store(CanonicalFrames frames, String prefix)
            throws DicomException, ValueException, IOException {
        boolean isLarge = frames.pixelsOfAFrame() > smallFramePixels;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < frames.count(); i++) {
            try (LargeImages.Turn turn = large.turn(isLarge)) {
                Pixels pixels = frames.frame(i);
                String imageId = ImageId.of(pixels);
                String key = prefix + String.format(Locale.ROOT, "%05d-%s.png", i + 1, imageId);
                byte[] png = PngCodec.encode(pixels);
                store.put(Bucket.STUDIES, key, png, "image/png");
                handedOver.offer(key, new HandedOver.Image(imageId, pixels, png));
                keys.add(key);
            }
        }
        return keys;
    }

    private static Refused refused(SenderUids sender, Kind kind, String sentence) {
        return new Refused(sender, new Refusal(kind, kind.name(), sentence));
    }

    private static Refusal refusal(DicomException e) {
        Reason reason = e.reason();
        boolean known = switch (reason) {
            case TRANSFER_SYNTAX_UNKNOWN, TRANSFER_SYNTAX_UNSUPPORTED, PIXELS_UNSUPPORTED, CODESTREAM_UNSUPPORTED ->
                true;
            default -> false;
        };
        return new Refusal(known ? Kind.UNSUPPORTED : Kind.UNREADABLE, reason.name(), String.valueOf(e.getMessage()));
    }
}
