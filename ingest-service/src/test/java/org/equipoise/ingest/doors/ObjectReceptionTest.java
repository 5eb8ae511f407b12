package org.equipoise.ingest.doors;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.decoding.BoundedDecoder;
import org.equipoise.common.decoding.DecodingLimits;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.InMemoryObjectStore;
import org.equipoise.common.storage.StorageException;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.deidentification.Deidentification;
import org.equipoise.dicom.deidentification.Options;
import org.equipoise.dicom.deidentification.PseudonymKey;
import org.equipoise.dicom.pixel.PixelDecoder;
import org.equipoise.dicom.routing.Routes;
import org.equipoise.dicom.routing.RoutesException;
import org.equipoise.dicom.routing.Target;
import org.equipoise.dicom.synthetic.Drawing;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.ingest.TestImages;
import org.equipoise.ingest.doors.Announcer.NotAnnouncedException;
import org.equipoise.ingest.doors.ObjectOutcome.Refused;
import org.equipoise.ingest.doors.ObjectOutcome.Stored;
import org.equipoise.ingest.doors.Refusal.Kind;
import org.equipoise.ingest.receiving.LargeImages;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ObjectReceptionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String STUDY = "1.2.826.0.1.3680043.2.1";

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final List<StudyPublished> announced = new ArrayList<>();
    private final List<String> observed = new ArrayList<>();
    private final PixelDecoder decoder = new PixelDecoder(settings(Map.of()).limits());
    private boolean kafkaAway;
    private @Nullable Spool spool;
    private Originals originals = Originals.NONE;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void close() throws IOException {
        if (spool != null) {
            spool.close();
        }
        decoder.close();
    }

    @Test
    void anObjectBecomesImagesUnderPseudonymsAndAStudyOfThem() throws IOException, RoutesException {
        ObjectOutcome outcome = take(Instances.cine(STUDY, STUDY + ".7", 3, 20), Arrival.from(""));

        assertThat(outcome.sender()).isEqualTo(new SenderUids("1.2.840.10008.5.1.4.1.1.12.1", STUDY + ".7", STUDY));
        StudyPart part = ((Stored) outcome).part();
        assertThat(announced).singleElement().satisfies(study -> {
            assertThat(study.studyId()).startsWith("2.25.");
            assertThat(study.dataset()).isEqualTo("angio");
            assertThat(study.model()).isEqualTo("m");
            assertThat(study.modality()).isEqualTo("XA");
            assertThat(study.patientKey()).hasSize(64);
            assertThat(study.station()).hasSize(16).isNotEqualTo("ROOM3");
            assertThat(study.publishedAt()).isEqualTo(NOW);
            assertThat(study.images()).extracting(StudyImage::objectKey).isEqualTo(part.objectKeys());
        });
        assertThat(part.objectKeys()).hasSize(3);
        for (int i = 0; i < 3; i++) {
            String key = part.objectKeys().get(i);
            Pixels frame = PngCodec.decode(store.require(Bucket.STUDIES, key));
            assertThat(frame.samples()).isEqualTo(Instances.drawing(20 + i, 8).bytes(8));
            assertThat(key)
                    .matches("dicom/2\\.25\\.\\d+/2\\.25\\.\\d+/0000" + (i + 1) + "-" + ImageId.of(frame) + ".png");
        }
        assertThat(observed).containsExactly("stored 3");
    }

    /** Both sides of one study stay in one event, each image with its own. */
    @Test
    void sideAndBodyPartGoWithTheImage() throws IOException, RoutesException {
        take(
                Instances.radiograph(STUDY, STUDY + ".1", 1)
                        .text(Tag.IMAGE_LATERALITY, "CS", "L")
                        .text(Tag.LATERALITY, "CS", "R")
                        .text(Tag.BODY_PART_EXAMINED, "CS", "BREAST"),
                Arrival.from(""));
        take(
                Instances.radiograph(STUDY, STUDY + ".2", 2)
                        .text(Tag.LATERALITY, "CS", "R")
                        .text(Tag.BODY_PART_EXAMINED, "CS", "JOHN SMITH"),
                Arrival.from(""));

        assertThat(announced.get(0).images()).singleElement().satisfies(image -> {
            assertThat(image.laterality()).isEqualTo("L");
            assertThat(image.bodyPart()).isEqualTo("BREAST");
        });
        assertThat(announced.get(1).images()).singleElement().satisfies(image -> {
            assertThat(image.laterality()).isEqualTo("R");
            assertThat(image.bodyPart()).isNull();
        });
    }

    @Test
    void theSameObjectAgainHasTheSameKeysAndTheSameStudy() throws IOException, RoutesException {
        take(Instances.radiograph(STUDY, STUDY + ".1", 1), Arrival.from(""));
        List<String> keys = store.list(Bucket.STUDIES, "");
        take(Instances.radiograph(STUDY, STUDY + ".1", 1), Arrival.from(""));

        assertThat(store.list(Bucket.STUDIES, "")).isEqualTo(keys).hasSize(1);
        assertThat(announced).hasSize(2);
        assertThat(announced.get(1)).isEqualTo(announced.get(0));

        take(Instances.radiograph(STUDY, STUDY + ".1", 2), Arrival.from(""));
        assertThat(store.list(Bucket.STUDIES, ""))
                .as("other pixels never replace these")
                .hasSize(2)
                .containsAll(keys);
    }

    @Test
    void theOriginalOfWhatIsTakenIsKeptUnderPseudonymsBeforeItIsAnnounced() throws IOException, RoutesException {
        List<String> kept = new ArrayList<>();
        originals = keeping((file, name) -> {
            assertThat(announced).isEmpty();
            assertThat(file).isNotEmptyFile();
            kept.add(name);
        });

        take(Instances.radiograph(STUDY, STUDY + ".1", 1), Arrival.from(""));
        take(Instances.radiograph(STUDY, "1.2.3", 1).text(Tag.BURNED_IN_ANNOTATION, "CS", "YES"), Arrival.from(""));
        take(Instances.radiograph(STUDY, "1.2.4", 1).text(Tag.MODALITY, "CS", "MG"), Arrival.from(""));
        take(Instances.radiograph(STUDY, "1.2.5", 1).pixels("OB", new byte[10]), Arrival.from(""));

        assertThat(kept)
                .as("nothing that was refused")
                .singleElement()
                .satisfies(name -> assertThat(name)
                        .isEqualTo(store.list(Bucket.STUDIES, "").get(0).replaceAll("dicom/(.*)/[^/]*", "$1")));
    }

    private static Originals keeping(BiConsumer<Path, String> keep) {
        return new Originals() {
            @Override
            public void keep(Path file, String name) {
                keep.accept(file, name);
            }

            @Override
            public int forget(String name) {
                throw new AssertionError("nobody asked for it");
            }
        };
    }

    @Test
    void withoutItsOriginalNothingIsAnnounced() {
        originals = keeping((file, name) -> {
            throw new StorageException("away", null);
        });

        assertThatThrownBy(() -> take(Instances.radiograph(STUDY, STUDY + ".1", 1), Arrival.from("")))
                .isInstanceOf(StorageException.class);
        assertThat(announced).isEmpty();
        assertThat(observed).isEmpty();
    }

    @Test
    void aSliceKeepsItsHounsfieldUnits() throws IOException, RoutesException {
        ObjectOutcome outcome = take(Instances.slice(STUDY, STUDY + ".1", 5), Arrival.from(""));

        Pixels pixels = PngCodec.decode(store.require(
                Bucket.STUDIES, ((Stored) outcome).part().objectKeys().get(0)));
        Drawing drawing = Instances.drawing(5, 12);
        assertThat(pixels.bits()).isEqualTo(16);
        for (int i = 0; i < pixels.length(); i++) {
            assertThat(pixels.sample(i)).isEqualTo(drawing.value(i) - 1024 + 32768);
        }
    }

    @Test
    void whatIngestWouldRefuseForItsSizeIsRefusedAtTheDoor() throws IOException, RoutesException {
        assertRefused(take(Instances.speck(STUDY, "1.2.3"), Arrival.from("")), Kind.VALUES, "TOO_SMALL");
        assertThat(store.list(Bucket.STUDIES, "")).isEmpty();
    }

    @Test
    void whatIsRefusedSaysWhyAndLeavesNothing() throws IOException, RoutesException {
        ObjectWriter burned = Instances.radiograph(STUDY, "1.2.3", 1).text(Tag.BURNED_IN_ANNOTATION, "CS", "YES");
        assertRefused(take(burned, Arrival.from("")), Kind.HELD_BACK, "BURNED_IN_ANNOTATION");
        ObjectWriter hand = Instances.radiograph(STUDY, "1.2.3", 1).text(Tag.MODALITY, "CS", "MG");
        assertRefused(take(hand, Arrival.from("")), Kind.NOT_ROUTED, "NOT_ROUTED");
        assertRefused(
                take(Instances.radiograph(STUDY, "1.2.3", 1), new Arrival("", "1.2.9", null)),
                Kind.OTHER_STUDY,
                "OTHER_STUDY");
        ObjectWriter short1 = Instances.radiograph(STUDY, "1.2.3", 1).pixels("OB", new byte[10]);
        assertRefused(take(short1, Arrival.from("")), Kind.UNREADABLE, "PIXELS_TRUNCATED");
        ObjectWriter htj2k = Instances.radiograph(STUDY, "1.2.3", 1)
                .named("1.2.840.10008.1.2.4.201")
                .fragments(new byte[0], List.of(new byte[10]));
        assertRefused(take(htj2k, Arrival.from("")), Kind.UNSUPPORTED, "TRANSFER_SYNTAX_UNSUPPORTED");
        ObjectWriter noUnit = Instances.slice(STUDY, "1.2.3", 1).without(Tag.RESCALE_INTERCEPT);
        assertRefused(take(noUnit, Arrival.from("")), Kind.VALUES, "CT_WITHOUT_RESCALE");
        assertRefused(
                take("no object".getBytes(java.nio.charset.StandardCharsets.UTF_8)), Kind.UNREADABLE, "NOT_DICOM");

        assertThat(store.list(Bucket.STUDIES, "")).isEmpty();
        assertThat(announced).isEmpty();
        assertThat(observed).hasSize(7).allMatch(line -> line.startsWith("refused"));
    }

    @Test
    void anObjectWhoseLastFrameIsCutIsNotAnnouncedInPart() throws IOException, RoutesException {
        byte[] frames = new byte[3 * Instances.SIDE * Instances.SIDE - 10];
        ObjectWriter cut = Instances.cine(STUDY, "1.2.3", 3, 1).pixels("OB", frames);

        assertThat(take(cut, Arrival.from(""))).isInstanceOf(Refused.class);
        assertThat(announced).isEmpty();
    }

    @Test
    void aFileIsAnImageOfItsOwnWhereTheTargetIsNamed() throws IOException, RoutesException {
        byte[] png = PngCodec.encode(TestImages.grey(4));
        var arrival = new Arrival("", null, new Target("photos", null));

        ObjectOutcome outcome = reception(Routes.NONE).take(file(png), arrival);

        String id = ImageId.of(TestImages.grey(4));
        assertThat(((Stored) outcome).part().objectKeys()).containsExactly("image/" + id + ".png");
        assertThat(announced).singleElement().satisfies(study -> {
            assertThat(study.studyId()).isEqualTo("image-" + id);
            assertThat(study.dataset()).isEqualTo("photos");
            assertThat(study.patientKey()).isNull();
        });
        assertThat(reception(routes()).take(file(png), Arrival.from("")))
                .as("no object of an imaging system")
                .isInstanceOf(Refused.class);
    }

    @Test
    void theApplicationEntityIsAskedFor() throws IOException, RoutesException {
        Routes routes = Routes.parse("ae-title=PACS1 -> dataset=one\nany -> dataset=other");
        Path file = file(Instances.radiograph(STUDY, "1.2.3", 1).toBytes());

        reception(routes).take(file, Arrival.from("PACS1"));
        reception(routes).take(file, Arrival.from("PACS2"));

        assertThat(announced).extracting(StudyPublished::dataset).containsExactly("one", "other");
    }

    @Test
    void aDeliveryAnnouncesAStudyOnceInTheOrderOfItsKeys() throws IOException, RoutesException {
        var delivery = delivery(Map.of());
        for (int i = 0; i < 20; i++) {
            ObjectWriter object =
                    i == 5 ? Instances.slice("1.2.5", "1.2.5.1", i) : Instances.radiograph(STUDY, STUDY + "." + i, i);
            delivery.add(new ByteArrayInputStream(object.toBytes()), Arrival.from(""));
        }

        List<ObjectOutcome> outcomes = delivery.finish();

        assertThat(outcomes).hasSize(20).allMatch(Stored.class::isInstance);
        assertThat(outcomes.get(5).sender().study()).isEqualTo("1.2.5");
        assertThat(announced).hasSize(2);
        assertThat(announced.get(0).images())
                .hasSize(19)
                .extracting(StudyImage::objectKey)
                .isSorted()
                .doesNotHaveDuplicates();
        assertSpoolIsEmpty();
    }

    @Test
    void whenStoreOrBrokerIsAwayNothingIsSaidAndTheSameAgainSucceeds() throws IOException, RoutesException {
        byte[] object = Instances.radiograph(STUDY, STUDY + ".1", 1).toBytes();
        kafkaAway = true;
        var first = delivery(Map.of());
        first.add(new ByteArrayInputStream(object), Arrival.from(""));
        assertThatThrownBy(first::finish).isInstanceOf(NotAnnouncedException.class);
        assertThat(announced).isEmpty();
        kafkaAway = false;

        var again = delivery(Map.of());
        again.add(new ByteArrayInputStream(object), Arrival.from(""));

        assertThat(again.finish()).hasSize(1);
        assertThat(announced).hasSize(1);
        assertThat(store.list(Bucket.STUDIES, "")).hasSize(1);
        assertSpoolIsEmpty();
    }

    @Test
    void aDeliveryIsBounded() throws IOException, RoutesException {
        byte[] object = Instances.cine(STUDY, STUDY + ".1", 4, 1).toBytes();

        var large = delivery(Map.of("object-bytes", "1000"));
        assertThatThrownBy(() -> large.add(new ByteArrayInputStream(object), Arrival.from("")))
                .isInstanceOf(ObjectTooLargeException.class)
                .hasMessage("an object has more than 1000 bytes");
        var full = delivery(Map.of("spool-bytes", "1000"));
        assertThatThrownBy(() -> full.add(new ByteArrayInputStream(object), Arrival.from("")))
                .isInstanceOf(SpoolFullException.class);
        var many = delivery(Map.of("objects", "1"));
        many.add(new ByteArrayInputStream(object), Arrival.from(""));
        assertThatThrownBy(() -> many.add(new ByteArrayInputStream(object), Arrival.from("")))
                .hasMessage("the request has more than 1 objects");
        var images = delivery(Map.of("images", "3"));
        images.add(new ByteArrayInputStream(object), Arrival.from(""));
        assertThatThrownBy(images::finish).hasMessage("the request has more than 3 images");
        assertThat(announced).isEmpty();
        assertSpoolIsEmpty();
    }

    @Test
    void whatAKilledProcessLeftInTheSpoolIsDeleted() throws IOException {
        Path spool = Files.createDirectories(folder.resolve("left"));
        Files.write(spool.resolve("12.object"), new byte[5]);
        Files.write(spool.resolve("somebody's.txt"), new byte[5]);

        Spool.open(spool, 100);

        try (Stream<Path> left = Files.list(spool)) {
            assertThat(left).containsExactlyInAnyOrder(spool.resolve("somebody's.txt"), spool.resolve(Spool.LOCK));
        }
    }

    @Test
    void aSpoolThatAnotherUsesIsNotOpenedAndNothingOfItIsDeleted() throws IOException {
        Path shared = folder.resolve("used");
        try (Spool used = Spool.open(shared, 100);
                var object = used.receive(new ByteArrayInputStream(new byte[5]), 10)) {
            assertThatThrownBy(() -> Spool.open(shared, 100))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is used by another instance");
            assertThat(object.file()).hasSize(5);
        }
        try (Spool next = Spool.open(shared, 100)) {
            assertThat(next).isNotNull();
        }
    }

    @Test
    void aFileOfSomebodyElseIsNeitherOverwrittenNorDeleted() throws IOException {
        Path spool = folder.resolve("shared");
        Spool opened = Spool.open(spool, 100);
        Path theirs = Files.writeString(spool.resolve("1.object"), "theirs");

        assertThatThrownBy(() -> opened.receive(new ByteArrayInputStream(new byte[5]), 10))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(theirs).hasContent("theirs");
    }

    @Test
    void aDeliveryThatIsBrokenOffDropsWhatHasNotBegun() throws IOException, RoutesException {
        byte[] object = Instances.radiograph(STUDY, STUDY + ".1", 1).toBytes();
        List<Runnable> queue = new ArrayList<>();
        DoorSettings settings = settings(Map.of());
        try (Spool spool = Spool.open(folder.resolve("spool"), settings.spoolBytes());
                var delivery = new Delivery(reception(routes()), spool, queue::add, settings)) {
            delivery.add(new ByteArrayInputStream(object), Arrival.from(""));
        }
        assertSpoolIsEmpty();

        queue.forEach(Runnable::run);

        assertThat(queue).hasSize(1);
        assertThat(store.list(Bucket.STUDIES, "")).isEmpty();
        assertThat(observed).isEmpty();
    }

    /** A store that is silent would be waited for once more by each. */
    @Test
    void afterOneObjectCouldNotBeStoredTheOthersOfTheRequestAreNotTried() throws IOException, RoutesException {
        DoorSettings settings = settings(Map.of());
        List<Runnable> queue = new ArrayList<>();
        var away = new StorageException("away", new IOException());
        store.beforeNextPut(() -> {
            throw away;
        });
        try (Spool opened = Spool.open(folder.resolve("spool"), settings.spoolBytes());
                var delivery = new Delivery(reception(routes()), opened, queue::add, settings)) {
            for (int i = 1; i <= 3; i++) {
                byte[] object = Instances.radiograph(STUDY, STUDY + "." + i, i).toBytes();
                delivery.add(new ByteArrayInputStream(object), Arrival.from(""));
            }
            queue.forEach(Runnable::run);

            assertThatThrownBy(delivery::finish).isSameAs(away);
        }
        assertThat(store.list(Bucket.STUDIES, "")).isEmpty();
        assertSpoolIsEmpty();
    }

    @Test
    void whoWaitsTooLongForOthersIsToldToComeAgain() throws Exception {
        var reception = reception(routes(), settings(Map.of("parallelism", "1", "turn-time", "PT0.01S")));
        Path object = file(Instances.radiograph(STUDY, STUDY + ".1", 1).toBytes());
        var storing = new CountDownLatch(1);
        var goesOn = new CountDownLatch(1);
        store.beforeNextPut(() -> {
            storing.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var other = CompletableFuture.supplyAsync(() -> reception.take(object, Arrival.from("")));
        storing.await();

        assertThatThrownBy(() -> reception.take(object, Arrival.from("")))
                .isInstanceOf(RejectedExecutionException.class);

        goesOn.countDown();
        assertThat(other.join()).isInstanceOf(Stored.class);
        assertThat(reception.take(object, Arrival.from(""))).isInstanceOf(Stored.class);
    }

    private static void assertRefused(ObjectOutcome outcome, Kind kind, String code) {
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal().kind()).isEqualTo(kind);
            assertThat(refused.refusal().code()).isEqualTo(code);
            assertThat(refused.refusal().sentence()).isNotBlank();
        });
    }

    private void assertSpoolIsEmpty() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("spool"))) {
            assertThat(left).allMatch(file -> file.endsWith(Spool.LOCK));
        }
    }

    private static Routes routes() throws RoutesException {
        return Routes.parse("""
                modality=XA -> dataset=angio model=m
                modality=CR -> dataset=chest
                modality=CT -> dataset=ct
                """);
    }

    private ObjectOutcome take(ObjectWriter object, Arrival arrival) throws IOException, RoutesException {
        return reception(routes()).take(file(object.toBytes()), arrival);
    }

    private ObjectOutcome take(byte[] object) throws IOException, RoutesException {
        return reception(routes()).take(file(object), Arrival.from(""));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("object"), bytes);
    }

    private Delivery delivery(Map<String, String> set) throws IOException, RoutesException {
        DoorSettings settings = settings(set);
        if (spool != null) {
            spool.close();
        }
        Spool opened = Spool.open(folder.resolve("spool"), settings.spoolBytes());
        spool = opened;
        return new Delivery(reception(routes()), opened, Runnable::run, settings);
    }

    private ObjectReception reception(Routes routes) {
        return reception(routes, settings(Map.of()));
    }

    private ObjectReception reception(Routes routes, DoorSettings settings) {
        var deidentification = Deidentification.of(PseudonymKey.ofHex("0f".repeat(32)), Options.DEFAULT);
        var reading = new ObjectReception.Reading(
                deidentification, decoder, new BoundedDecoder(DecodingLimits.DEFAULTS), new LargeImages(), routes);
        Announcer announcer = studies -> {
            if (kafkaAway) {
                throw new NotAnnouncedException(new IllegalStateException("away"));
            }
            announced.addAll(studies);
        };
        var observer = new DoorObserver() {
            @Override
            public void stored(int images) {
                observed.add("stored " + images);
            }

            @Override
            public void refused(Refusal refusal) {
                observed.add("refused " + refusal.code());
            }
        };
        return new ObjectReception(store, originals, reading, settings, announcer, observer, () -> NOW);
    }

    static DoorSettings settings(Map<String, String> set) {
        var values = new java.util.HashMap<>(Map.of("equipoise.state-dir", "state", "equipoise.instance", "0"));
        set.forEach((name, value) -> values.put("equipoise.ingest.doors." + name, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(DoorSettings.class)
                .build()
                .getConfigMapping(DoorSettings.class);
    }
}
