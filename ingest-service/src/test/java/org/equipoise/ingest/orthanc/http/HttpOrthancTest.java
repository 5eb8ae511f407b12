package org.equipoise.ingest.orthanc.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.equipoise.ingest.orthanc.AnswerException;
import org.equipoise.ingest.orthanc.Change;
import org.equipoise.ingest.orthanc.Change.Kind;
import org.equipoise.ingest.orthanc.ChangePage;
import org.equipoise.ingest.orthanc.Orthanc.ParentStudy;
import org.equipoise.ingest.orthanc.TestSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Orthanc answers, and what something else at its address could. */
@Timeout(90)
class HttpOrthancTest {

    private static final String ID = "a494a0f4-00428827-0a4651d2-4a153658-13668fe9";
    private static final Map<String, String> HASTY = Map.of("answer-time", "PT1S", "object-time", "PT1S");

    private static final Map<String, String> PATIENT = Map.of("answer-time", "PT20S", "object-time", "PT20S");

    private static HttpOrthanc at(String url) {
        return new HttpOrthanc(url, TestSettings.of(PATIENT));
    }

    private static HttpOrthanc hasty(String url) {
        return new HttpOrthanc(url, TestSettings.of(HASTY));
    }

    private static void assertNoAnswer(String body) throws IOException {
        try (var server = RawServer.of(200, body);
                HttpOrthanc orthanc = at(server.url())) {
            assertThatThrownBy(() -> orthanc.changes(0, 10)).isInstanceOf(AnswerException.class);
        }
    }

    @Test
    void theLogIsReadAsOrthancWritesIt() throws IOException {
        String body = """
                {"Changes":[
                  {"ChangeType":"NewInstance","Date":"20261130T114730","ID":"%s","Path":"/instances/%s",
                   "ResourceType":"Instance","Seq":1},
                  {"ChangeType":"NewPatient","Date":"20261130T114730","ID":"x","Seq":4,"New":{"of":[1,{}]}},
                  {"ChangeType":"StableStudy","Date":"20261130T114833","ID":"%s","Seq":20}],
                 "Done":false,"Last":20}""".formatted(ID, ID, ID);
        try (var server = RawServer.of(200, body);
                HttpOrthanc orthanc = at(server.url())) {
            assertThat(orthanc.changes(0, 10))
                    .isEqualTo(new ChangePage(
                            List.of(
                                    new Change(1, "20261130T114730", Kind.NEW_INSTANCE, ID),
                                    new Change(4, "20261130T114730", Kind.OTHER, ""),
                                    new Change(20, "20261130T114833", Kind.STABLE_STUDY, ID)),
                            false));
            assertThat(server.requests().get(0))
                    .startsWith("GET /changes?since=0&limit=10 HTTP/1.1\n")
                    .doesNotContain("Authorization");
        }
    }

    @Test
    void instancesStudiesAndFilesAreAskedForByTheirNames() throws IOException {
        try (var server = RawServer.of(200, "[{\"ID\":\"" + ID + "\",\"MainDicomTags\":{\"InstanceNumber\":\"1\"}}]");
                HttpOrthanc orthanc = at(server.url() + "/behind/a/proxy")) {
            assertThat(orthanc.instances(ID)).hasValue(List.of(ID));
            assertThat(server.requests().get(0))
                    .startsWith("GET /behind/a/proxy/studies/" + ID + "/instances?expand=false HTTP");
        }
        try (var server = RawServer.of(200, "[\"" + ID + "\"]");
                HttpOrthanc orthanc = at(server.url())) {
            assertThat(orthanc.instances(ID)).hasValue(List.of(ID));
        }
        try (var server = RawServer.of(200, "{\"ID\":\"" + ID + "\",\"IsStable\":true}");
                HttpOrthanc orthanc = at(server.url())) {
            assertThat(orthanc.studyOf(ID)).hasValue(new ParentStudy(ID, true));
            try (InputStream file = orthanc.file(ID).orElseThrow()) {
                assertThat(file.readAllBytes()).hasSize(69);
            }
        }
        try (var server = RawServer.of(404, "{}");
                HttpOrthanc orthanc = at(server.url())) {
            assertThat(orthanc.instances(ID)).isEmpty();
            assertThat(orthanc.studyOf(ID)).isEmpty();
            assertThat(orthanc.file(ID)).isEmpty();
            assertThatThrownBy(() -> orthanc.changes(0, 1)).isInstanceOf(AnswerException.class);
        }
    }

    @Test
    void aFileThatIsMissingIsNoDeletedInstance() throws IOException {
        var asked = new AtomicInteger();
        try (var server = new RawServer(
                        out -> out.write(RawServer.answer(asked.getAndIncrement() == 0 ? 404 : 200, "", "{}")));
                HttpOrthanc orthanc = at(server.url())) {
            assertThatThrownBy(() -> orthanc.file(ID))
                    .isInstanceOfSatisfying(
                            AnswerException.class,
                            e -> assertThat(e.isPassing()).isTrue());
            assertThat(server.requests().get(1)).startsWith("GET /instances/" + ID + " HTTP");
        }
    }

    @Test
    void whatMayBeAnsweredLaterIsToldFromWhatIsNot() throws IOException {
        for (int status : List.of(500, 503, 401, 408, 429, 400, 403, 302)) {
            try (var server = RawServer.of(status, "");
                    HttpOrthanc orthanc = at(server.url())) {
                assertThatThrownBy(() -> orthanc.file(ID))
                        .as("%d", status)
                        .isInstanceOfSatisfying(
                                AnswerException.class,
                                e -> assertThat(e.isPassing()).isEqualTo(status >= 401 && status != 403));
            }
        }
    }

    @Test
    void thePasswordIsSentAndNeverSaid() throws IOException {
        var settings = TestSettings.of(Map.of("user", "us", "password", "secret"));
        try (var server = RawServer.of(401, "");
                var orthanc = new HttpOrthanc(server.url(), settings)) {
            assertThatThrownBy(() -> orthanc.changes(0, 1))
                    .isInstanceOf(AnswerException.class)
                    .hasMessageContaining("status 401: see equipoise.ingest.orthanc.user")
                    .hasMessageNotContaining("secret");
            assertThat(server.requests().get(0)).contains("Authorization: Basic dXM6c2VjcmV0\n");
            assertThat(orthanc.isInTheClear()).as("on this machine").isFalse();
        }
        try (var far = new HttpOrthanc("http://pacs.example:8042", settings)) {
            assertThat(far.isInTheClear()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "host:8042",
                "http://",
                "http://user:Geheimnis@host",
                "http://host?Geheimnis",
                "http://host#Geheimnis",
                "http://Geheimnis host"
            })
    void anAddressThatIsNoneIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> at(url))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("equipoise.ingest.orthanc.url")
                .hasMessageNotContaining("Geheimnis")
                .hasNoCause();
    }

    @Test
    void whereItPointsElsewhereNobodyGoes() throws IOException {
        try (var other = RawServer.of(200, "{\"Changes\":[],\"Done\":true,\"Last\":0}");
                var server = new RawServer(
                        out -> out.write(RawServer.answer(302, "Location: " + other.url() + "/changes\r\n", "")));
                HttpOrthanc orthanc = at(server.url())) {
            assertThatThrownBy(() -> orthanc.changes(0, 1))
                    .isInstanceOf(AnswerException.class)
                    .hasMessage("/changes was answered with status 302");
            assertThat(other.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{}",
                "<html>Mueller</html>",
                "{\"Changes\":[],\"Done\":true}",
                "{\"Changes\":{},\"Done\":true,\"Last\":0}",
                "{\"Changes\":[],\"Done\":\"true\",\"Last\":0}",
                "{\"Changes\":[],\"Done\":true,\"Last\":\"0\"}",
                "{\"Changes\":[],\"Done\":true,\"Last\":1.5}",
                "{\"Changes\":[],\"Done\":true,\"Last\":-1}",
                "{\"Changes\":[],\"Done\":true,\"Last\":99999999999999999999}",
                "{\"Changes\":[null],\"Done\":true,\"Last\":0}",
                "{\"Changes\":[[]],\"Done\":true,\"Last\":0}",
                "{\"Changes\":[{}],\"Done\":true,\"Last\":0}",
                "{\"Changes\":[],\"Done\":true,\"Last\":0"
            })
    void whatIsNoLogIsRefused(String body) throws IOException {
        assertNoAnswer(body);
    }

    @Test
    void namesAndNumbersAreWhatTheyHaveToBe() throws IOException {
        String change = "{\"Changes\":[{\"ChangeType\":\"%s\",\"Date\":\"20261130T114730\",\"ID\":%s,\"Seq\":%s}],"
                + "\"Done\":true,\"Last\":5}";
        String good = "\"" + ID + "\"";
        for (String seq : List.of("-1", "0", "\"1\"", "1.0", "1e400", "null", "true", "[1]", "9".repeat(5000))) {
            assertNoAnswer(change.formatted("NewInstance", good, seq));
        }
        for (String id :
                List.of("\"../../x\"", "\"" + ID + "/..\"", "\"\"", "7", "null", "\"" + "a".repeat(5000) + "\"")) {
            assertNoAnswer(change.formatted("StableStudy", id, "1"));
        }
    }

    @Test
    void neitherDepthNorLengthIsWithoutALimit() throws IOException {
        assertNoAnswer("{\"x\":" + "[".repeat(100_000));
        assertNoAnswer("{\"" + "x".repeat(100_000) + "\":1}");
        String change = "{\"ChangeType\":\"NewPatient\",\"Date\":\"20261130T114730\",\"ID\":\"\",\"Seq\":%d}";
        String many = java.util.stream.IntStream.rangeClosed(1, 11)
                .mapToObj(change::formatted)
                .collect(java.util.stream.Collectors.joining(","));
        assertNoAnswer("{\"Changes\":[" + many + "],\"Done\":true,\"Last\":11}");
        // As many in each of many lists.
        String one = change.formatted(1);
        String again = "\"Changes\":[" + one + "],";
        try (var server = RawServer.of(200, "{" + again.repeat(11) + "\"Done\":true,\"Last\":11}");
                HttpOrthanc orthanc = at(server.url())) {
            assertThatThrownBy(() -> orthanc.changes(0, 10)).hasMessageContaining("a list of more than 10");
        }
    }

    @Test
    void anEndlessAnswerEnds() throws IOException {
        byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        try (var server = new RawServer(out -> {
                    out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write(spaces);
                    }
                });
                HttpOrthanc orthanc = at(server.url())) {
            assertThatThrownBy(() -> orthanc.changes(0, 10))
                    .isInstanceOf(AnswerException.class)
                    .hasMessageContaining("more than");
        }
    }

    @Test
    void aByteNowAndThenGainsNothing() throws IOException {
        try (var server = new RawServer(out -> {
                    out.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    for (int i = 0; i < 100; i++) {
                        out.write(' ');
                        out.flush();
                        Thread.sleep(200);
                    }
                });
                HttpOrthanc orthanc = hasty(server.url())) {
            long begin = System.nanoTime();
            assertThatThrownBy(() -> orthanc.changes(0, 10))
                    .isInstanceOf(AnswerException.class)
                    .hasMessage("the answer to /changes took more than 1000 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void silenceIsNoAnswer() throws IOException {
        for (String begin : List.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) {
            try (var server = new RawServer(out -> {
                        out.write(begin.getBytes(StandardCharsets.US_ASCII));
                        out.flush();
                        Thread.sleep(5_000);
                    });
                    HttpOrthanc orthanc = hasty(server.url())) {
                assertThatThrownBy(() -> orthanc.file(ID).orElseThrow().readAllBytes())
                        .isInstanceOf(AnswerException.class)
                        .hasMessageContaining("1000 ms");
            }
        }
    }

    @Test
    void whatBreaksOffOrIsNoHttpIsNoAnswer() throws IOException {
        for (String whole : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n",
                "SSH-2.0-none\r\n\r\n",
                "")) {
            try (var server = new RawServer(out -> out.write(whole.getBytes(StandardCharsets.US_ASCII)));
                    HttpOrthanc orthanc = at(server.url())) {
                assertThatThrownBy(() -> orthanc.file(ID).orElseThrow().readAllBytes())
                        .as(whole)
                        .isInstanceOfSatisfying(
                                AnswerException.class,
                                e -> assertThat(e.isPassing()).isTrue());
            }
        }
    }

    @Test
    void whoIsNotThereIsAwayAndGaveNoAnswer() throws IOException {
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (HttpOrthanc orthanc = at("http://127.0.0.1:" + nobody.getLocalPort())) {
                assertThatThrownBy(() -> orthanc.changes(0, 1))
                        .isInstanceOf(IOException.class)
                        .isNotInstanceOf(AnswerException.class);
            }
        }
    }
}
