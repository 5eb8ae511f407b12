package org.equipoise.ingest.orthanc.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import org.equipoise.ingest.orthanc.AnswerException;
import org.equipoise.ingest.orthanc.ChangePage;
import org.equipoise.ingest.orthanc.Orthanc;
import org.equipoise.ingest.orthanc.OrthancSettings;
import org.jspecify.annotations.Nullable;

/** An Orthanc server at an address. It is the only one that is asked: where it points elsewhere, nobody goes. */
final class HttpOrthanc implements Orthanc, AutoCloseable {

    private static final Duration CONNECT_TIME = Duration.ofSeconds(5);

    /** Of JSON; a change has some 250 bytes, an instance of a list some 1,000. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int MOST_INSTANCES = 200_000;

    private final AnswerJson json = new AnswerJson();
    private final ScheduledExecutorService watch;
    private final HttpClient client;
    private final URI base;
    private final @Nullable String authorization;
    private final OrthancSettings settings;

    /**
     * @param url as it is configured
     * @throws IllegalStateException if the address is none of an HTTP server
     */
    HttpOrthanc(String url, OrthancSettings settings) {
        this.base = base(url);
        this.settings = settings;
        this.authorization = settings.user()
                .map(user -> user + ":" + settings.password().orElse(""))
                .map(pair -> "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
        this.watch = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "orthanc-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_TIME)
                .build();
    }

    private static URI base(String url) {
        URI address;
        try {
            address = URI.create(url.endsWith("/") ? url : url + "/");
        } catch (IllegalArgumentException e) {
            // Without the cause: it quotes the address, which may have a password in it.
            throw new IllegalStateException("equipoise.ingest.orthanc.url is no address");
        }
        boolean usable = ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null
                && address.getRawUserInfo() == null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
        if (!usable) {
            throw new IllegalStateException("equipoise.ingest.orthanc.url must be http:// or https://, a host and"
                    + " perhaps a port and a path; who we are there is equipoise.ingest.orthanc.user");
        }
        return address;
    }

    /** Where it is. */
    URI address() {
        return base;
    }

    /** Whether a password goes over a network as it is. */
    boolean isInTheClear() {
        return authorization != null
                && "http".equals(base.getScheme())
                && !base.getHost().matches("localhost|127\\..*|\\[::1]");
    }

    @Override
    public ChangePage changes(long since, int most) throws IOException {
        return log("changes?since=" + since + "&limit=" + most, most).page().checked(since, most);
    }

    @Override
    public long lastSeq() throws IOException {
        return log("changes?last", 1).last();
    }

    private AnswerJson.Log log(String path, int most) throws IOException {
        try (InputStream in = required("/changes", path)) {
            return json.log(in, most);
        }
    }

    private InputStream required(String what, String path) throws IOException {
        return get(what, path, MOST_BYTES, settings.answerTime())
                .orElseThrow(() -> new AnswerException(what + " was answered with status 404"));
    }

    @Override
    public Optional<List<String>> instances(String study) throws IOException {
        // An Orthanc that does not know the word says more of each; a large study takes it long either way.
        String path = "studies/" + study + "/instances?expand=false";
        Optional<InputStream> found =
                get("/studies/.../instances", path, MOST_BYTES, settings.objectTime(), settings.objectTime());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            return Optional.of(json.ids(in, MOST_INSTANCES));
        }
    }

    @Override
    public Optional<ParentStudy> studyOf(String instance) throws IOException {
        Optional<InputStream> found =
                get("/instances/.../study", "instances/" + instance + "/study", MOST_BYTES, settings.answerTime());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = found.get()) {
            return Optional.of(json.study(in));
        }
    }

    /** Its bytes are counted by whoever receives it. A file can be missing although the instance is there. */
    @Override
    public Optional<InputStream> file(String instance) throws IOException {
        Optional<InputStream> found =
                get("/instances/.../file", "instances/" + instance + "/file", Long.MAX_VALUE, settings.objectTime());
        if (found.isEmpty() && isThere(instance)) {
            throw AnswerException.passing(
                    "/instances/.../file was answered with status 404, and the instance is there");
        }
        return found;
    }

    private boolean isThere(String instance) throws IOException {
        Optional<InputStream> found = get("/instances/...", "instances/" + instance, MOST_BYTES, settings.answerTime());
        if (found.isPresent()) {
            found.get().close();
        }
        return found.isPresent();
    }

    private Optional<InputStream> get(String what, String path, long mostBytes, Duration time) throws IOException {
        return get(what, path, mostBytes, settings.answerTime(), time);
    }

    /**
     * @param begin until the answer begins
     * @param time of all of it
     */
    private Optional<InputStream> get(String what, String path, long mostBytes, Duration begin, Duration time)
            throws IOException {
        // Every part of a path is a word of ours or a checked name.
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(begin);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<InputStream> response = send(what, request.GET().build(), begin);
        InputStream body = response.body();
        if (response.statusCode() == 200) {
            return Optional.of(new AnswerStream(body, what, mostBytes, time, watch));
        }
        body.close();
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        String said = what + " was answered with status " + response.statusCode()
                + (response.statusCode() == 401 ? ": see equipoise.ingest.orthanc.user and password" : "");
        throw passes(response.statusCode()) ? AnswerException.passing(said) : new AnswerException(said);
    }

    /** A fault of the server or of what is before it, a wrong password, or too many questions. */
    private static boolean passes(int status) {
        return status >= 500 || status == 401 || status == 408 || status == 429;
    }

    private HttpResponse<InputStream> send(String what, HttpRequest request, Duration begin) throws IOException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw e;
        } catch (HttpTimeoutException e) {
            throw AnswerException.passing(what + " was not answered in " + begin.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        } catch (IOException e) {
            throw AnswerException.passing(what + " was not answered in HTTP");
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
