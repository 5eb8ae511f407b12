package org.equipoise.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.dicom.Tag;
import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(DoorProfile.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class DoorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ObjectStore store;
    private final IngestTopics topics;
    private final DoorSettings settings;
    private final Stow stow = new Stow();

    @Inject
    DoorsIT(
            ObjectStore store,
            DoorSettings settings,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.store = store;
        this.settings = settings;
        topics = new IngestTopics(bootstrapServers);
    }

    @AfterEach
    void nothingIsLeftInTheSpool() throws IOException {
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(Path.of(settings.spool()))) {
                assertThat(left).allMatch(file -> file.endsWith("in-use"));
            }
        });
    }

    @Test
    void aStudyThatIsSentTwiceIsThereOnce() {
        byte[][] study = {
            Instances.radiograph("1.2.10", "1.2.10.1", 1).toBytes(),
            Instances.radiograph("1.2.10", "1.2.10.2", 2).toBytes(),
            Instances.cine("1.2.10", "1.2.10.3", 3, 100).toBytes()
        };

        HttpResponse<byte[]> first = stow.store(study);
        HttpResponse<byte[]> second = stow.store(study);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).hasValue("application/dicom+json");
        JsonNode taken = Stow.json(first).at("/00081199/Value");
        assertThat(taken)
                .extracting(item -> item.at("/00081155/Value/0").asText())
                .containsExactly("1.2.10.1", "1.2.10.2", "1.2.10.3");
        assertThat(Stow.json(second)).isEqualTo(Stow.json(first));
        String key = ImageId.of(new Pixels(32, 32, 1, Instances.drawing(100, 8).bytes(8)));
        String studyId = published("door-angio").stream()
                .filter(event -> event.images().get(0).objectKey().contains(key))
                .findFirst()
                .orElseThrow()
                .studyId();
        List<StudyPublished> published = published("door-chest", "door-angio").stream()
                .filter(event -> event.studyId().equals(studyId))
                .toList();
        assertThat(published).hasSize(4);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ingestedOf(studyId)).hasSize(10));
        List<ImageIngested> ingested = ingestedOf(studyId);
        assertThat(ingested.stream()
                        .map(event -> event.studyId() + " " + event.key())
                        .distinct())
                .hasSize(5);
        assertThat(ingested).allSatisfy(event -> {
            assertThat(event.studyId()).startsWith("2.25.");
            assertThat(event.patientGroup()).hasSize(32);
            assertThat(event.station()).hasSize(16);
            assertThat(event.model()).isEqualTo(event.dataset().equals("door-chest") ? "door-net" : null);
        });
        assertThat(store.list(Bucket.IMAGES, "door-angio/")).hasSize(3);
        List<String> frames = published.stream()
                .filter(event -> event.dataset().equals("door-angio"))
                .findFirst()
                .orElseThrow()
                .images()
                .stream()
                .map(StudyImage::objectKey)
                .toList();
        for (int i = 0; i < 3; i++) {
            assertThat(PngCodec.decode(store.require(Bucket.STUDIES, frames.get(i)))
                            .samples())
                    .isEqualTo(Instances.drawing(100 + i, 8).bytes(8));
        }
    }

    @Test
    void aSliceIsStoredWithAllItsBits() {
        assertThat(stow.store(Instances.slice("1.2.20", "1.2.20.1", 7).toBytes())
                        .statusCode())
                .isEqualTo(200);

        String key = published("door-ct").get(0).images().get(0).objectKey();
        var pixels = PngCodec.decode(store.require(Bucket.STUDIES, key));
        assertThat(pixels.bits()).isEqualTo(16);
        assertThat(pixels.sample(3)).isEqualTo(Instances.drawing(7, 12).value(3) - 1024 + 32768);
    }

    @Test
    void whatIsNotTakenIsSaidPerInstance() {
        byte[] good = Instances.radiograph("1.2.30", "1.2.30.1", 30).toBytes();
        byte[] burned = Instances.radiograph("1.2.30", "1.2.30.2", 31)
                .text(Tag.BURNED_IN_ANNOTATION, "CS", "YES")
                .toBytes();
        byte[] elsewhere = Instances.radiograph("1.2.30", "1.2.30.3", 32)
                .text(Tag.STATION_NAME, "SH", "ROOM4")
                .toBytes();

        HttpResponse<byte[]> some = stow.store(good, burned, elsewhere, Stow.ascii("no object"));
        HttpResponse<byte[]> none = stow.store(burned);
        HttpResponse<byte[]> other = stow.post("/dicom-web/studies/1.2.31", Stow.TYPE, Stow.body(good));
        HttpResponse<byte[]> same = stow.post("/dicom-web/studies/1.2.30", Stow.TYPE, Stow.body(good));

        assertThat(some.statusCode()).isEqualTo(202);
        JsonNode failed = Stow.json(some).at("/00081198/Value");
        assertThat(failed)
                .extracting(item -> item.at("/00081155/Value/0").asText() + " "
                        + item.at("/00081197/Value/0").asInt())
                .containsExactly("1.2.30.2 292", "1.2.30.3 49154");
        assertThat(Stow.json(some).at("/0008119A/Value/0/00081197/Value/0").asInt())
                .isEqualTo(0xC000);
        assertThat(some.headers().allValues("Warning"))
                .contains("299 equipoise \"the object is held back: BURNED_IN_ANNOTATION (0028,0301)\"");
        assertThat(none.statusCode()).isEqualTo(409);
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(Stow.json(other).at("/00081198/Value/0/00081197/Value/0").asInt())
                .isEqualTo(0xA900);
        assertThat(same.statusCode()).isEqualTo(200);
    }

    @Test
    void aRequestThatIsNoneIsRefusedAndNothingOfItIsAnnounced() {
        byte[] body = Stow.body(
                Instances.radiograph("1.2.40", "1.2.40.1", 40)
                        .text(Tag.MODALITY, "CS", "XA")
                        .toBytes(),
                Instances.radiograph("1.2.40", "1.2.40.2", 41)
                        .text(Tag.MODALITY, "CS", "XA")
                        .toBytes());
        byte[] large = Instances.radiograph("1.2.40", "1.2.40.1", 40)
                .pixels("OB", new byte[DoorProfile.OBJECT_BYTES])
                .toBytes();
        int before = published("door-angio").size();

        assertRefused(
                stow.post("/dicom-web/studies", Stow.TYPE, Arrays.copyOf(body, body.length - 20)), 400, "ends before");
        assertRefused(stow.post("/dicom-web/studies", Stow.TYPE, new byte[0]), 400, "ends before");
        assertRefused(stow.post("/dicom-web/studies", Stow.TYPE, Stow.ascii("--bound-1--\r\n")), 400, "no part");
        assertRefused(stow.post("/dicom-web/studies/Doe", Stow.TYPE, body), 400, "must be a UID");
        assertRefused(stow.store(large), 413, "more than 1000000 bytes");
        for (String type : List.of(
                "multipart/related; type=\"application/dicom+json\"; boundary=bound-1",
                "multipart/related; type=\"application/dicom\"",
                "application/dicom")) {
            assertRefused(stow.post("/dicom-web/studies", type, body), 415, "multipart/related");
        }

        assertThat(published("door-angio")).hasSize(before);
    }

    @Test
    void moreRequestsThanTheServiceTakesAtATimeAreToldToComeAgain() throws IOException {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < DoorProfile.REQUESTS; i++) {
                Socket socket = new Socket("127.0.0.1", RestAssured.port);
                slow.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(Stow.ascii("POST /dicom-web/studies HTTP/1.1\r\nHost: 127.0.0.1:" + RestAssured.port
                        + "\r\nContent-Type: " + Stow.TYPE + "\r\nContent-Length: 100000\r\n\r\n--bound-1\r\n\r\n"));
                // More than the framework collects before anybody looks at a body.
                out.write(new byte[50_000]);
                out.flush();
            }
            byte[] object = Instances.radiograph("1.2.50", "1.2.50.1", 50).toBytes();
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<byte[]> answer = stow.store(object);
                assertRefused(answer, 503, "try again");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("10");
            });
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        byte[] object = Instances.radiograph("1.2.50", "1.2.50.1", 50).toBytes();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(stow.store(object).statusCode()).isEqualTo(200));
    }

    @Test
    void anUploadTakesFilesAndArchivesOfThem() throws IOException {
        byte[] png = PngCodec.encode(TestImages.grey(61));
        byte[] dicom = Instances.cine("1.2.60", "1.2.60.1", 2, 62).toBytes();
        byte[] zip = zip(List.of(png, dicom, Stow.ascii("no image"), png));

        HttpResponse<byte[]> archive = stow.post("/datasets/door-upload/upload", "application/zip", zip);
        HttpResponse<byte[]> single = stow.post("/datasets/door-upload/upload?model=net", "image/png", png);

        assertThat(archive.statusCode()).isEqualTo(202);
        assertThat(Stow.json(archive).path("files").asInt()).isEqualTo(3);
        assertThat(Stow.json(archive).path("images").asInt()).isEqualTo(4);
        assertThat(Stow.json(archive).at("/first/0/number").asInt()).isEqualTo(3);
        assertThat(Stow.json(archive).at("/first/0/reason").asText()).isEqualTo("NOT_DICOM");
        assertThat(single.statusCode()).isEqualTo(200);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ingested("door-upload"))
                        .extracting(ImageIngested::imageId)
                        .contains(ImageId.of(TestImages.grey(61)))
                        .hasSize(4));
        assertThat(ingested("door-upload").stream().map(ImageIngested::key).distinct())
                .hasSize(3);
        assertRefused(stow.post("/datasets/Doe/upload", "image/png", png), 400, "dataset must match");
        assertRefused(stow.post("/datasets/door-upload/upload", "text/plain", png), 403, "form");
        assertRefused(stow.post("/datasets/door-upload/upload", "image/gif", png), 415, "application/zip");
        assertRefused(
                stow.post("/datasets/door-upload/upload", "application/zip", Arrays.copyOf(zip, zip.length - 30)),
                400,
                "no whole zip archive");
        assertRefused(
                stow.post("/datasets/door-upload/upload", "image/png", Stow.ascii("no image")), 422, "none of 1 file");
    }

    private static void assertRefused(HttpResponse<byte[]> answer, int status, String sentence) {
        assertThat(answer.statusCode()).as(sentence).isEqualTo(status);
        assertThat(Stow.json(answer).path("problem").asText()).contains(sentence);
    }

    private List<StudyPublished> published(String... datasets) {
        return topics.read(Topics.STUDIES_PUBLISHED, StudyPublished.class).stream()
                .filter(event -> List.of(datasets).contains(event.dataset()))
                .toList();
    }

    private List<ImageIngested> ingested(String... datasets) {
        return topics.read(Topics.IMAGES_INGESTED, ImageIngested.class).stream()
                .filter(event -> List.of(datasets).contains(event.dataset()))
                .toList();
    }

    private List<ImageIngested> ingestedOf(String studyId) {
        return topics.read(Topics.IMAGES_INGESTED, ImageIngested.class).stream()
                .filter(event -> event.studyId().equals(studyId))
                .toList();
    }

    private static byte[] zip(List<byte[]> files) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < files.size(); i++) {
                zip.putNextEntry(new ZipEntry("folder/" + i));
                zip.write(files.get(i));
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }
}
