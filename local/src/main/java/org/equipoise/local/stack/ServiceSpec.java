package org.equipoise.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A service of the stack.
 *
 * @param name in addresses and logs
 * @param module its Maven module
 * @param preferredPort used when it is free
 * @param heapMegabytes most heap of its JVM; native memory comes on top
 * @param environment of this one alone
 */
record ServiceSpec(String name, String module, int preferredPort, int heapMegabytes, Map<String, String> environment) {

    static final String AUGMENT = "augment-service";
    static final String TRAINER = "trainer-service";

    /** In the order in which they are stopped: first those that feed the others. */
    static final List<ServiceSpec> ALL = List.of(
            new ServiceSpec("ingest-service", 8081, 384),
            new ServiceSpec(AUGMENT, 8082, 384),
            new ServiceSpec(TRAINER, 8083, 512),
            new ServiceSpec("monitor-service", 8084, 512));

    ServiceSpec {
        environment = Map.copyOf(environment);
    }

    /** A service that is alone of its kind. */
    private ServiceSpec(String name, int preferredPort, int heapMegabytes) {
        this(name, name, preferredPort, heapMegabytes, Map.of());
    }

    /**
     * One more trainer, for trainings alone: the first one scores.
     *
     * @param number from 2
     */
    static ServiceSpec trainer(int number) {
        String name = TRAINER + "-" + number;
        return new ServiceSpec(
                name,
                TRAINER,
                8083 + 100 * (number - 1),
                512,
                Map.of("EQUIPOISE_TRAINER_ROLES", "train", "EQUIPOISE_INSTANCE", Integer.toString(number - 1)));
    }

    /** What Maven made of it. */
    Path jar(Path project) {
        return project.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
