package org.equipoise.e2e;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.messaging.Topics;
import org.equipoise.e2e.Browser.View;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.StackConnection;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Every page of the console after the loop, in a browser: what it says, where it leads, and who can use it. */
@Order(2)
@ExtendWith(ConsoleExtension.class)
class ConsolePagesIT {

    private static final boolean SCREENSHOTS = Boolean.getBoolean("equipoise.screenshots");

    /** Those that documents show; the others are to be looked at by whoever changes the console. */
    private static final Set<String> PICTURES = Set.of(
            "console-model-wide-light.png",
            "console-run-wide-light.png",
            "console-review-wide-dark.png",
            "console-overview-narrow-light.png");

    private final Console console;
    private final Browser browser;
    private final StackConnection connection;
    private final List<ImageIngested> images;

    ConsolePagesIT(Console console) {
        this.console = console;
        browser = console.browser();
        connection = console.connection();
        images = console.images();
    }

    /** Every page, by the name of its picture. */
    private Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        String alert = URLEncoder.encode(console.alertId(), StandardCharsets.UTF_8);
        String model = "#/models/" + Loop.MODEL;
        pages.put("overview", "#/");
        pages.put("model", model);
        pages.put("runs", "#/runs");
        pages.put("run", "#/runs/" + console.trained().runId());
        pages.put("datasets", "#/datasets");
        pages.put(
                "augmentation",
                "#/datasets/" + console.trained().dataset() + "/"
                        + console.trained().datasetVersion() + "/augmentation");
        pages.put("review", "#/review");
        pages.put("alerts", "#/alerts");
        pages.put("trace", "#/trace/" + images.get(0).imageId());
        pages.put("runbook", "#/runbooks/model-collapsed");
        pages.put("card", model + "/versions/" + console.trained().version() + "/card");
        pages.put("diagnosis", Diagnosed.page(Diagnosed.RUN));
        pages.put("alert", "#/alerts/" + alert);
        pages.put("alert-runbook", "#/runbooks/model-collapsed/" + alert);
        return pages;
    }

    static List<View> views() {
        return View.ALL;
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyPageIsAccessibleFitsItsWindowAndNamesNoPatient(View view) {
        Page page = browser.page(view);
        Set<String> secrets = patients();

        pages().forEach((name, hash) -> {
            browser.open(page, hash);
            if (name.equals("review")) {
                page.waitForSelector("#review-image[data-image]");
            }
            picture(page, name, view);

            assertThat(page.textContent("h1")).as(name).isNotEqualTo("No such page");
            assertThat(page.textContent("#as-of")).as(name).matches("as of \\d\\d:\\d\\d:\\d\\d \\S+.*");
            assertThat(page.isVisible("#stale")).as("%s is old", name).isFalse();
            assertThat(Browser.violations(page)).as("%s, %s", name, view).isEmpty();
            assertThat((Integer) page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of %s in a window of %d", name, view.width())
                    .isLessThanOrEqualTo(view.width());
            assertThat(page.content()).as(name).doesNotContain(secrets.toArray(String[]::new));
        });
        assertThat(browser.complaints()).isEmpty();
        page.context().close();
    }

    /** What the console must not show: pseudonyms and their hashes, and the names of the originals. */
    private Set<String> patients() {
        Set<String> secrets = new LinkedHashSet<>();
        Events.of(connection, Topics.STUDIES_PUBLISHED, StudyPublished.class, study -> true)
                .forEach(study -> {
                    if (study.patientKey() != null) {
                        secrets.add(study.patientKey());
                    }
                    study.images().forEach(image -> secrets.add(image.objectKey()));
                });
        images.forEach(image -> {
            if (image.patientGroup() != null) {
                secrets.add(image.patientGroup());
            }
        });
        assertThat(secrets).isNotEmpty();
        return secrets;
    }

    @Test
    void thePagesSayWhatTheLoopDid() {
        Page page = browser.page(View.ALL.get(0));
        Map<String, String> pages = pages();

        browser.open(page, "#/");
        assertThat(page.textContent("main")).contains("firing", "collapsed", Loop.MODEL);
        browser.open(page, Objects.requireNonNull(pages.get("model")));
        assertThat(page.textContent("main"))
                .contains("Confusion matrix", "promoted", "Shares of the answers over time", "spot", "Canaries");
        assertThat(page.locator("canvas").count()).as("charts").isEqualTo(2);
        browser.open(page, Objects.requireNonNull(pages.get("run")));
        assertThat(page.textContent("main")).contains("the best constant answer", "Recall by class", "finished");
        browser.open(page, "#/datasets");
        assertThat(page.textContent("main")).contains("Content hash", "imbalanced");
        browser.open(page, "#/alerts");
        assertThat(page.textContent("main"))
                .contains("loop: One class takes nearly every answer.", "Odds", "What lies behind it", "What to do");
        page.context().close();
    }

    @Test
    void whyARunFailedAndWhatAnAlertComesFromIsSaidWhereTheyAreShownAndLeadsToTheProof() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/runs/" + Diagnosed.RUN);
        page.click("a[href='" + Diagnosed.page(Diagnosed.RUN) + "']");
        page.waitForSelector("#sentence");

        assertThat(page.textContent("#sentence")).isEqualTo(Diagnosed.SENTENCE_OF_THE_CARD);
        assertThat(page.textContent("main"))
                .contains(
                        "class imbalance",
                        "With the prior subtracted the balanced accuracy goes from 0.500 to 0.910",
                        "the best constant answer",
                        "examine the run with more minutes",
                        "sampling=balanced",
                        "0.960",
                        "Draw every class as often.",
                        Diagnosed.HOSTILE)
                .doesNotContain("nobody", "undefined");
        assertThat(page.locator("main img, main b").count())
                .as("elements made of names")
                .isZero();
        assertThat(page.isVisible("#evidence table")).isFalse();
        page.focus("#evidence summary");
        page.keyboard().press("Enter");
        assertThat(page.isVisible("#evidence table")).isTrue();
        assertThat(page.textContent("#evidence")).contains("20.0000", "below 5", "learning rate high");
        assertThat(Browser.violations(page)).isEmpty();

        browser.open(page, "#/models/" + Loop.MODEL);
        assertThat(page.textContent("main")).contains(Diagnosed.WHY, Diagnosed.DIFFERENCE);
        browser.open(page, "#/alerts");
        page.click("a[href='" + Diagnosed.page(Diagnosed.OF_ALERT) + "']");
        page.waitForSelector("#sentence");
        assertThat(page.textContent("#sentence")).isEqualTo(Diagnosed.DIFFERENCE);
        assertThat(page.textContent("main")).contains("The evidence is not enough to name one", "Alert");
        browser.open(page, Diagnosed.page("unheard-of"));
        assertThat(page.textContent("main")).contains("No such diagnosis");
        assertThat(browser.complaints()).isEmpty();
        page.context().close();
    }

    /** Its images are never answered: that must not look like a quiet day. */
    @Test
    void aStudyThatAsksForAModelThatNobodyTrainedIsSeenOnTheFirstPage() {
        ImageIngested plain = images.get(0);
        var asked = new ImageIngested(
                plain.dataset(),
                plain.imageId(),
                "asks-for-nobody",
                plain.objectKey(),
                plain.sourceKey(),
                plain.width(),
                plain.height(),
                plain.channels(),
                plain.modality(),
                plain.patientGroup(),
                plain.split(),
                1,
                "nobody",
                plain.publishedAt(),
                plain.ingestedAt(),
                plain.station(),
                null,
                null,
                plain.measures());
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            publisher.publish(Topics.IMAGES_INGESTED, asked.key(), "asks-for-nobody", asked);
            publisher.flush();
        }
        Page page = browser.page(View.ALL.get(0));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            browser.open(page, "#/");
            assertThat(page.textContent("main")).contains("no version of model nobody was promoted yet");
        });
        assertThat(page.textContent("#set-aside")).contains("images.ingested: ");
        assertThat(Browser.violations(page)).isEmpty();
        page.context().close();
    }

    @Test
    void everyLinkLeadsToAPage() {
        Page page = browser.page(View.ALL.get(0));
        Set<String> known = Set.copyOf(pages().values());
        Set<String> links = new LinkedHashSet<>();
        known.forEach(hash -> {
            leadsToAPage(page, hash);
            for (Object href : (List<?>)
                    page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")) {
                links.add(String.valueOf(href));
            }
        });
        links.remove("#main");

        assertThat(links)
                .hasSizeGreaterThan(8)
                .allMatch(href -> href.startsWith("#/"))
                .as("pages that a link leads to")
                .containsAll(known.stream()
                        .filter(hash -> !hash.startsWith("#/trace/") && !hash.equals("#/runbooks/model-collapsed"))
                        .toList());
        links.removeAll(known);
        links.forEach(href -> leadsToAPage(page, href));
        page.context().close();
    }

    private void leadsToAPage(Page page, String hash) {
        browser.open(page, hash);
        assertThat(page.textContent("main"))
                .as(hash)
                .doesNotContain("No such page", "cannot be shown", "Nothing is known", "No such training");
    }

    @Test
    void theKeyboardReachesEverythingAndShowsWhereItIs() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        page.evaluate("document.activeElement.blur()");
        List<String> met = new ArrayList<>();

        page.keyboard().press("Tab");
        assertThat(Browser.focused(page, "textContent")).isEqualTo("Skip to content");
        page.keyboard().press("Enter");
        assertThat(Browser.focused(page, "id")).isEqualTo("main");
        browser.open(page, "#/review");
        page.evaluate("document.activeElement.blur()");
        for (int i = 0; i < 26; i++) {
            page.keyboard().press("Tab");
            met.add(Browser.focused(page, "id") + "|" + Browser.focused(page, "textContent"));
            assertThat(page.evaluate("document.activeElement === document.body"
                            + " || getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
                    .as("an outline around %s", met.get(i))
                    .isEqualTo(true);
        }

        assertThat(met)
                .anyMatch(element -> element.endsWith("|Alerts"))
                .anyMatch(element -> element.startsWith("zoom-in|"))
                .anyMatch(element -> element.startsWith("label-0|"))
                .anyMatch(element -> element.startsWith("next|"));
        page.context().close();
    }

    @Test
    void theAuditTrailIsSavedAsATable() throws IOException {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/trace");
        page.fill("#export-model", Loop.MODEL);

        Download download = page.waitForDownload(() -> page.click("#export-csv"));

        List<String> lines = Files.readAllLines(download.path());
        assertThat(lines.get(0)).startsWith("image,dataset,study,model,model_version,trained_on,dataset_hash");
        assertThat(lines).hasSize(1 + 160 + 150).anyMatch(line -> line.contains("," + Loop.MODEL + "/"));
        page.context().close();
    }

    /** The whole page, only when asked for: pictures of every run differ a little. */
    private static void picture(Page page, String name, View view) {
        if (SCREENSHOTS) {
            String file = "console-" + name + "-" + view.name() + ".png";
            Path folder = PICTURES.contains(file)
                    ? RunningStack.project().resolve("docs/images")
                    : RunningStack.project().resolve("e2e/target/screenshots");
            page.screenshot(
                    new Page.ScreenshotOptions().setPath(folder.resolve(file)).setFullPage(true));
        }
    }
}
