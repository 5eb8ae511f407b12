package org.equipoise.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;

/** The Chromium of this machine, without a window. */
final class Browser implements AutoCloseable {

    private static final String AXE = "META-INF/resources/webjars/axe-core/4.6.3/axe.min.js";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final List<String> problems = new ArrayList<>();

    private Browser(Path chromium) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Where it is, by {@code CHROMIUM} or where Debian puts it. */
    static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("CHROMIUM", ""), "/usr/bin/chromium", "/usr/bin/chromium-browser")
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Browser start(Path chromium) {
        return new Browser(chromium);
    }

    /** A page of its own, this wide. */
    Page page(int width, ColorScheme scheme) {
        Page page = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(width, 900)
                        .setColorScheme(scheme))
                .newPage();
        page.onConsoleMessage(message -> note(message));
        page.onPageError(problems::add);
        return page;
    }

    private void note(ConsoleMessage message) {
        if (message.type().equals("error")) {
            problems.add(message.text());
        }
    }

    /** Errors that any page reported. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What a page breaks of WCAG 2 A and AA, contrast included: rule and element. */
    @SuppressWarnings("unchecked")
    static List<String> violations(Page page) {
        page.evaluate(axe());
        return (List<String>) page.evaluate("""
                async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa"]})).violations
                    .flatMap(v => v.nodes.map(n => v.id + ": " + n.target.join(" ") + " " + (n.any[0]?.message ?? "")))
                """);
    }

    private static String axe() {
        try (InputStream in = Browser.class.getClassLoader().getResourceAsStream(AXE)) {
            if (in == null) {
                throw new IllegalStateException(AXE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
