package org.equipoise.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Walks every page of the console after the loop. Screenshots go to the build's folder, or to {@code docs/images} with
 * {@code -Dequipoise.screenshots=docs}.
 */
@Order(2)
class ConsoleIT {

    private static final List<String> PAGES = List.of("", "models/" + Loop.MODEL, "alerts");

    private static Browser browser;
    private static String address;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(
                Browser.program().isPresent(),
                "skipped: Chromium is not installed; on Debian: apt-get install chromium (elsewhere: set CHROMIUM)");
        RunningStack stack = RunningStack.shared();
        Loop.through(stack);
        browser = Browser.start(Browser.program().orElseThrow());
        address = stack.connection().service("monitor-service").toString();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, LIGHT", "1280, DARK", "390, LIGHT", "390, DARK"})
    void everyPageFitsItsWidthAndMeetsWcagAa(int width, ColorScheme scheme) {
        Page page = browser.page(width, scheme);
        for (String path : PAGES) {
            go(page, path);

            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(picture(path, width, scheme))
                    .setFullPage(true));

            assertThat(Browser.violations(page))
                    .as("%s at %d, %s", path, width, scheme)
                    .isEmpty();
            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of %s", path)
                    .isLessThanOrEqualTo(width);
        }
        assertThat(browser.problems()).isEmpty();
    }

    @Test
    void thePagesSayWhatHappened() {
        Page page = browser.page(1280, ColorScheme.LIGHT);

        go(page, "");
        assertThat(page.innerText("main")).contains(Loop.MODEL, "collapsed");
        go(page, "models/" + Loop.MODEL);
        assertThat(page.innerText("main"))
                .contains("class \"spot\" takes", "What lies behind it", "Canaries: sound", "Answers by class");
        assertThat(page.locator("canvas").count()).isEqualTo(2);
        go(page, "alerts");
        assertThat(page.innerText("main")).contains(Loop.MODEL, "firing");
    }

    @Test
    void theKeyboardReachesEverything() {
        Page page = browser.page(1280, ColorScheme.LIGHT);
        go(page, "");

        page.keyboard().press("Tab");
        assertThat(focused(page)).isEqualTo("Skip to the content");
        page.keyboard().press("Enter");
        assertThat(page.evaluate("document.activeElement.id")).isEqualTo("content");
        page.locator("nav a[data-page=alerts]").focus();
        page.keyboard().press("Enter");
        page.waitForSelector("h1:has-text('Alerts')");

        assertThat(page.title()).startsWith("Alerts");
        assertThat(page.getAttribute("nav a[data-page=alerts]", "aria-current")).isEqualTo("page");
    }

    /** Server-sent events, not a reload: the page says that it is live. */
    @Test
    void thePageIsLive() {
        Page page = browser.page(1280, ColorScheme.LIGHT);
        go(page, "");

        page.waitForSelector("#live:has-text('live')");

        assertThat(page.innerText("#live")).isEqualTo("live");
    }

    private static String focused(Page page) {
        return String.valueOf(page.evaluate("document.activeElement.textContent"));
    }

    private static void go(Page page, String path) {
        page.navigate(address + "/#/" + path);
        page.waitForSelector("main h1");
        page.waitForSelector("main table");
    }

    private static Path picture(String path, int width, ColorScheme scheme) {
        String name = "console-" + (path.isEmpty() ? "overview" : path.split("/", -1)[0]) + "-" + width + "-"
                + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png";
        boolean docs = "docs".equals(System.getProperty("equipoise.screenshots"));
        return docs
                ? RunningStack.project().resolve("docs/images").resolve(name)
                : RunningStack.folder("screenshots").resolve(name);
    }
}
