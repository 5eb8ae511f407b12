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

    private final AccessRules byKey = rules(Map.of(
            "equipoise.security.page-paths", "/,/console/*",
            "equipoise.security.annotator-paths", "/review/*"));

    private final AccessRules local = rules(Map.of("equipoise.security.mode", "local"));

    @ParameterizedTest
    @CsvSource({
        "GET,  /models,      ,          NEEDS_KEY",
        "GET,  /models,      VIEWER,    GRANTED",
        "HEAD, /models,      VIEWER,    GRANTED",
        "POST, /models/m,    ,          NEEDS_KEY",
        "POST, /models/m,    VIEWER,    FORBIDDEN",
        "POST, /models/m,    ANNOTATOR, FORBIDDEN",
        "POST, /models/m,    ADJUDICATOR, FORBIDDEN",
        "POST, /models/m,    OPERATOR,  GRANTED",
        "DELETE, /models/m,  VIEWER,    FORBIDDEN",
        "OPTIONS, /models/m, ,          NEEDS_KEY",
        "POST, /review/x,    VIEWER,    FORBIDDEN",
        "POST, /review/x,    ANNOTATOR, GRANTED",
        "POST, /review/x,    OPERATOR,  GRANTED",
        "GET,  /nobody/thought/of/it, , NEEDS_KEY",
    })
    void aKeyReadsAndItsRoleWrites(String method, String path, @Nullable Role role, Access expected) {
        assertThat(byKey.judge(new Request(method, path, "scanner.example", null, role)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/", "/console/app.js"})
    void healthMetricsAndPagesAreReadWithoutAKey(String path) {
        assertThat(byKey.judge(new Request("GET", path, null, null, null))).isEqualTo(Access.GRANTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/healthy", "/q/metrics/x", "/q/openapi", "/console", "/q/health;/ready", "/consoles/x"})
    void whatOnlyLooksLikeThemIsNot(String path) {
        assertThat(byKey.judge(new Request("GET", path, null, null, null))).isEqualTo(Access.NEEDS_KEY);
    }

    @Test
    void nothingPublicIsWritten() {
        assertThat(byKey.judge(new Request("POST", "/console/app.js", null, null, null)))
                .isEqualTo(Access.NEEDS_KEY);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  127.0.0.1,   ,                      GRANTED",
        "GET,  localhost,   ,                      GRANTED",
        "GET,  ::1,         ,                      GRANTED",
        "POST, 127.0.0.1,   ,                      GRANTED",
        "POST, 127.0.0.1,   http://127.0.0.1:8084, GRANTED",
        "POST, 127.0.0.1,   http://[::1]:8084,     GRANTED",
        "POST, 127.0.0.1,   https://evil.example,  FORBIDDEN",
        "POST, 127.0.0.1,   null,                  FORBIDDEN",
        "POST, 127.0.0.1,   ht tp://,              FORBIDDEN",
        "GET,  evil.example, ,                     FORBIDDEN",
        "GET,  ,            ,                      FORBIDDEN",
    })
    void withoutKeysOnlyThisMachinesOwnPagesAreHeard(
            String method, @Nullable String host, @Nullable String origin, Access expected) {
        assertThat(local.judge(new Request(method, "/models", host, origin, null)))
                .isEqualTo(expected);
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
