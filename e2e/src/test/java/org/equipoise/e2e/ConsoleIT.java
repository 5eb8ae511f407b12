package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import org.equipoise.common.events.ImageIngested;
import org.equipoise.common.events.LabelChecked;
import org.equipoise.common.events.LabelSubmitted;
import org.equipoise.common.events.StudyPublished;
import org.equipoise.common.messaging.Topics;
import org.equipoise.e2e.Browser.View;
import org.equipoise.local.client.EventPublisher;
import org.equipoise.local.client.StackConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The console of a running stack after the loop, in a browser. */
@Order(2)
class ConsoleIT {

    /** Contradicting labels bring images into the queue: so many for the walk, one for each test that takes one out. */
    private static final int CONTESTED = 7;

    private static final boolean SCREENSHOTS = Boolean.getBoolean("equipoise.screenshots");

    /** Those that documents show; the others are to be looked at by whoever changes the console. */
    private static final Set<String> PICTURES = Set.of(
            "console-model-wide-light.png",
            "console-run-wide-light.png",
            "console-review-wide-dark.png",
            "console-overview-narrow-light.png");

    private static StackConnection connection;
    private static Browser browser;
    private static List<ImageIngested> images;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(
                Browser.program().isPresent(),
                "skipped: Chromium is not installed; on Debian: apt-get install chromium, elsewhere name it by"
                        + " EQUIPOISE_CHROMIUM");
        RunningStack stack = RunningStack.shared();
        Loop.through(stack);
        connection = stack.connection();
        images = Events.of(
                connection,
                Topics.IMAGES_INGESTED,
                ImageIngested.class,
                event -> event.dataset().equals(Loop.MODEL));
        for (int i = 0; i < CONTESTED; i++) {
            contest(images.get(i));
        }
        browser = Browser.start(connection.service("monitor-service"));
        Page page = browser.page(View.ALL.get(0));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            browser.open(page, "#/review");
            assertThat(page.textContent("#waiting")).contains(CONTESTED + " images");
        });
        page.context().close();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    /** Two readers who do not agree. */
    private static void contest(ImageIngested image) {
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            for (int i = 0; i < 2; i++) {
                var label = new LabelSubmitted(
                        image.dataset(), image.imageId(), TinyImages.CLASSES.get(i), "reader-" + i, Instant.now());
                publisher.publish(Topics.LABELS_SUBMITTED, label.key(), label.key() + i, label);
            }
            publisher.flush();
        }
    }

    /** Every page, by the name of its picture. */
    private static Map<String, String> pages(Page page) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "#/");
        pages.put("model", "#/models/" + Loop.MODEL);
        pages.put("runs", "#/runs");
        browser.open(page, "#/runs");
        pages.put("run", page.getAttribute("main tbody a", "href"));
        pages.put("datasets", "#/datasets");
        pages.put("review", "#/review");
        pages.put("alerts", "#/alerts");
        pages.put("trace", "#/trace/" + images.get(0).imageId());
        pages.put("runbook", "#/runbooks/model-collapsed");
        pages.put("card", card(page));
        pages.put("alert", alert(page));
        pages.put("alert-runbook", alert(page).replace("#/alerts/", "#/runbooks/model-collapsed/"));
        return pages;
    }

    private static String card(Page page) {
        browser.open(page, "#/models/" + Loop.MODEL);
        return page.getAttribute("a[href$='/card']", "href");
    }

    private static String alert(Page page) {
        browser.open(page, "#/");
        return page.getAttribute("a[href^='#/alerts/']", "href");
    }

    static List<View> views() {
        return View.ALL;
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyPageIsAccessibleFitsItsWindowAndNamesNoPatient(View view) {
        Page page = browser.page(view);
        Set<String> secrets = patients();

        pages(page).forEach((name, hash) -> {
            browser.open(page, hash);
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
    private static Set<String> patients() {
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
        Map<String, String> pages = pages(page);

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
        assertThat(page.textContent("main")).contains("loop: One class takes nearly every answer.", "Odds", "What lies behind it", "What to do");
        page.context().close();
    }

    @Test
    void everyLinkLeadsToAPage() {
        Page page = browser.page(View.ALL.get(0));
        Set<String> links = new LinkedHashSet<>();
        pages(page).values().forEach(hash -> {
            browser.open(page, hash);
            for (Object href : (List<?>)
                    page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")) {
                links.add(String.valueOf(href));
            }
        });
        links.remove("#main");

        assertThat(links).hasSizeGreaterThan(8).allMatch(href -> href.startsWith("#/"));
        links.forEach(href -> {
            browser.open(page, href);
            assertThat(page.textContent("main"))
                    .as(href)
                    .doesNotContain("No such page", "cannot be shown", "Nothing is known", "No such training");
        });
        page.context().close();
    }

    @Test
    void theKeyboardReachesEverythingAndShowsWhereItIs() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        page.evaluate("document.activeElement.blur()");
        List<String> met = new ArrayList<>();

        page.keyboard().press("Tab");
        assertThat(focused(page, "textContent")).isEqualTo("Skip to content");
        page.keyboard().press("Enter");
        assertThat(focused(page, "id")).isEqualTo("main");
        browser.open(page, "#/review");
        page.evaluate("document.activeElement.blur()");
        for (int i = 0; i < 26; i++) {
            page.keyboard().press("Tab");
            met.add(focused(page, "id") + "|" + focused(page, "textContent"));
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

    private static String focused(Page page, String property) {
        return String.valueOf(page.evaluate("document.activeElement." + property));
    }

    @Test
    void oneKeyLabelsAnImageAndTheNextOneFollows() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        int before = waiting(page);
        String first = page.getAttribute("#to-trace", "href");

        page.keyboard().press("+");
        page.keyboard().press("2");

        page.waitForCondition(() -> page.textContent("#said").contains("was labelled"));
        assertThat(page.getAttribute("#to-trace", "href")).isNotEqualTo(first);
        assertThat(waiting(page)).isEqualTo(before - 1);
        assertThat(Events.of(
                        connection,
                        Topics.LABELS_SUBMITTED,
                        LabelSubmitted.class,
                        label -> label.annotator().equals("local")))
                .anySatisfy(label -> {
                    assertThat(first).endsWith(label.imageId());
                    assertThat(label.label()).isEqualTo(TinyImages.CLASSES.get(1));
                });
        page.context().close();
    }

    @Test
    void aLabelSettlesAConflictAndTheKeyUTakesItBack() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        String first = Objects.requireNonNull(page.getAttribute("#to-trace", "href"));
        String image = first.substring(first.lastIndexOf('/') + 1);
        int before = settled(page);

        page.keyboard().press("1");
        page.waitForCondition(() -> settled(page) == before + 1);
        assertThat(standing(image)).satisfies(checked -> {
            assertThat(checked.label()).isEqualTo(TinyImages.CLASSES.get(0));
            assertThat(Objects.requireNonNull(checked.settlement()).by()).containsExactly("local");
            assertThat(checked.settlement().overruled()).containsExactly("reader-1");
        });
        page.keyboard().press("u");

        page.waitForCondition(() -> page.textContent("#said").contains("no label of yours any more"));
        assertThat(page.getAttribute("#to-trace", "href")).isEqualTo(first);
        page.waitForCondition(() -> settled(page) == before);
        assertThat(page.getAttribute("#to-trace", "href")).isEqualTo(first);
        assertThat(standing(image)).satisfies(checked -> {
            assertThat(checked.settlement()).isNull();
            assertThat(checked.votes()).doesNotContainKey("local");
        });
        page.context().close();
    }

    /** The last standing of an image of the loop's dataset. */
    private static LabelChecked standing(String image) {
        return Events.of(
                        connection,
                        Topics.LABELS_CHECKED,
                        LabelChecked.class,
                        checked -> checked.dataset().equals(Loop.MODEL)
                                && checked.imageId().equals(image))
                .stream()
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** How many images the page says are settled. */
    private static int settled(Page page) {
        return Integer.parseInt(page.textContent("#progress").replaceFirst("\\D.*", ""));
    }

    @Test
    void aKeyIsForTheImageThatIsOnTheScreenNotForTheNextOne() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        page.waitForSelector("#review-image");
        String first = Objects.requireNonNull(page.getAttribute("#to-trace", "href"));
        String image = first.substring(first.lastIndexOf('/') + 1);
        List<Route> held = new ArrayList<>();
        page.route("**/pixels", held::add);
        int labelled = labelsOf("local");

        settle(image);
        page.waitForCondition(() -> !held.isEmpty());
        page.keyboard().press("1");
        held.forEach(Route::resume);

        page.waitForCondition(() -> !Objects.equals(page.getAttribute("#to-trace", "href"), first));
        assertThat(labelsOf("local")).isEqualTo(labelled);
        page.context().close();
    }

    private static int labelsOf(String annotator) {
        return Events.of(
                        connection,
                        Topics.LABELS_SUBMITTED,
                        LabelSubmitted.class,
                        label -> label.annotator().equals(annotator))
                .size();
    }

    /** Somebody else, elsewhere. */
    private static void settle(String image) {
        try (var publisher = new EventPublisher(connection.bootstrapServers(), Clock.systemUTC())) {
            var label = new LabelSubmitted(
                    Loop.MODEL,
                    image,
                    TinyImages.CLASSES.get(0),
                    "dr-who",
                    Instant.now(),
                    LabelSubmitted.Role.ADJUDICATOR,
                    null,
                    null);
            publisher.publish(Topics.LABELS_SUBMITTED, label.key(), label.key() + "/dr-who", label);
            publisher.flush();
        }
    }

    @Test
    void oneKindIsLookedAtAloneAndTheKeysAreListed() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");

        page.keyboard().press("?");
        page.waitForSelector("#keys[open]");
        assertThat(page.textContent("#keys")).contains("label it \"" + TinyImages.CLASSES.get(0) + "\"", "Ctrl+Z");
        assertThat(Browser.violations(page)).isEmpty();
        page.keyboard().press("Escape");
        page.waitForCondition(() -> page.locator("#keys").count() == 0);

        page.click("#kind-suspect");
        page.waitForCondition(
                () -> page.getAttribute("#kind-suspect", "aria-pressed").equals("true"));
        assertThat(waiting(page)).isZero();
        assertThat(page.locator("#review-image").count()).isZero();
        page.click("#kind-conflict");
        page.waitForSelector("#review-image");
        page.selectOption("#dataset", Loop.MODEL);
        page.waitForSelector("#review-image");
        assertThat(waiting(page)).isPositive();
        page.context().close();
    }

    @Test
    void aClassThatIsNamedByADigitHasThatDigitAsItsKey() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");

        assertThat(keys(page, "0", "1")).containsExactly("0", "1");
        assertThat(keys(page, "none", "benign")).containsExactly("1", "2");
        assertThat(keys(page, "1", "none", "10")).containsExactly("1", "2", "3");
        page.context().close();
    }

    private static List<String> keys(Page page, String... labels) {
        List<?> keys = (List<?>) page.evaluate(
                "async (labels) => (await import('./console/pages/review.js')).keysOf(labels)", List.of(labels));
        return keys.stream().map(String::valueOf).toList();
    }

    @Test
    void anOperatorSilencesAnAlertAndEndsTheSilence() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/alerts");

        page.click("#silence-0");
        assertThat(focused(page, "id")).isEqualTo("reason");
        assertThat(Browser.violations(page)).isEmpty();
        page.keyboard().type("scanner 2 is being repaired");
        page.keyboard().press("Enter");

        page.waitForSelector("#unsilence-0");
        assertThat(page.textContent("main"))
                .contains("silenced", "scanner 2 is being repaired", "by local, until")
                .doesNotContain("firing");
        assertThat(Browser.violations(page)).isEmpty();
        page.click("#unsilence-0");
        page.waitForSelector("#silence-0");
        assertThat(page.textContent("main")).contains("firing").doesNotContain("Silenced");

        page.click("#rollback-0");
        page.waitForSelector("#decision");
        assertThat(page.textContent("#decision"))
                .as("the version that would serve is named, or that there is none")
                .containsPattern("Will serve|No version of this model was promoted before|does not serve");
        assertThat(Browser.violations(page)).isEmpty();
        page.context().close();
    }

    /** How many images the page says wait for a reader. */
    private static int waiting(Page page) {
        return Integer.parseInt(page.textContent("#waiting").replaceFirst("\\D.*", ""));
    }

    @Test
    void whatHappensElsewhereShowsWithoutReloading() {
        Page page = browser.page(View.ALL.get(0));
        browser.open(page, "#/review");
        String before = page.textContent("#waiting");

        contest(images.get(CONTESTED));

        page.waitForCondition(() -> !page.textContent("#waiting").equals(before));
        assertThat(page.textContent("#connection")).isEqualTo("live");
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

    @Test
    void withKeysThePageAsksForOneAndAViewerLooksButDoesNotLabel() throws IOException {
        try (SecuredMonitor monitor = SecuredMonitor.start(connection)) {
            Browser.View view = View.ALL.get(0);
            Page page = browser.page(view);
            page.navigate(monitor.address() + "/#/review");
            page.waitForSelector("#key");
            assertThat(Browser.violations(page)).isEmpty();

            page.fill("#key", "a guess");
            page.keyboard().press("Enter");
            page.waitForSelector("main [role=alert]");
            assertThat(page.textContent("main [role=alert]")).contains("does not know this key");
            page.fill("#key", SecuredMonitor.VIEWERS_KEY);
            page.keyboard().press("Enter");

            page.waitForSelector("#label-0");
            assertThat(page.textContent("#visitor")).contains("vera");
            assertThat(page.isDisabled("#label-0")).isTrue();
            page.waitForSelector("img#review-image");
            page.click("#sign-out");
            page.waitForSelector("#key");
            page.context().close();
        }
    }

    @Test
    void anAlertsLinkLeadsToItAndItsRunbookIsFilledInAndOpensItsForms() {
        Page page = browser.page(View.ALL.get(0));
        String alert = alert(page);

        browser.open(page, alert);
        assertThat(focused(page, "id")).startsWith("alert-");
        assertThat(focused(page, "textContent")).contains("by now since it is likely to have begun");
        browser.open(page, alert.replace("#/alerts/", "#/runbooks/model-collapsed/"));
        String origin = String.valueOf(page.evaluate("location.origin"));
        assertThat(page.textContent("main"))
                .contains(origin + "/models/" + Loop.MODEL + "/collapse", "Roll back…")
                .doesNotContain("<model>", "*");
        page.click("text=Hold…");
        page.waitForSelector("#decision");
        assertThat(page.textContent("#decision")).contains("No version of this model serves afterwards");
        page.context().close();
    }

    @Test
    void aServiceThatHangsDoesNotReadLiveAndWhatIsShownSaysThatItIsOld() throws IOException {
        try (SecuredMonitor monitor = SecuredMonitor.start(connection)) {
            Page page = browser.page(View.ALL.get(0));
            page.navigate(monitor.address() + "/#/");
            page.waitForSelector("#key");
            page.fill("#key", SecuredMonitor.VIEWERS_KEY);
            page.keyboard().press("Enter");
            page.waitForSelector("main[aria-busy=false] table");
            page.waitForCondition(() -> page.textContent("#connection").equals("live"));

            monitor.hang();
            page.waitForSelector("#stale:not([hidden])");
            assertThat(page.textContent("#stale"))
                    .startsWith("Not up to date: ")
                    .containsPattern("as of \\d\\d:\\d\\d");
            assertThat(page.textContent("#connection")).isNotEqualTo("live");
            assertThat(page.textContent("main"))
                    .as("what was shown is still there")
                    .contains(Loop.MODEL);
            assertThat(Browser.violations(page)).isEmpty();

            monitor.wake();
            page.waitForSelector(
                    "#stale[hidden]", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
            page.waitForCondition(() -> page.textContent("#connection").equals("live"));
            page.context().close();
        }
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
