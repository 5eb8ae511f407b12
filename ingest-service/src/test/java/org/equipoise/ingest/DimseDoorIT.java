package org.equipoise.ingest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.imaging.ImageId;
import org.equipoise.common.imaging.Pixels;
import org.equipoise.common.messaging.Topics;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.synthetic.ObjectWriter;
import org.equipoise.dicom.synthetic.Pdus;
import org.equipoise.dicom.synthetic.Pdus.Context;
import org.equipoise.dicom.synthetic.StorageScu;
import org.equipoise.dicom.synthetic.StorageScu.Response;
import org.equipoise.ingest.dimse.DimseDoor;
import org.equipoise.ingest.dimse.DimseSettings;
import org.equipoise.ingest.doors.Instances;
import org.equipoise.local.testing.StackResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(DimseProfile.class)
@WithTestResource(value = StackResource.class, scope = TestResourceScope.GLOBAL)
class DimseDoorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FRAGMENT = 16_000;
    private static final int ECHO = 1;
    private static final int RADIOGRAPHS = 3;
    private static final List<Context> CONTEXTS = List.of(
            Context.of(ECHO, Pdus.VERIFICATION, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN),
            Context.of(RADIOGRAPHS, Instances.CR, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

    private final DimseDoor door;
    private final DimseSettings settings;
    private final IngestTopics topics;

    @Inject
    DimseDoorIT(
            DimseDoor door,
            DimseSettings settings,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.door = door;
        this.settings = settings;
        topics = new IngestTopics(bootstrapServers);
    }

    @AfterEach
    void nothingOfAPatientIsLeftInTheSpool() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<Path> left = Files.list(Path.of(settings.spool()))) {
                assertThat(left).allMatch(file -> file.endsWith("in-use"));
            }
        });
    }

    private InetSocketAddress address() {
        return door.address().orElseThrow();
    }

    private StorageScu associated(String calling) throws IOException {
        var scu = new StorageScu(address());
        scu.associate("EQUIPOISE", calling, CONTEXTS);
        return scu;
    }

    private static Response store(StorageScu scu, String instance, ObjectWriter object) throws IOException {
        return scu.store(RADIOGRAPHS, Instances.CR, instance, object.dataSet(), FRAGMENT);
    }

    /** Arrivals of the images of radiographs of these seeds. */
    private List<ImageIngested> ingested(IntStream seeds) {
        Set<String> images = seeds.mapToObj(seed -> ImageId.of(new Pixels(
                        Instances.SIDE,
                        Instances.SIDE,
                        1,
                        Instances.drawing(seed, 8).bytes(8))))
                .collect(Collectors.toSet());
        return topics.read(Topics.IMAGES_INGESTED, ImageIngested.class).stream()
                .filter(event -> images.contains(event.imageId()))
                .toList();
    }

    @Test
    void aStudyThatIsSentTwiceIsThereOnce() throws IOException {
        for (int round = 0; round < 2; round++) {
            try (StorageScu scu = associated("XR1")) {
                assertThat(scu.echo(ECHO).status()).isZero();
                for (int i = 1; i <= 3; i++) {
                    String instance = "1.2.500." + i;
                    Response stored = store(scu, instance, Instances.radiograph("1.2.500", instance, 500 + i));
                    assertThat(stored.status()).as(stored.comment()).isZero();
                }
                scu.release();
            }
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ingested(IntStream.rangeClosed(501, 503)).stream()
                                .map(event -> event.studyId() + " " + event.key())
                                .distinct())
                        .hasSize(3));
        assertThat(ingested(IntStream.rangeClosed(501, 503))).allSatisfy(event -> {
            assertThat(event.studyId()).startsWith("2.25.");
            assertThat(event.patientGroup()).hasSize(32);
        });
    }

    @Test
    void whatIsRefusedIsToldWhyAndTheNextIsTaken() throws IOException {
        try (StorageScu scu = associated("CT1")) {
            Response refused = store(
                    scu,
                    "1.2.510.1",
                    Instances.radiograph("1.2.510", "1.2.510.1", 1).text(Tag.MODALITY, "CS", "MG"));
            Response held = store(
                    scu,
                    "1.2.510.2",
                    Instances.radiograph("1.2.510", "1.2.510.2", 2).text(Tag.BURNED_IN_ANNOTATION, "CS", "YES"));
            Response damaged = scu.store(RADIOGRAPHS, Instances.CR, "1.2.510.3", new byte[] {1, 2, 3}, FRAGMENT);
            Response taken = store(scu, "1.2.510.4", Instances.radiograph("1.2.510", "1.2.510.4", 510));

            assertThat(refused.status()).isEqualTo(0xC002);
            assertThat(held.status()).isEqualTo(0x0124);
            assertThat(damaged.status()).isEqualTo(0xC000);
            assertThat(List.of(refused, held, damaged))
                    .allSatisfy(response -> assertThat(response.comment()).isNotBlank());
            assertThat(taken.status()).isZero();
        }
    }

    @Test
    void whoIsNotOnTheListIsRejected() {
        assertThatThrownBy(() -> associated("NOBODY")).hasMessageStartingWith("PDU type 3");
    }

    @Test
    void sendersDoNotWaitForEachOther() {
        List<CompletableFuture<Void>> senders = IntStream.range(0, 4)
                .mapToObj(sender -> CompletableFuture.runAsync(() -> {
                    try (StorageScu scu = associated("XR1")) {
                        for (int i = 1; i <= 5; i++) {
                            String instance = "1.2.52" + sender + "." + i;
                            assertThat(store(scu, instance, Instances.radiograph("1.2.52" + sender, instance, i))
                                            .status())
                                    .isZero();
                        }
                        scu.release();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();

        assertThat(CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)))
                .succeedsWithin(PATIENCE);
    }
}
