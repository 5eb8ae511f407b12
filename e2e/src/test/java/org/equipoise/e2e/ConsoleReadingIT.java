package org.equipoise.e2e;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import org.equipoise.common.events.DatasetDeclared;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelDeferred;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.events.StudyPublished.StudyImage;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.MalformedEventException;
import org.equipoise.common.messaging.Topics;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.S3ObjectStore;
import org.equipoise.e2e.Browser.View;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.StackConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Reading in the console, in a browser: many images by keyboard, without a network in between, and two readers at once.
 */
@Order(3)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleReadingIT {

    private static final String DATASET = "reading";
    private static final String SERIES = "series";
    private static final int CONTESTED = 64;
    private static final int IN_A_ROW = 30;

    /** The program's own time for all of them, from the key to the next image on the screen. */
    private static final double MOST_SECONDS = 30;

    /** Of the images on the screen: which, and how long after the last key. */
    private static final String WATCH = """
            (() => {
              window.pressed = null;
              window.turns = [];
              addEventListener("keydown", (event) => {
                const canvas = document.getElementById("review-image");
                window.pressed = { at: event.timeStamp, image: canvas?.dataset.image };
              }, true);
              const look = () => {
                const image = document.getElementById("review-image")?.dataset.image;
                if (window.pressed && image && image !== window.pressed.image) {
                  window.turns.push(performance.now() - window.pressed.at);
                  window.pressed = null;
                }
                requestAnimationFrame(look);
              };
              requestAnimationFrame(look);
            })()
            """;

    private StackConnection connection;
    private Browser browser;
    private List<ImageIngested> images;
    private DatasetFrozen before;

    @BeforeAll
    void publish() throws IOException, InterruptedException, MalformedEventException {
        assumeTrue(Browser.program().isPresent(), "skipped: Chromium is not installed; see ConsoleExtension");
        RunningStack stack = RunningStack.shared();
        connection = stack.connection();
        Path folder = RunningStack.folder("reading");
        TinyImages.write(folder, TinyImages.mixed(CONTESTED + 16, 700_000, null));
        assertThat(stack.command("import", folder.toString(), "--dataset", DATASET))
                .satisfies(done -> assertThat(done.exitCode()).as(done.output()).isZero());
        images = Events.of(
                connection,
                Topics.IMAGES_INGESTED,
                ImageIngested.class,
                event -> event.dataset().equals(DATASET));
        contest(images.subList(0, CONTESTED));
        // The labels are checked some time after they were sent.
        before = freeze();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            before = freeze();
            assertThat(manifest(before).lines()).hasSize(images.size() - CONTESTED);
        });
        publishSeries();
        browser = Browser.start(connection.service("monitor-service"));
    }

    @AfterAll
    void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Two who do not agree. */
    private void contest(List<ImageIngested> contested) {
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            for (ImageIngested image : contested) {
                for (String label : TinyImages.CLASSES) {
                    var vote = new LabelSubmitted(
                            image.dataset(), image.imageId(), label, "voice-" + label, Instant.now());
                    publisher.publish(Topics.LABELS_SUBMITTED, vote.key(), vote.key() + label, vote);
                }
            }
            publisher.flush();
        }
    }

    /** One study of three images, of which one has labels that contradict each other. */
    private void publishSeries() {
        var objects = new S3ObjectStore(connection.s3());
        List<StudyImage> originals = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String key = SERIES + "/" + i + ".png";
            objects.put(Bucket.STUDIES, key, TinyImages.png("plain", 800_000 + i), "image/png");
            originals.add(new StudyImage(key, "plain", null));
        }
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            var declared = new DatasetDeclared(SERIES, new LabelSet(TinyImages.CLASSES), Instant.now());
            publisher.publish(Topics.DATASETS_DECLARED, SERIES, SERIES, declared);
            var study = new StudyPublished("a-series", SERIES, "CT", null, null, originals, Instant.now(), "scanner 3");
            publisher.publish(Topics.STUDIES_PUBLISHED, study.studyId(), study.studyId(), study);
            publisher.flush();
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(series()).hasSize(3));
        contest(series().subList(1, 2));
    }

    private List<ImageIngested> series() {
        return Events.of(
                connection,
                Topics.IMAGES_INGESTED,
                ImageIngested.class,
                event -> event.dataset().equals(SERIES));
    }

    private DatasetFrozen freeze() throws IOException, InterruptedException, MalformedEventException {
        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        connection.service("ingest-service") + "/datasets/" + DATASET + "/freeze"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return EventCodec.read(answer.body(), DatasetFrozen.class);
    }

    private String manifest(DatasetFrozen version) {
        return new String(
                new S3ObjectStore(connection.s3())
                        .get(Bucket.DATASETS, version.manifestKey())
                        .orElseThrow(),
                StandardCharsets.UTF_8);
    }

    /** A page of this dataset's queue, with an image on the screen. */
    private Page reading() {
        Page page = browser.page(View.ALL.get(0));
        page.addInitScript(WATCH);
        browser.open(page, "#/review");
        onlyThisDataset(page);
        return page;
    }

    private static void onlyThisDataset(Page page) {
        only(page, DATASET);
    }

    private static void only(Page page, String dataset) {
        page.waitForCondition(
                () -> page.locator("#dataset option[value=" + dataset + "]").count() == 1);
        page.selectOption("#dataset", dataset);
        page.waitForCondition(() -> shown(page).startsWith(dataset + "/"));
        page.evaluate("document.activeElement.blur()");
    }

    /** The image on the screen; empty while there is none. */
    private static String shown(Page page) {
        return Objects.requireNonNullElse(page.getAttribute("#review-image", "data-image"), "");
    }

    private static int unsent(Page page) {
        return Integer.parseInt(Objects.requireNonNull(page.getAttribute("#unsent", "data-count")));
    }

    /** Presses the key, and waits until another image is on the screen. */
    private static String press(Page page, String key) {
        String image = shown(page);
        page.keyboard().press(key);
        page.waitForCondition(() -> !shown(page).isEmpty() && !shown(page).equals(image));
        page.waitForCondition(() -> Boolean.TRUE.equals(page.evaluate("!window.pressed")));
        return image;
    }

    private List<LabelSubmitted> said(String annotator) {
        return Events.of(
                connection,
                Topics.LABELS_SUBMITTED,
                LabelSubmitted.class,
                label -> label.dataset().equals(DATASET) && label.annotator().equals(annotator));
    }

    @Test
    @Order(1)
    void thirtyImagesByKeyboardWithoutANetworkInBetweenAreAllThereOnceAndInTheNextVersion()
            throws IOException, InterruptedException, MalformedEventException {
        Page page = reading();
        List<String> labelled = new ArrayList<>();

        for (int i = 0; i < IN_A_ROW; i++) {
            if (i == 10) {
                page.context().setOffline(true);
            }
            if (i == 13) {
                page.waitForCondition(() -> page.textContent("#unsent").equals("3 answers not sent yet"));
                page.context().setOffline(false);
            }
            labelled.add(press(page, i % 2 == 0 ? "1" : "2"));
        }
        page.waitForCondition(() -> unsent(page) == 0);

        List<?> turns = (List<?>) page.evaluate("window.turns");
        double seconds = turns.stream()
                        .mapToDouble(turn -> ((Number) turn).doubleValue())
                        .sum()
                / 1000;
        System.out.printf(
                Locale.ROOT,
                "%d images labelled by keyboard: %.2f s of the program's own time, %.0f ms an image%n",
                IN_A_ROW,
                seconds,
                1000 * seconds / IN_A_ROW);
        assertThat(turns).hasSize(IN_A_ROW);
        assertThat(seconds).isLessThanOrEqualTo(MOST_SECONDS);
        assertThat(labelled).doesNotHaveDuplicates();
        assertThat(said("local")).extracting(LabelSubmitted::key).containsExactlyInAnyOrderElementsOf(labelled);
        page.context().close();

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            String next = manifest(freeze());
            assertThat(labelled).allSatisfy(key -> {
                String image = key.substring(key.lastIndexOf('/') + 1);
                assertThat(manifest(before)).doesNotContain(image);
                assertThat(next).contains(image);
            });
        });
    }

    @Test
    @Order(2)
    void anAnswerWhoseAcknowledgementIsLostIsWrittenOnceAndOneThatIsNotSentSurvivesAReload() {
        Page page = reading();
        int said = said("local").size();
        var lost = new AtomicInteger();
        page.route("**/review/" + DATASET + "/*", route -> {
            if (lost.getAndIncrement() == 0) {
                route.fetch();
            }
            route.abort();
        });

        String first = press(page, "1");
        String second = press(page, "2");
        page.waitForCondition(() -> lost.get() > 1);
        page.reload();
        page.waitForCondition(() -> page.textContent("#unsent").equals("2 answers not sent yet"));
        page.unroute("**/review/" + DATASET + "/*");
        page.waitForCondition(() -> unsent(page) == 0);

        assertThat(said("local"))
                .hasSize(said + 2)
                .filteredOn(label -> Set.of(first, second).contains(label.key()))
                .extracting(label -> label.key() + " " + label.label())
                .containsExactlyInAnyOrder(
                        first + " " + TinyImages.CLASSES.get(0), second + " " + TinyImages.CLASSES.get(1));
        assertThat(shown(page)).isNotIn(first, second);
        page.context().close();
    }

    @Test
    @Order(3)
    void twoReadersAtOnceGetNoImageInCommon() throws IOException {
        try (SecuredMonitor monitor = SecuredMonitor.start(connection)) {
            Page anna = signedIn(monitor, SecuredMonitor.ANNAS_KEY);
            Page bert = signedIn(monitor, SecuredMonitor.BERTS_KEY);
            Set<String> ofAnna = new HashSet<>();
            Set<String> ofBert = new HashSet<>();

            for (int i = 0; i < 8; i++) {
                ofAnna.add(press(anna, "1"));
                ofBert.add(press(bert, "1"));
            }

            assertThat(ofAnna).hasSize(8).doesNotContainAnyElementsOf(ofBert);
            assertThat(ofBert).hasSize(8);
            anna.waitForCondition(() -> unsent(anna) == 0);
            bert.waitForCondition(() -> unsent(bert) == 0);
            assertThat(said("anna")).extracting(LabelSubmitted::key).containsExactlyInAnyOrderElementsOf(ofAnna);
            assertThat(said("bert")).extracting(LabelSubmitted::key).containsExactlyInAnyOrderElementsOf(ofBert);
            anna.context().close();
            bert.context().close();
        }
    }

    @Test
    @Order(4)
    void samplesOf16BitsAreReadAsTheyAreStoredWhateverTheFilter() throws IOException {
        var random = new Random(7);
        Page page = reading();
        for (int type :
                new int[] {BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR
                }) {
            var image = new BufferedImage(61, 47, type);
            int[] samples = new int[61 * 47 * image.getRaster().getNumBands()];
            for (int i = 0; i < samples.length; i++) {
                int smooth = i % 97;
                samples[i] = type == BufferedImage.TYPE_USHORT_GRAY ? 40 * smooth + random.nextInt(16) : smooth;
            }
            image.getRaster().setPixels(0, 0, 61, 47, samples);
            var png = new ByteArrayOutputStream();
            assertThat(ImageIO.write(image, "png", png)).isTrue();

            List<?> read = (List<?>) page.evaluate("""
                    async (base64) => {
                      const { samples } = await import("./console/samples.js");
                      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
                      const image = await samples(new Blob([bytes]));
                      const { Viewer } = await import("./console/viewer.js");
                      const viewer = new Viewer();
                      viewer.show("it", "it", image);
                      const { level, width } = viewer.window();
                      return [image.bits, image.width, image.height, level - width / 2, level + width / 2, ...image.data];
                    }
                    """, Base64.getEncoder().encodeToString(png.toByteArray()));

            boolean deep = type == BufferedImage.TYPE_USHORT_GRAY;
            assertThat(read.subList(0, 5))
                    .as("bits, width, height, and from which value to which it is shown")
                    .isEqualTo(List.of(
                            deep ? 16 : 8,
                            61,
                            47,
                            deep ? Arrays.stream(samples).min().orElseThrow() : 0,
                            deep ? Arrays.stream(samples).max().orElseThrow() : 255));
            assertThat(read.subList(5, read.size()))
                    .isEqualTo(Arrays.stream(samples).boxed().toList());
        }
        page.context().close();
    }

    @Test
    @Order(5)
    void windowZoomAndInversionChangeThePictureAndResetBringsItBack() {
        Page page = reading();
        String before = picture(page);

        page.keyboard().press("i");
        assertThat(page.textContent("#note-bottom-left")).contains("inverted");
        assertThat(picture(page)).isNotEqualTo(before);
        page.keyboard().press("i");
        assertThat(picture(page)).isEqualTo(before);
        page.mouse().move(300, 300);
        page.mouse().down();
        page.mouse().move(200, 340);
        page.mouse().up();
        assertThat(page.textContent("#note-bottom-left")).isEqualTo("W 191  L 153");
        page.keyboard().press("+");
        page.keyboard().press("Shift+ArrowRight");
        page.mouse().wheel(0, -100);
        assertThat(picture(page)).isNotEqualTo(before);
        page.keyboard().press("r");

        assertThat(page.textContent("#note-bottom-left")).isEqualTo("W 255  L 128");
        assertThat(picture(page)).isEqualTo(before);
        assertThat(Browser.violations(page)).isEmpty();
        assertThat(browser.complaints())
                .as("besides the network that was away, and keys that were asked for")
                .allMatch(complaint -> complaint.contains("net::ERR") || complaint.contains("401"));
        page.context().close();
    }

    @Test
    @Order(6)
    void otherImagesOfTheStudyAreLookedAtAndOnlyTheOneInQuestionIsLabelled() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        only(page, SERIES);
        String asked = shown(page);
        assertThat(page.textContent("#note-top-left")).contains(SERIES, "CT", "scanner 3");
        assertThat(page.textContent("main")).contains("3 images");

        page.keyboard().press("ArrowUp");
        page.keyboard().press("ArrowUp");
        page.waitForCondition(() -> page.textContent("#note-top-right").startsWith("1 of 3 in the study"));
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        page.waitForCondition(() -> page.textContent("#note-top-right").startsWith("3 of 3 in the study"));
        Set<String> seen = new HashSet<>(Set.of(asked));
        for (String key : List.of("ArrowUp", "ArrowUp")) {
            seen.add(shown(page));
            page.keyboard().press(key);
            page.waitForCondition(() -> !shown(page).isEmpty());
        }
        seen.add(shown(page));
        assertThat(seen).hasSize(3);

        if (shown(page).equals(asked)) {
            page.keyboard().press("ArrowDown");
        }
        page.waitForCondition(() -> !shown(page).isEmpty() && !shown(page).equals(asked));
        page.keyboard().press("1");
        assertThat(page.textContent("#said")).contains("Home brings back the one to label");
        assertThat(unsent(page)).isZero();
        page.keyboard().press("Home");
        page.waitForCondition(() -> shown(page).equals(asked));
        page.keyboard().press("1");
        page.waitForCondition(() -> page.textContent("#said").contains("was labelled"));
        page.waitForCondition(() -> unsent(page) == 0);
        page.context().close();
    }

    @Test
    @Order(7)
    void anImageIsDeferredWithTwoKeysAndComesBackWithOne() {
        Page page = reading();
        String first = shown(page);
        int labelled = said("local").size();

        page.keyboard().press("d");
        page.waitForSelector("#why[open]");
        assertThat(Browser.violations(page)).isEmpty();
        page.keyboard().press("2");
        page.waitForCondition(() -> !shown(page).isEmpty() && !shown(page).equals(first));
        assertThat(page.textContent("#said")).contains("was deferred: needs a second opinion");
        page.waitForCondition(() -> unsent(page) == 0);
        assertThat(deferrals(first)).extracting(LabelDeferred::withdraws).containsExactly(false);

        page.keyboard().press("u");
        page.waitForCondition(() -> shown(page).equals(first));
        page.waitForCondition(() -> unsent(page) == 0);
        assertThat(deferrals(first)).extracting(LabelDeferred::withdraws).containsExactly(false, true);
        assertThat(said("local"))
                .as("the second key was for the list of reasons alone")
                .hasSize(labelled);
        page.context().close();
    }

    @Test
    @Order(8)
    void whatIsTakenBackInOnePageIsNotSentByAnother() {
        Page page = reading();
        String labels = "**/review/" + DATASET + "/*";
        page.context().route(labels, Route::abort);
        String first = press(page, "1");
        String second = press(page, "1");
        page.waitForCondition(() -> page.textContent("#unsent").equals("2 answers not sent yet"));
        Page other = page.context().newPage();
        other.navigate(page.url());
        other.waitForCondition(() -> other.textContent("#unsent").equals("2 answers not sent yet"));

        page.keyboard().press("u");
        page.waitForCondition(() -> unsent(page) == 1);
        page.context().unroute(labels);

        page.waitForCondition(() -> unsent(page) == 0);
        other.waitForCondition(() -> unsent(other) == 0);
        assertThat(said("local"))
                .extracting(LabelSubmitted::key)
                .contains(first)
                .doesNotContain(second);
        page.context().close();
    }

    @Test
    @Order(9)
    void whatIsRefusedWhileAnotherPageIsOpenIsCountedThereAndSaidInReviewUntilItWasSeen() {
        Page page = reading();
        String labels = "**/review/" + DATASET + "/*";
        page.route(labels, Route::abort);
        String image = press(page, "1");
        page.waitForCondition(() -> unsent(page) == 1);
        page.evaluate("location.hash = '#/datasets'");
        page.waitForCondition(() -> page.textContent("h1").equals("Datasets"));

        page.unroute(labels);
        page.route(
                labels,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(409)
                        .setContentType("application/json")
                        .setBody("{\"problem\": \"it was settled by dr-who\"}")));
        page.waitForCondition(() -> page.textContent("#not-taken").equals("1 answer not taken"));
        assertThat(unsent(page)).isZero();
        page.reload();
        page.click("#not-taken a");

        page.waitForSelector("#refusals");
        assertThat(page.textContent("#refusals"))
                .contains(
                        "Image " + image.substring(DATASET.length() + 1, DATASET.length() + 13),
                        "was not labelled \"" + TinyImages.CLASSES.get(0) + "\": it was settled by dr-who.");
        assertThat(Browser.violations(page)).isEmpty();
        page.click("#seen");
        assertThat(page.locator("#refusals").count()).isZero();
        assertThat(page.textContent("#not-taken")).isEmpty();
        page.reload();
        page.waitForSelector("#review-image[data-image]");
        assertThat(page.locator("#refusals").count()).isZero();
        page.context().close();
    }

    private List<LabelDeferred> deferrals(String key) {
        return Events.of(
                connection,
                Topics.LABELS_DEFERRED,
                LabelDeferred.class,
                deferral -> deferral.key().equals(key));
    }

    private static String picture(Page page) {
        return String.valueOf(page.evaluate("document.getElementById('review-image').toDataURL()"));
    }

    private Page signedIn(SecuredMonitor monitor, String key) {
        Page page = browser.page(View.ALL.get(1));
        page.navigate(monitor.address() + "/#/review");
        page.waitForSelector("#key");
        page.fill("#key", key);
        page.keyboard().press("Enter");
        page.waitForSelector("#review-image");
        onlyThisDataset(page);
        return page;
    }
}
