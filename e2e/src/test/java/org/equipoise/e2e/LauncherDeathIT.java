package org.equipoise.e2e;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Order(Integer.MAX_VALUE)
class LauncherDeathIT {

    @Test
    void theServicesDieWithALauncherThatIsKilled() {
        RunningStack stack = RunningStack.shared();
        List<ProcessHandle> services = List.of(
                stack.service("ingest-service"),
                stack.service("augment-service"),
                stack.service("trainer-service"),
                stack.service("monitor-service"));

        stack.launcher().destroyForcibly();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(services).noneMatch(ProcessHandle::isAlive));
        assertThat(stack.command("status").exitCode()).isEqualTo(3);
    }
}
