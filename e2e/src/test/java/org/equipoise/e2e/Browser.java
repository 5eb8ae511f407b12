package org.equipoise.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/** The machine's own Chromium, on the console. */
final class Browser implements AutoCloseable {

    /** A width that people use, and a scheme. */
    record View(String name, int width, int height, ColorScheme scheme) {
        static final List<View> ALL = List.of(
                new View("wide-light", 1280, 800, ColorScheme.LIGHT),
                new View("wide-dark", 1280, 800, ColorScheme.DARK),
                new View("narrow-light", 390, 844, ColorScheme.LIGHT),
                new View("narrow-dark", 390, 844, ColorScheme.DARK));
    }

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final URI console;
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final List<String> complaints = new ArrayList<>();

    private Browser(URI console, Path program) {
        this.console = console;
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions().setExecutablePath(program).setArgs(ARGUMENTS));
    }

    /** The program that {@code EQUIPOISE_CHROMIUM} names, else Debian's; empty where it is not installed. */
    static Optional<Path> program() {
        String named = System.getenv("EQUIPOISE_CHROMIUM");
        Path program = Path.of(named == null || named.isBlank() ? "/usr/bin/chromium" : named);
        return Optional.of(program).filter(Files::isExecutable);
    }

    /** Starts it, for the console at this address. */
    static Browser start(URI console) {
        return new Browser(console, program().orElseThrow());
    }

    /** A page of its own, without anything remembered. */
    Page page(View view) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(view.width(), view.height())
                .setColorScheme(view.scheme()));
        Page page = context.newPage();
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        return page;
    }

    /** Goes to a page of the console and waits until it is shown. */
    void open(Page page, String hash) {
        page.navigate("about:blank");
        page.navigate(console + "/" + hash);
        page.waitForSelector("main[aria-busy=false] h1");
    }

    /** A property of the element that has the focus. */
    static String focused(Page page, String property) {
        return String.valueOf(page.evaluate("document.activeElement." + property));
    }

    /** What scripts and the content security policy complained about. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Violations of WCAG 2 A and AA that axe finds on the page, contrast among them, with the elements. */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        // By the debugger's door: the console's content security policy lets no foreign script in.
        page.evaluate(axe());
        Object found = page.evaluate(
                "async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'best-practice']})).violations"
                        + ".map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' (' + n.failureSummary + ')')"
                        + ".join('; '))");
        return (List<String>) found;
    }

    private static String axe() {
        try (InputStream script =
                Browser.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js")) {
            return new String(java.util.Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
