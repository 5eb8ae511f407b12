package org.equipoise.local.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * A service of the stack.
 *
 * @param name of its Maven module
 * @param preferredPort used when it is free
 * @param heapMegabytes most heap of its JVM; native memory comes on top
 */
record ServiceSpec(String name, int preferredPort, int heapMegabytes) {

    /** In the order in which they are stopped: first those that feed the others. */
    static final List<ServiceSpec> ALL = List.of(
            new ServiceSpec("ingest-service", 8081, 384),
            new ServiceSpec("augment-service", 8082, 384),
            new ServiceSpec("trainer-service", 8083, 512),
            new ServiceSpec("monitor-service", 8084, 256));

    /** What Maven made of it. */
    Path jar(Path project) {
        return project.resolve(name).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
