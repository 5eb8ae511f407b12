package org.equipoise.monitor.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.equipoise.monitor.notice.http.WebhookConfig;
import org.equipoise.monitor.preview.http.AugmentConfig;
import org.equipoise.monitor.response.http.TrainerConfig;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What docker-compose.yml sets where nobody set anything: an empty value is an error for what must have one. */
class ContainerSettingsTest {

    private static final Pattern SETTING =
            Pattern.compile("^ +(EQUIPOISE_MONITOR_\\w+): (?:\\$\\{\\w+:-([^}]*)}|(\\S+))$", Pattern.MULTILINE);

    @Test
    void theShippedComposeFileStartsTheMonitorAsItComes() throws IOException {
        Map<String, String> environment = new HashMap<>();
        SETTING.matcher(Files.readString(Path.of("..", "docker-compose.yml")))
                .results()
                .forEach(setting -> environment.put(
                        setting.group(1), setting.group(2) == null ? setting.group(3) : setting.group(2)));
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(WebhookConfig.class)
                .withMapping(TrainerConfig.class)
                .withMapping(AugmentConfig.class)
                .build();

        var webhook = config.getConfigMapping(WebhookConfig.class);
        assertThat(environment).containsKey("EQUIPOISE_MONITOR_WEBHOOK_CONSOLE_URL");
        assertThat(webhook.checked()).isEmpty();
        assertThat(webhook.consoleUrl()).startsWith("http://");
        assertThat(config.getConfigMapping(TrainerConfig.class).url()).isNotNull();
        assertThat(config.getConfigMapping(AugmentConfig.class).url()).hasValue("http://augment-service:8082");
    }
}
