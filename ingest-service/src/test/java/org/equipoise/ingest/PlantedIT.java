package org.equipoise.ingest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.ImageKey;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.PngCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What says who it is, in every corner of what is sent, and then sought in all that is kept of it. */
@QuarkusTest
@TestProfile(DoorProfile.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class PlantedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Images of the version that is exported. */
    private static final int EXPORTED = 12;

    private final ObjectStore store;
    private final IngestTopics topics;
    private final Stow stow = new Stow();

    /** What is planted, by where. */
    private final Map<String, String> planted = new LinkedHashMap<>();

    private final Queue<String> logged = new ConcurrentLinkedQueue<>();

    @Inject
    PlantedIT(ObjectStore store, @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.store = store;
        topics = new IngestTopics(bootstrapServers);
    }

    @Test
    void nothingThatSaysWhoItIsComesThroughADoor() throws IOException {
        Handler listening = listening();
        Logger.getLogger("").addHandler(listening);
        try {
            sendAll();
        } finally {
            Logger.getLogger("").removeHandler(listening);
        }

        assertThat(planted).hasSizeGreaterThanOrEqualTo(60);
        assertThat(logged).as("the log was heard").anyMatch(line -> line.contains("objects received"));
        String export = everythingInAnExport();
        String kafka = everythingInKafka();
        String objects = everythingInS3();
        String log = String.join("\n", logged);
        String metrics = RestAssured.get("/q/metrics").asString();
        String pages = RestAssured.get("/datasets").asString()
                + RestAssured.get("/datasets/door-planted").asString();
        assertThat(pages).contains("door-planted");
        planted.forEach((where, value) -> {
            for (String form : forms(value)) {
                assertThat(kafka.contains(form)).as("%s, in Kafka", where).isFalse();
                assertThat(objects.contains(form)).as("%s, in S3", where).isFalse();
                assertThat(log.contains(form)).as("%s, in the log", where).isFalse();
                assertThat(metrics.contains(form)).as("%s, in metrics", where).isFalse();
                assertThat(pages.contains(form)).as("%s, in an answer", where).isFalse();
                assertThat(export.contains(form)).as("%s, in an export", where).isFalse();
            }
        });
    }

    private void sendAll() throws IOException {
        ObjectWriter good = planted("1.2.276.0.7230010.3.1.2.4711001", "1.2.276.0.7230010.3.1.4.4711003", 300);
        ObjectWriter burned = planted("1.2.276.0.7230010.3.1.2.4711001", "1.2.276.0.7230010.3.1.4.4711004", 301)
                .text(Tag.BURNED_IN_ANNOTATION, "CS", "YES");
        ObjectWriter unrouted = planted("1.2.276.0.7230010.3.1.2.4711001", "1.2.276.0.7230010.3.1.4.4711005", 302)
                .text(Tag.MODALITY, "CS", "MG");
        ObjectWriter odd = planted("1.2.276.0.7230010.3.1.2.4711001", "1.2.276.0.7230010.3.1.4.4711006", 303)
                .text(Tag.NUMBER_OF_FRAMES, "IS", keep("number of frames", "Drachenfels"))
                .text(Tag.RESCALE_SLOPE, "DS", keep("slope", "Loreley"));
        byte[] cut = Arrays.copyOf(good.toBytes(), 900);

        assertThat(stow.store(good.toBytes(), burned.toBytes(), unrouted.toBytes(), odd.toBytes(), cut)
                        .statusCode())
                .isEqualTo(202);
        byte[] body = Stow.body(good.toBytes());
        String study = keep("study in the address", "1.2.276.0.7230010.3.1.2.4711009");
        assertThat(stow.post("/dicom-web/studies/" + study, Stow.TYPE, body).statusCode())
                .isEqualTo(409);
        assertThat(stow.post("/dicom-web/studies/" + keep("no UID in the address", "Rheingold.Fafner"), Stow.TYPE, body)
                        .statusCode())
                .isEqualTo(400);
        String header = new String(body, StandardCharsets.ISO_8859_1)
                .replace(
                        "Content-Type: application/dicom",
                        "Content-Type: application/dicom; name=" + keep("a parameter of a part", "Walkuere.dcm")
                                + "\r\nContent-Disposition: attachment; filename="
                                + keep("the file's name of a part", "Siegfried_19640229.dcm"));
        assertThat(stow.post("/dicom-web/studies", Stow.TYPE, header.getBytes(StandardCharsets.ISO_8859_1))
                        .statusCode())
                .isEqualTo(200);
        byte[] zip = zip(
                keep("a folder in an archive", "Goetterdaemmerung") + "/"
                        + keep("a name in an archive", "Brunhilde.png"),
                png(310, keep("a text chunk of a PNG", "Lohengrin, Elsa")),
                keep("a name of what is none", "Parsifal_report.txt"),
                keep("a text that is no image", "findings of Kundry K.").getBytes(StandardCharsets.US_ASCII),
                keep("a name of an object", "Tristan_Isolde.dcm"),
                good.toBytes(),
                keep("a name of a JPEG", "Hollaender.jpg"),
                jpeg(keep("EXIF of a JPEG", "Senta Daland"), keep("a comment of a JPEG", "by Dr Erik Jaeger")));
        assertThat(stow.post("/datasets/door-planted/upload", "application/zip", zip)
                        .statusCode())
                .isEqualTo(202);
        assertThat(stow.post(
                                "/datasets/" + keep("an address", "Tannhaeuser-Wolfram") + "/upload",
                                "application/zip",
                                zip)
                        .statusCode())
                .isEqualTo(400);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.read(Topics.IMAGES_INGESTED, ImageIngested.class))
                        .filteredOn(event -> event.dataset().equals("door-planted"))
                        .extracting(ImageIngested::imageId)
                        .hasSizeGreaterThanOrEqualTo(4));
    }

    private String keep(String where, String value) {
        String before = planted.put(where, value);
        if (before != null && !before.equals(value)) {
            throw new IllegalArgumentException(where + " twice");
        }
        return value;
    }

    private ObjectWriter planted(String study, String instance, long seed) {
        ObjectWriter object = Instances.radiograph(
                        keep("study UID", study), keep("instance UID " + seed, instance), seed)
                .text(Tag.SERIES_INSTANCE_UID, "UI", keep("series UID", "1.2.276.0.7230010.3.1.3.4711002"))
                .preamble(keep("preamble", "from the desk of Nussknacker").getBytes(StandardCharsets.US_ASCII))
                .meta(0x0002_0016, "AE", keep("source AE", "AE-MAUSEKOENIG ").getBytes(StandardCharsets.US_ASCII))
                .meta(
                        0x0002_0102,
                        "OB",
                        keep("private information", "private: Drosselmeier 1").getBytes(StandardCharsets.US_ASCII));
        Object[][] texts = {
            {0x0008_0020, "DA", "study date", "20240517"},
            {0x0008_0021, "DA", "series date", "20240518"},
            {0x0008_0030, "TM", "study time", "114733.25"},
            {0x0008_002A, "DT", "acquisition", "20240519114733+0200"},
            {0x0008_0050, "SH", "accession number", "ACC-20260417-9"},
            {0x0008_0080, "LO", "institution", "Klinikum Birkenhain"},
            {0x0008_0081, "ST", "institution's address", "Am Birkenhain 12, Neustadt"},
            {0x0008_0090, "PN", "referring physician", "Fruehauf^Balduin"},
            {0x0008_0092, "ST", "referring physician's address", "Fruehaufgasse 7"},
            {0x0008_0094, "SH", "referring physician's telephone", "+49 5551 765432"},
            {0x0008_1010, "SH", "station", "ROENTGEN-BERG"},
            {0x0008_1030, "LO", "study description", "planted for Dr Ostwind"},
            {0x0008_103E, "LO", "series description", "pa Westwind A."},
            {0x0008_1040, "LO", "department", "Station Buchenwald 3"},
            {0x0008_1048, "PN", "physician of record", "Abendroth^Emil"},
            {0x0008_1050, "PN", "performing physician", "Morgenstern^Ida"},
            {0x0008_1060, "PN", "reading physician", "Maienschein^Otto"},
            {0x0008_1070, "PN", "operator", "Lenzinger^Kunigunde"},
            {0x0008_1080, "LO", "admitting diagnosis", "pain since Fastnacht"},
            {0x0008_2111, "ST", "derivation", "cropped by Klingsor"},
            {0x0010_0010, "PN", "patient's name", "Winterhalter^Adelgunde"},
            {0x0010_0020, "LO", "patient ID", "MRN-00471108"},
            {0x0010_0021, "LO", "issuer", "KLINIK-BERGHOF"},
            {0x0010_0030, "DA", "birth date", "19310417"},
            {0x0010_0032, "TM", "birth time", "031731"},
            {0x0010_1000, "LO", "other IDs", "INS-998877665"},
            {0x0010_1001, "PN", "other names", "Sommerfeld^Adelgunde"},
            {0x0010_1005, "PN", "birth name", "Mittwinter^Adelgunde"},
            {0x0010_1040, "LO", "address", "Lindenallee 17b, Neustadt"},
            {0x0010_1060, "PN", "mother's name", "Herbstritt"},
            {0x0010_2154, "SH", "telephone", "+49 5551 234567"},
            {0x0010_2160, "SH", "ethnic group", "Alpenveilchen"},
            {0x0010_2180, "SH", "occupation", "Glasblaeserin"},
            {0x0010_21B0, "LT", "history", "sister of Suedkurve, Berta"},
            {0x0010_4000, "LT", "patient comments", "lives with Frau Sturmvogel"},
            {0x0018_1000, "LO", "serial number", "SN-77-4711-X"},
            {0x0018_1030, "LO", "protocol", "Protokoll Eichendorff"},
            {0x0018_4000, "LT", "acquisition comments", "Erlkoenig would not lie still"},
            {0x0020_0010, "SH", "study ID", "ID-Mondnacht"},
            {0x0020_0052, "UI", "frame of reference", "1.2.276.0.7230010.3.1.4.4711014"},
            {0x0020_4000, "LT", "image comments", "Nordlicht, Ada, born in April"},
            {0x0032_1032, "PN", "requesting physician", "Siebenschoen^Max"},
            {0x0038_0010, "LO", "admission ID", "ADM-55123-K"},
            {0x0040_A123, "PN", "person's name", "Blaubart^Judith"},
            {0x0040_A160, "UT", "text value", "report: Herr Rumpelstilz has"},
            {0x6000_0022, "LO", "overlay description", "Overlay Rapunzel"},
            {0x0029_0010, "LO", "private creator", "ZWERG NASE 1.0"},
            {0x0029_1001, "LO", "private text", "Kalif Storch"},
        };
        for (Object[] text : texts) {
            object.text((int) text[0], (String) text[1], keep((String) text[2], (String) text[3]));
        }
        object.bytes(0x0029_1002, "OB", keep("private bytes", "Kleiner Muck").getBytes(StandardCharsets.US_ASCII))
                .bytes(0x6000_3000, "OW", keep("overlay", "Rotkaeppchen").getBytes(StandardCharsets.US_ASCII))
                .sequence(
                        0x0040_A730,
                        "SQ",
                        true,
                        List.of(item(0x0040_A160, "UT", keep("structured text", "Schneewittchen, 7"))))
                .sequence(
                        0x0040_0275,
                        "SQ",
                        false,
                        List.of(item(0x0040_0007, "LO", keep("step", "Dornroeschen step"))
                                .sequence(
                                        0x0010_1002,
                                        "SQ",
                                        false,
                                        List.of(item(0x0010_0020, "LO", keep("nested ID", "NEST-4711-77"))))))
                .trailing(new byte[0]);
        return object;
    }

    private static ObjectWriter item(int tag, String vr, String value) {
        return new ObjectWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN).text(tag, vr, value);
    }

    /** As it is, as DICOM pads it, as UTF-16 and as hexadecimal digits. */
    private static List<String> forms(String value) {
        String bare = value.strip();
        return List.of(
                bare,
                bare.replace("^", " "),
                bare.replace("^", ", "),
                new String(bare.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
                HexFormat.of().formatHex(bare.getBytes(StandardCharsets.US_ASCII)));
    }

    private Handler listening() {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());
            }

            @Override
            public void flush() {
                // Nothing waits.
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private String everythingInKafka() {
        var all = new StringBuilder();
        for (String topic : Topics.all()) {
            for (String each : List.of(topic, Topics.deadLetters(topic))) {
                for (ConsumerRecord<String, byte[]> record : topics.records(each)) {
                    all.append(record.key()).append('\n');
                    if (record.value() != null) {
                        all.append(new String(record.value(), StandardCharsets.ISO_8859_1))
                                .append('\n');
                    }
                    for (Header header : record.headers()) {
                        all.append(new String(header.value(), StandardCharsets.ISO_8859_1))
                                .append('\n');
                    }
                }
            }
        }
        assertThat(all).contains("door-planted");
        return all.toString();
    }

    private String everythingInS3() {
        var all = new StringBuilder();
        for (Bucket bucket : Bucket.values()) {
            for (String key : store.list(bucket, "")) {
                all.append(key).append('\n');
                all.append(new String(store.require(bucket, key), StandardCharsets.ISO_8859_1))
                        .append('\n');
            }
        }
        assertThat(all).contains("door-planted");
        return all.toString();
    }

    private static byte[] zip(Object... namesAndFiles) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (int i = 0; i < namesAndFiles.length; i += 2) {
                zip.putNextEntry(new ZipEntry((String) namesAndFiles[i]));
                zip.write((byte[]) namesAndFiles[i + 1]);
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    /** A version of uploaded images that have something planted in them, as it is handed out. */
    private String everythingInAnExport() throws IOException {
        topics.declare("door-exported");
        var files = new ArrayList<Object>();
        for (int i = 0; i < EXPORTED; i++) {
            files.add(keep("name " + i + " in an exported archive", "Ortrud_" + (1000 + i) + ".png"));
            files.add(png(320 + i, keep("text chunk " + i + " of an exported PNG", "Telramund " + (2000 + i))));
        }
        assertThat(stow.post("/datasets/door-exported/upload", "application/zip", zip(files.toArray()))
                        .statusCode())
                .isEqualTo(200);
        for (int i = 0; i < EXPORTED; i++) {
            String imageId = ImageId.of(TestImages.grey(320 + i));
            topics.send(
                    Topics.LABELS_SUBMITTED,
                    ImageKey.of("door-exported", imageId),
                    new LabelSubmitted(
                            "door-exported", imageId, IngestTopics.LABELS.name(i % 2), "reader-1", Instant.now()));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(RestAssured.get("/datasets/door-exported")
                                .jsonPath()
                                .getInt("accepted"))
                        .isEqualTo(EXPORTED));
        String version = RestAssured.given()
                .contentType("application/json")
                .post("/datasets/door-exported/freeze")
                .jsonPath()
                .getString("version");
        byte[] archive = RestAssured.get("/datasets/door-exported/versions/" + version + "/export")
                .asByteArray();
        var all = new StringBuilder(new String(archive, StandardCharsets.ISO_8859_1));
        int images = 0;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                images += entry.getName().endsWith(".png") ? 1 : 0;
                all.append(entry.getName()).append('\n');
                all.append(new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(images).isEqualTo(EXPORTED);
        return all.toString();
    }

    /** A PNG with a text chunk behind its header. */
    private static byte[] png(long seed, String text) {
        byte[] png = PngCodec.encode(TestImages.grey(seed));
        int header = 8 + 25;
        var out = new ByteArrayOutputStream();
        out.write(png, 0, header);
        byte[] content = ("tEXtAuthor\0" + text).getBytes(StandardCharsets.ISO_8859_1);
        var crc = new CRC32();
        crc.update(content);
        out.writeBytes(
                java.nio.ByteBuffer.allocate(4).putInt(content.length - 4).array());
        out.writeBytes(content);
        out.writeBytes(
                java.nio.ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        out.write(png, header, png.length - header);
        return out.toByteArray();
    }

    /** A JPEG with an APP1 segment as EXIF has it, and a comment. */
    private static byte[] jpeg(String exif, String comment) throws IOException {
        var image = new java.awt.image.BufferedImage(32, 32, java.awt.image.BufferedImage.TYPE_BYTE_GRAY);
        image.getGraphics().fillRect(3, 3, 11, 17);
        var plain = new ByteArrayOutputStream();
        javax.imageio.ImageIO.write(image, "jpeg", plain);
        byte[] jpeg = plain.toByteArray();
        var out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        // An Image File Directory of one entry: Artist (0x013B), ASCII.
        byte[] artist = (exif + "\0").getBytes(StandardCharsets.US_ASCII);
        var tiff = java.nio.ByteBuffer.allocate(26 + artist.length);
        tiff.put("MM\0*".getBytes(StandardCharsets.US_ASCII)).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x013B)
                .putShort((short) 2)
                .putInt(artist.length)
                .putInt(26)
                .putInt(0)
                .put(artist);
        var app1 = new ByteArrayOutputStream();
        app1.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        app1.writeBytes(tiff.array());
        segment(out, 0xE1, app1.toByteArray());
        segment(out, 0xFE, comment.getBytes(StandardCharsets.US_ASCII));
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, byte[] content) {
        out.write(0xFF);
        out.write(marker);
        out.write((content.length + 2) >> 8);
        out.write(content.length + 2);
        out.writeBytes(content);
    }
}
