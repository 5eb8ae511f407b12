package org.equipoise.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StackOptionsTest {

    private static StackOptions options(Set<String> services, int trainers, long startSeconds) {
        return new StackOptions(
                Path.of("home/../home"), Path.of("."), services, Map.of(), trainers, Duration.ofSeconds(startSeconds));
    }

    @Test
    void theDefaultIsPatientAndFoldersAreAbsolute() {
        var options = new StackOptions(Path.of("home/../home"), Path.of("."), StackOptions.allServices(), Map.of(), 1);

        assertThat(options.startWithin()).isEqualTo(Duration.ofMinutes(10));
        assertThat(options.home()).isEqualTo(Path.of("home").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 9, 7201})
    void aTimeToStartThatMakesNoSenseIsRefused(long seconds) {
        assertThatThrownBy(() -> options(StackOptions.allServices(), 1, seconds))
                .hasMessageContaining(seconds + " s")
                .hasMessageContaining("from 10 to 7200");
    }

    @Test
    void unknownServicesAndTooManyTrainersAreRefused() {
        assertThatThrownBy(() -> options(Set.of("kitchen"), 1, 60)).hasMessageContaining("kitchen");
        assertThatThrownBy(() -> options(StackOptions.allServices(), 0, 60)).hasMessageContaining("0 trainers");
        assertThatThrownBy(() -> options(StackOptions.allServices(), 4, 60)).hasMessageContaining("1 to 3");
    }

    @Test
    void servicesHaveNamesPortsAndJarsOfTheirOwn() {
        assertThat(ServiceSpec.ALL).extracting(ServiceSpec::name).doesNotHaveDuplicates();
        assertThat(ServiceSpec.ALL).extracting(ServiceSpec::preferredPort).doesNotHaveDuplicates();
        ServiceSpec second = ServiceSpec.trainer(2);

        assertThat(second.name()).isEqualTo("trainer-service-2");
        assertThat(second.jar(Path.of("p"))).isEqualTo(Path.of("p/trainer-service/target/quarkus-app/quarkus-run.jar"));
        assertThat(second.environment())
                .containsEntry("EQUIPOISE_TRAINER_ROLES", "train")
                .containsEntry("EQUIPOISE_INSTANCE", "1");
        assertThat(ServiceSpec.trainer(3).preferredPort()).isNotEqualTo(second.preferredPort());
    }

    @Test
    void aFullDiskIsCalledAFullDiskAndAnotherIsNot() {
        Path home = Path.of("/data");

        assertThat(Disk.full(home, Disk.FULL)).isEqualTo(Optional.empty());
        assertThat(Disk.full(home, Disk.FULL - 1))
                .hasValueSatisfying(text -> assertThat(text).contains("the disk of /data is full", "63 MiB"));
        assertThat(Disk.full(Path.of("no/such/folder"))).isEqualTo(Disk.full(Path.of(".")));
        assertThatThrownBy(() -> Machine.check(OptionalLong.empty(), 0, home, 1))
                .isInstanceOf(EnvironmentException.class)
                .hasMessageContaining("the disk of /data is full");
    }
}
