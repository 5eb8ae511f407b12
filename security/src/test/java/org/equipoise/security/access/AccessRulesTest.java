package org.equipoise.security.access;

import java.util.Map;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.security.keys.Role;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AccessRulesTest {

    private static final Sender NOBODY = new Sender(null, null, null);

    private final AccessRules byKey = rules(Map.of(
            "equipoise.security.page-paths", "/,/console/*",
            "equipoise.security.annotator-paths", "/review/*",
            "equipoise.security.sender-paths", "/studies,/datasets/*/upload"));

    private final AccessRules local = rules(Map.of("equipoise.security.mode", "local"));

    @ParameterizedTest
    @CsvSource({
        "GET,  /models,      ,          NEEDS_KEY",
        "GET,  /models,      VIEWER,    GRANTED",
        "HEAD, /models,      VIEWER,    GRANTED",
        "POST, /models/m,    ,          NEEDS_KEY",
        "POST, /models/m,    VIEWER,    NEEDS_OPERATOR",
        "POST, /models/m,    ANNOTATOR, NEEDS_OPERATOR",
        "POST, /models/m,    ADJUDICATOR, NEEDS_OPERATOR",
        "POST, /models/m,    OPERATOR,  GRANTED",
        "DELETE, /models/m,  VIEWER,    NEEDS_OPERATOR",
        "OPTIONS, /models/m, ,          NEEDS_KEY",
        "POST, /review/x,    VIEWER,    NEEDS_ANNOTATOR",
        "POST, /review/x,    ANNOTATOR, GRANTED",
        "POST, /review/x,    OPERATOR,  GRANTED",
        "GET,  /nobody/thought/of/it, , NEEDS_KEY",
        "POST, /studies,     SENDER,    GRANTED",
        "POST, /datasets/chest/upload, SENDER, GRANTED",
        "POST, /datasets/chest/upload, ANNOTATOR, NEEDS_OPERATOR",
        "POST, /datasets/chest/upload, OPERATOR, GRANTED",
        "POST, /datasets//upload, SENDER, SENDS_ONLY",
        "POST, /datasets/a/b/upload, SENDER, SENDS_ONLY",
        "POST, /datasets/chest/freeze, SENDER, SENDS_ONLY",
        "POST, /review/x,    SENDER,    SENDS_ONLY",
        "GET,  /studies,     SENDER,    SENDS_ONLY",
        "GET,  /models,      SENDER,    SENDS_ONLY",
    })
    void aKeyReadsAndItsRoleWrites(String method, String path, @Nullable Role role, Access expected) {
        assertThat(byKey.judge(new Request(method, path, new Origin("https", "scanner.example", 443), NOBODY, role)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/", "/console/app.js"})
    void healthMetricsAndPagesAreReadWithoutAKey(String path) {
        assertThat(byKey.judge(new Request("GET", path, null, NOBODY, null))).isEqualTo(Access.GRANTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/healthy", "/q/metrics/x", "/q/openapi", "/console", "/q/health;/ready", "/consoles/x"})
    void whatOnlyLooksLikeThemIsNot(String path) {
        assertThat(byKey.judge(new Request("GET", path, null, NOBODY, null))).isEqualTo(Access.NEEDS_KEY);
    }

    @Test
    void nothingPublicIsWritten() {
        assertThat(byKey.judge(new Request("POST", "/console/app.js", null, NOBODY, null)))
                .isEqualTo(Access.NEEDS_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  127.0.0.1,    ,                         GRANTED",
        "GET,  localhost,    ,                         GRANTED",
        "GET,  [::1],        ,                         GRANTED",
        "POST, 127.0.0.1,    ,                         GRANTED",
        "POST, 127.0.0.1,    http://127.0.0.1:8084,    GRANTED",
        "POST, LOCALHOST,    HTTP://localhost:8084,    GRANTED",
        "POST, [::1],        http://[::1]:8084,        GRANTED",
        "POST, ::1,          http://[::1]:8084,        GRANTED",
        "POST, 127.0.0.1,    http://127.0.0.1:5000,    OTHER_PAGE",
        "POST, 127.0.0.1,    http://127.0.0.1,         OTHER_PAGE",
        "POST, 127.0.0.1,    http://localhost:8084,    OTHER_PAGE",
        "POST, 127.0.0.1,    http://[::1]:8084,        OTHER_PAGE",
        "POST, 127.0.0.1,    https://127.0.0.1:8084,   OTHER_PAGE",
        "POST, 127.0.0.1,    https://evil.example,     OTHER_PAGE",
        "POST, 127.0.0.1,    null,                     OTHER_PAGE",
        "POST, 127.0.0.1,    ht tp://,                 OTHER_PAGE",
        "POST, 127.0.0.1,    '',                       OTHER_PAGE",
        "DELETE, 127.0.0.1,  http://127.0.0.1:5000,    OTHER_PAGE",
        "GET,  127.0.0.1,    http://127.0.0.1:5000,    GRANTED",
        "GET,  evil.example, ,                         OTHER_HOST",
        "GET,  ,             ,                         OTHER_HOST",
    })
    void withoutKeysOnlyTheServicesOwnPageWrites(
            String method, @Nullable String host, @Nullable String origin, Access expected) {
        Origin target = host == null ? null : new Origin("http", host, 8084);

        assertThat(local.judge(new Request(method, "/models", target, new Sender(origin, null, null), null)))
                .isEqualTo(expected);
    }

    /** A page that another program on this machine serves can send these without asking first. */
    @ParameterizedTest
    @CsvSource({
        "same-origin, application/json,                  GRANTED",
        "none,        application/json,                  GRANTED",
        ",            application/json; charset=utf-8,   GRANTED",
        ",            ,                                  GRANTED",
        "same-site,   application/json,                  OTHER_PAGE",
        "cross-site,  application/json,                  OTHER_PAGE",
        "same-site,   ,                                  OTHER_PAGE",
        "nonsense,    ,                                  OTHER_PAGE",
        ",            text/plain,                        BODY_OF_A_FORM",
        ",            text/plain;charset=UTF-8,          BODY_OF_A_FORM",
        ",            Application/X-WWW-Form-Urlencoded, BODY_OF_A_FORM",
        ",            multipart/form-data; boundary=x,   BODY_OF_A_FORM",
    })
    void whatAFormOrAnotherProgramsPageCanSendWritesNothing(
            @Nullable String site, @Nullable String contentType, Access expected) {
        Origin target = new Origin("http", "127.0.0.1", 8084);

        assertThat(local.judge(new Request("POST", "/x", target, new Sender(null, site, contentType), null)))
                .isEqualTo(expected);
    }

    @Test
    void thePortThatASchemeHasByItselfNeedNotBeNamed() {
        Origin target = new Origin("http", "localhost", 80);

        assertThat(local.judge(new Request("POST", "/x", target, new Sender("http://localhost", null, null), null)))
                .isEqualTo(Access.GRANTED);
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        assertThatThrownBy(() -> rules(Map.of("equipoise.security.public-paths", "q/health")))
                .hasMessageContaining("q/health");
    }

    @Test
    void keysAreAskedForAndHealthAndMetricsAreOpenByDefault() {
        SecurityConfig config = config(Map.of());

        assertThat(config.mode()).isEqualTo(SecurityConfig.Mode.KEYS);
        assertThat(config.publicPaths()).containsExactly("/q/health", "/q/health/*", "/q/metrics");
        assertThat(config.apiKeys()).isEmpty();
        assertThat(config.pagePaths()).isEmpty();
        assertThat(config.annotatorPaths()).isEmpty();
    }

    private static AccessRules rules(Map<String, String> settings) {
        return new AccessRules(config(settings));
    }

    private static SecurityConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(SecurityConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(SecurityConfig.class);
    }
}
