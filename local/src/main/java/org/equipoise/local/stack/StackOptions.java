package org.equipoise.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.equipoise.local.embedded.EmbeddedKafka;

/**
 * What to start and where.
 *
 * @param home data, logs and {@code stack.json}; kept between runs
 * @param project folder with the services' built modules
 * @param services names of the services to start beside Kafka and S3
 * @param environment additional environment of every service
 * @param trainers how many runs may be trained at a time, 1 to {@value #MOST_TRAINERS}
 * @param startWithin how long the services may take until they are ready, {@value #LEAST_START_SECONDS} to
 *     {@value #MOST_START_SECONDS} seconds
 */
public record StackOptions(
        Path home,
        Path project,
        Set<String> services,
        Map<String, String> environment,
        int trainers,
        Duration startWithin) {

    /** Five JVMs start in 15 s on two idle cores; beside other work it was 16 times that, and more. */
    public static final String START_SECONDS = "600";

    public static final int LEAST_START_SECONDS = 10;
    public static final int MOST_START_SECONDS = 7200;

    /** One more would get no partition of {@code training.requested}, and so no request. */
    public static final int MOST_TRAINERS = EmbeddedKafka.PARTITIONS;

    public StackOptions {
        home = home.toAbsolutePath().normalize();
        project = project.toAbsolutePath().normalize();
        services = Set.copyOf(services);
        environment = Map.copyOf(environment);
        Set<String> known = allServices();
        if (!known.containsAll(services)) {
            throw new IllegalArgumentException("services " + services + ", known are " + known);
        }
        if (trainers < 1 || trainers > MOST_TRAINERS) {
            throw new IllegalArgumentException(trainers + " trainers, 1 to " + MOST_TRAINERS + " can be shared out");
        }
        if (startWithin.toSeconds() < LEAST_START_SECONDS || startWithin.toSeconds() > MOST_START_SECONDS) {
            throw new IllegalArgumentException("start within " + startWithin.toSeconds() + " s, from "
                    + LEAST_START_SECONDS + " to " + MOST_START_SECONDS + " make sense");
        }
    }

    /** With the usual time to start. */
    public StackOptions(Path home, Path project, Set<String> services, Map<String, String> environment, int trainers) {
        this(home, project, services, environment, trainers, Duration.ofSeconds(Long.parseLong(START_SECONDS)));
    }

    /** Names of all services. */
    public static Set<String> allServices() {
        return ServiceSpec.ALL.stream().map(ServiceSpec::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Where data are kept unless a person says otherwise: {@code ~/.equipoise}. */
    public static Path defaultHome() {
        return Path.of(System.getProperty("user.home"), ".equipoise");
    }

    /**
     * The project that this program was built in: the system property {@code equipoise.project}, which the
     * {@code equipoise} script sets, else the current folder.
     */
    public static Path defaultProject() {
        return Path.of(System.getProperty("equipoise.project", "."));
    }
}
