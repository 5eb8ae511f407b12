package org.equipoise.ingest.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.common.storage.StorageException;
import org.equipoise.ingest.s3.FakeS3.Lack;
import org.equipoise.local.embedded.EmbeddedS3;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class S3OriginalsTest {

    private static final Map<String, String> TEN_DAYS = Map.of("bucket", "originals", "retention", "10");

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // Before each test.
    private FakeS3 store;

    @BeforeEach
    void open() throws IOException {
        store = new FakeS3();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static OriginalsSettings settings(Map<String, String> set) {
        var values = new HashMap<String, String>();
        set.forEach((name, value) -> values.put("equipoise.ingest.originals." + name, value));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .withMapping(OriginalsSettings.class)
                .build()
                .getConfigMapping(OriginalsSettings.class);
    }

    private S3Originals originals() {
        return originals(PATIENCE);
    }

    private S3Originals originals(Duration silence) {
        return S3Originals.open(store.settings(), settings(TEN_DAYS), silence);
    }

    @Test
    void anOriginalIsEncryptedAndReplacesItself() throws IOException {
        S3Originals originals = originals();
        Path file = Files.write(folder.resolve("object"), new byte[] {1, 2, 3});

        originals.keep(file, "2.25.1/2.25.2");
        originals.keep(file, "2.25.1/2.25.2");

        // The SHA-256 of the bytes 1, 2 and 3.
        String key = "dicom/2.25.1/2.25.2-039058c6f2c0cb49.dcm";
        assertThat(store.objects).containsOnlyKeys(key);
        assertThat(store.encryptions).containsEntry(key, "AES256");
        assertThat(store.buckets).containsExactly("originals");
    }

    @Test
    void anotherObjectUnderTheSameUidsReplacesNothing() throws IOException {
        S3Originals originals = originals();

        originals.keep(Files.write(folder.resolve("one"), new byte[] {1, 2, 3}), "2.25.1/2.25.2");
        originals.keep(Files.write(folder.resolve("other"), new byte[] {4}), "2.25.1/2.25.2");

        assertThat(store.objects.values()).containsExactlyInAnyOrder(new byte[] {1, 2, 3}, new byte[] {4});
    }

    @Test
    void anObjectIsForgottenAndNoOther() throws IOException {
        S3Originals originals = originals();
        Path file = Files.write(folder.resolve("object"), new byte[] {1, 2, 3});
        for (String name : List.of("2.25.1/2.25.2", "2.25.1/2.25.22", "2.25.11/2.25.2")) {
            originals.keep(file, name);
        }

        originals.keep(Files.write(file, new byte[] {4}), "2.25.1/2.25.2");

        assertThat(originals.forget("2.25.1/2.25.2")).isEqualTo(2);

        assertThat(store.objects)
                .containsOnlyKeys(
                        "dicom/2.25.1/2.25.22-039058c6f2c0cb49.dcm", "dicom/2.25.11/2.25.2-039058c6f2c0cb49.dcm");
        assertThat(originals.forget("2.25.1/2.25.2")).as("again").isZero();
        store.lack = Lack.EVERYTHING;
        assertThatThrownBy(() -> originals.forget("2.25.11/2.25.2")).isInstanceOf(StorageException.class);
    }

    @Test
    void theBucketHasARuleThatDeletes() {
        originals();

        assertThat(store.rules)
                .singleElement()
                .asString()
                .contains(
                        "<Days>10</Days>",
                        "<Prefix>dicom/</Prefix>",
                        "<DaysAfterInitiation>1</DaysAfterInitiation>",
                        "<NoncurrentDays>1</NoncurrentDays>");
        assertThat(store.objects).as("what it was tried with is gone").isEmpty();
    }

    @Test
    void theRulesOfOthersStayAndOursIsReplaced() {
        store.rules.add("<LifecycleConfiguration><Rule><ID>theirs</ID><Status>Enabled</Status>"
                + "<Filter><Prefix>x/</Prefix></Filter><Expiration><Days>3</Days></Expiration></Rule>"
                + "<Rule><ID>equipoise-originals</ID><Status>Enabled</Status>"
                + "<Filter><Prefix>dicom/</Prefix></Filter><Expiration><Days>99</Days></Expiration></Rule>"
                + "</LifecycleConfiguration>");

        originals();

        assertThat(store.rules)
                .singleElement()
                .asString()
                .contains("theirs", "<Days>3</Days>", "<Days>10</Days>")
                .doesNotContain("99");
    }

    @ParameterizedTest
    @CsvSource({
        "ENCRYPTION_IS_REFUSED, does not encrypt (NotImplemented)",
        "ENCRYPTION_IS_IGNORED, keeps what it should encrypt in the clear",
        "RULES_ARE_REFUSED, does not take a rule that deletes after 10 days (NotImplemented)",
        "PREFIX_IS_FORGOTTEN, does not keep the rule that deletes after 10 days",
        "DAYS_ARE_FORGOTTEN, does not keep the rule that deletes after 10 days",
        "NONCURRENT_IS_FORGOTTEN, does not keep the rule that deletes after 10 days",
        "RULES_ARE_FORGOTTEN, does not keep the rule that deletes after 10 days",
        "EVERYTHING, does not exist and cannot be made"
    })
    void aStoreThatLacksSomethingGetsNone(Lack lack, String sentence) {
        store.lack = lack;

        assertThatThrownBy(this::originals)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("originals cannot be kept: the object store's bucket originals " + sentence)
                .hasMessageEndingWith("unset equipoise.ingest.originals.bucket, or use a store that can");
        assertThat(store.objects).isEmpty();
    }

    @Test
    void aRuleThatStandsIsNotWrittenAgain() {
        originals();
        S3Originals again = originals();

        assertThat(store.written).isEqualTo(1);
        assertThat(again.endsUploads()).isTrue();
    }

    /** As MinIO: it deletes them after a day by itself. */
    @Test
    void aStoreThatDoesNotSayWhatBecomesOfUnfinishedUploadsIsTold() {
        store.lack = Lack.ABORT_IS_FORGOTTEN;

        assertThat(originals().endsUploads()).isFalse();
    }

    @Test
    void aBucketThatAnotherServiceMadeMeanwhileIsThere() {
        store.lack = Lack.BUCKET_IS_MADE_BY_ANOTHER;

        originals();

        assertThat(store.buckets).containsExactly("originals");
    }

    @Test
    void aStoreThatDoesNotAnswerIsToldFromOneThatCannot() {
        store.lack = Lack.ANSWERS;
        assertThatThrownBy(() -> originals(SILENCE)).hasMessageContaining("does not answer");
        store.close();

        assertThatThrownBy(this::originals)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("originals cannot be kept: the object store http://127.0.0.1:\\d+ does not answer"
                        + " \\(.*\\); start this service again when it does");
    }

    @Test
    void aSilentStoreIsGivenUpBeforeTheSenderGoes() throws IOException {
        S3Originals originals = originals(SILENCE);
        Path file = Files.write(folder.resolve("object"), new byte[] {1, 2, 3});
        store.lack = Lack.ANSWERS;

        assertThatThrownBy(() ->
                        assertTimeoutPreemptively(SILENCE.multipliedBy(4), () -> originals.keep(file, "2.25.1/2")))
                .isInstanceOf(StorageException.class);
    }

    @Test
    void whatIsNotEncryptedLaterIsDeletedAndToBeSentAgain() throws IOException {
        S3Originals originals = originals();
        Path file = Files.write(folder.resolve("object"), new byte[] {1, 2, 3});
        store.lack = Lack.ENCRYPTION_IS_IGNORED;

        assertThatThrownBy(() -> originals.keep(file, "2.25.1/2.25.2"))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not encrypted");
        assertThat(store.objects).isEmpty();
        store.lack = Lack.EVERYTHING;
        assertThatThrownBy(() -> originals.keep(file, "2.25.1/2.25.2")).isInstanceOf(StorageException.class);
        store.close();
        assertThatThrownBy(() -> originals.keep(file, "2.25.1/2.25.2")).isInstanceOf(StorageException.class);
    }

    @Test
    void aKeyOfAKeyManagementNeedsAConnectionThatIsEncrypted() {
        OriginalsSettings settings = settings(Map.of("bucket", "originals", "retention", "10", "kms-key", "our-key"));

        assertThatThrownBy(() -> S3Originals.open(store.settings(), settings, PATIENCE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not encrypt");
    }

    /** As of `./equipoise up`: it can neither. */
    @Test
    void theStoreOfATrialIsRefusedInWords() throws IOException {
        try (EmbeddedS3 embedded = EmbeddedS3.start(folder.resolve("s3"), 0, "equipoise", "equipoise-secret")) {
            assertThatThrownBy(() -> S3Originals.open(embedded.settings(), settings(TEN_DAYS), PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("originals cannot be kept: the object store's bucket originals ");
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName() {
        assertThat(settings(Map.of()).bucket()).isEmpty();
        settings(TEN_DAYS).check();
        for (Map<String, String> wrong : List.of(
                Map.of("bucket", "studies", "retention", "10"),
                Map.of("bucket", "Not A Bucket", "retention", "10"),
                Map.of("bucket", "originals/..", "retention", "10"))) {
            assertThatThrownBy(() -> settings(wrong).check())
                    .hasMessageStartingWith("equipoise.ingest.originals.bucket");
        }
        for (Map<String, String> wrong : List.of(
                Map.of("bucket", "originals"),
                Map.of("bucket", "originals", "retention", "0"),
                Map.of("bucket", "originals", "retention", "3651"))) {
            assertThatThrownBy(() -> settings(wrong).check())
                    .hasMessage("equipoise.ingest.originals.retention must be 1 to 3650 days where a bucket for"
                            + " originals is set");
        }
    }
}
