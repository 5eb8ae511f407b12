package org.equipoise.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.equipoise.common.storage.S3Settings;
import org.equipoise.common.words.Counted;
import org.equipoise.local.client.ServiceHealth;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StackFile;
import org.equipoise.local.embedded.EmbeddedKafka;
import org.equipoise.local.embedded.Ports;
import org.jspecify.annotations.Nullable;

/** Kafka and S3 in this JVM and the services beside it, running. Closing it stops everything, in order. */
public final class LocalStack implements AutoCloseable {

    private static final int KAFKA_PORT = 9092;
    private static final int CONTROLLER_PORT = 9093;
    private static final int S3_PORT = 9000;
    /** What a person who waits hears of. */
    private static final Duration STILL_WAITING = Duration.ofSeconds(30);

    private static final Duration STOPPING = Duration.ofSeconds(11);

    private final StackOptions options;
    private final StackListener listener;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private @Nullable HomeLock lock;
    private @Nullable StackLog log;
    private @Nullable StackConnection connection;
    private @Nullable Servers servers;
    private @Nullable StackWatch watch;
    private volatile boolean closing;
    private boolean closed;

    private LocalStack(StackOptions options, StackListener listener, Clock clock) {
        this.options = options;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Starts everything and returns when every service is ready.
     *
     * @throws EnvironmentException if this machine or this home cannot run a stack
     * @throws StackException if something does not come up; everything is stopped again
     */
    public static LocalStack start(StackOptions options, StackListener listener, Clock clock) {
        var stack = new LocalStack(options, listener, clock);
        // Ctrl-C while it starts, or later without close(): everything is stopped in order.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stack-stop"));
        try {
            stack.start();
        } catch (IOException e) {
            stack.close();
            throw new StackException("the stack did not start: " + e, e);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
        return stack;
    }

    /** How to reach it. */
    public StackConnection connection() {
        StackConnection c = connection;
        if (c == null) {
            throw new IllegalStateException("the stack has not started");
        }
        return c;
    }

    /** Process id of a service's JVM, or -1 while it is being restarted. */
    public long pid(String service) {
        return requireService(service).pid();
    }

    /** How often a service was started again. */
    public int restarts(String service) {
        return requireService(service).restarts();
    }

    private ServiceProcess requireService(String name) {
        ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no service " + name + ", only " + services.keySet());
        }
        return service;
    }

    private void start() throws IOException {
        List<ServiceSpec> specs = built();
        // What lies there are patients' images: nobody else's business.
        Files.createDirectories(
                options.home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Machine.check(options.home(), options.trainers());
        lock = HomeLock.take(options.home());
        log = StackLog.to(options.home().resolve("logs/stack.log"));
        String secret = Secrets.renewable(options.home().resolve("secrets/s3"));
        String patientKey = Secrets.lasting(
                options.home().resolve("secrets/patient-hmac"),
                "patients who are known by the old one would then count as others, and may stand on both sides of a split");
        Servers up = startServers(secret);
        Map<String, Integer> ports = new HashMap<>();
        Map<String, URI> addresses = new LinkedHashMap<>();
        for (ServiceSpec spec : specs) {
            int port = port(spec.name(), spec.preferredPort());
            ports.put(spec.name(), port);
            addresses.put(spec.name(), URI.create("http://127.0.0.1:" + port));
        }
        var reached = new StackConnection(up.bootstrapServers(), up.s3Settings(), addresses);
        Path wrapper = unpackWrapper();
        for (ServiceSpec spec : specs) {
            startService(spec, ports.getOrDefault(spec.name(), 0), reached, wrapper, patientKey);
        }
        awaitReady();
        running(reached);
    }

    private synchronized void running(StackConnection reached) throws IOException {
        requireOpen();
        connection = reached;
        StackFile.ofThisProcess(reached, clock.instant()).write(options.home());
        watch = StackWatch.start(options.home(), List.copyOf(services.values()), listener);
    }

    /** Ctrl-C may come at any moment of the start. */
    private void requireOpen() {
        if (closing) {
            throw new StackException("stopped before it was ready", null);
        }
    }

    private List<ServiceSpec> built() {
        List<ServiceSpec> built = new ArrayList<>();
        for (ServiceSpec spec : ServiceSpec.ALL) {
            if (!options.services().contains(spec.name())) {
                continue;
            }
            if (Files.isRegularFile(spec.jar(options.project()))) {
                built.add(spec);
            } else {
                throw new EnvironmentException(spec.name() + " is not built: " + spec.jar(options.project())
                        + " is missing; run \"mvn -DskipTests package\"");
            }
        }
        for (int number = 2; number <= options.trainers(); number++) {
            built.add(ServiceSpec.trainer(number));
        }
        return built;
    }

    private Servers startServers(String secret) {
        int kafkaPort = port("Kafka", KAFKA_PORT);
        int controllerPort = Ports.freeOr(CONTROLLER_PORT);
        int s3Port = port("S3", S3_PORT);
        Path data = options.home().resolve("data");
        EmbeddedKafka.beforeItEndsTheProcess(() -> listener.trouble(Disk.full(options.home())
                .orElse("Kafka gave up and ends everything; " + options.home().resolve("logs/stack.log")
                        + " says why")));
        var starting = Servers.starting(data, new Servers.Where(kafkaPort, controllerPort, s3Port), secret);
        servers = starting;
        starting.await();
        requireOpen();
        starting.requireUp();
        listener.message("Kafka is up at " + starting.bootstrapServers() + ", S3 at "
                + starting.s3Settings().endpoint());
        return starting;
    }

    private synchronized void startService(
            ServiceSpec spec, int port, StackConnection reached, Path wrapper, String patientKey) throws IOException {
        requireOpen();
        S3Settings settings = reached.s3();
        Map<String, String> environment = new HashMap<>(options.environment());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", reached.bootstrapServers());
        environment.put("EQUIPOISE_S3_ENDPOINT", settings.endpoint());
        environment.put("EQUIPOISE_S3_ACCESS_KEY", settings.accessKey());
        environment.put("EQUIPOISE_S3_SECRET_KEY", settings.secretKey());
        environment.put("EQUIPOISE_S3_REGION", settings.region());
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        String state = spec.name().equals(spec.module()) ? "state" : "state-" + spec.name();
        environment.put("EQUIPOISE_STATE_DIR", options.home().resolve(state).toString());
        environment.put("EQUIPOISE_INGEST_PATIENT_HMAC_KEY", patientKey);
        environment.put("TF_ENABLE_ONEDNN_OPTS", "1");
        environment.put("TF_OVERRIDE_GLOBAL_THREADPOOL", "1");
        // Nobody but this machine can ask: the services listen on loopback.
        environment.put("EQUIPOISE_SECURITY_MODE", "local");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        URI trainer = reached.services().get(ServiceSpec.TRAINER);
        if (trainer != null) {
            environment.put("EQUIPOISE_MONITOR_TRAINER_URL", trainer.toString());
        }
        URI augment = reached.services().get(ServiceSpec.AUGMENT);
        if (augment != null) {
            environment.put("EQUIPOISE_MONITOR_AUGMENT_URL", augment.toString());
        }
        environment.putAll(spec.environment());
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + spec.heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-Djava.awt.headless=true",
                "-cp",
                spec.jar(options.project()) + java.io.File.pathSeparator + wrapper,
                ChildMain.class.getName());
        Path file = options.home().resolve("logs").resolve(spec.name() + ".log");
        var service = new ServiceProcess(spec, port, command, environment, file, listener, http);
        services.put(spec.name(), service);
        service.start();
    }

    /** Copies {@link ChildMain} to where only it is on the services' class path. */
    private Path unpackWrapper() throws IOException {
        String name = ChildMain.class.getName().replace('.', '/') + ".class";
        Path folder = options.home().resolve("run");
        Path target = folder.resolve(name);
        Files.createDirectories(target.getParent());
        try (InputStream in = ChildMain.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException(name + " is not in the launcher's jar");
            }
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return folder;
    }

    private void awaitReady() {
        long began = System.nanoTime();
        long deadline = began + options.startWithin().toNanos();
        long told = began;
        List<ServiceProcess> waiting = new ArrayList<>(services.values());
        while (!waiting.isEmpty()) {
            requireOpen();
            for (ServiceProcess service : List.copyOf(waiting)) {
                ServiceHealth health = service.health();
                if (health.ready()) {
                    waiting.remove(service);
                    listener.message(service.name() + " is ready at " + service.address());
                } else if (service.restarts() >= 3 || System.nanoTime() > deadline) {
                    throw new StackException(notReady(service, health), null);
                } else if (System.nanoTime() - told > STILL_WAITING.toNanos()) {
                    told = System.nanoTime();
                    listener.message("still waiting for " + service.name() + ", which " + health.said());
                }
            }
            pause(waiting.isEmpty() ? Duration.ZERO : Duration.ofMillis(150));
        }
    }

    private String notReady(ServiceProcess service, ServiceHealth health) {
        return service.name() + " did not become ready"
                + (service.restarts() > 0
                        ? " and died " + Counted.of(service.restarts(), "time")
                        : " within " + options.startWithin().toSeconds() + " s: it " + health.said()
                                + "; --start-within SECONDS waits longer")
                + "; its log is " + service.log();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while the stack started", e);
        }
    }

    private int port(String name, int preferred) {
        int port = Ports.freeOr(preferred);
        if (port != preferred) {
            listener.message("port " + preferred + " is taken; " + name + " gets " + port);
        }
        return port;
    }

    /**
     * Stops Kafka, as far as a server does that is told to, until what is returned is run: for those who want to see
     * what the services do meanwhile.
     */
    public Runnable stopKafka() {
        return requireServers().stopKafka();
    }

    /** Stops S3 until what is returned is run, as {@link #stopKafka} does Kafka. */
    public Runnable stopS3() {
        return requireServers().stopS3();
    }

    private Servers requireServers() {
        return java.util.Objects.requireNonNull(servers, "Kafka and S3 have not started");
    }

    /** Stops the services, then S3, then Kafka. Calling it again changes nothing. */
    @Override
    public void close() {
        // Before the lock: a start that goes on in another thread stops at its next step.
        closing = true;
        stop();
    }

    private synchronized void stop() {
        if (closed) {
            return;
        }
        closed = true;
        long began = System.nanoTime();
        boolean running = serversRun();
        if (running) {
            listener.message("stopping the services, S3 and Kafka");
        }
        if (watch != null) {
            watch.close();
        }
        try {
            StackFile.remove(options.home());
            services.values().forEach(ServiceProcess::askToStop);
            long deadline = System.nanoTime() + STOPPING.toNanos();
            for (ServiceProcess service : services.values()) {
                service.awaitStop(deadline);
            }
            if (servers != null) {
                servers.stop();
            }
            if (running) {
                listener.message(
                        String.format(java.util.Locale.ROOT, "stopped in %.1f s", (System.nanoTime() - began) / 1e9));
            }
            if (log != null) {
                log.close();
            }
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            listener.trouble("could not tidy up " + options.home() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is on its way up is stopped as well, and in order. */
    private boolean serversRun() {
        Servers starting = servers;
        if (starting == null) {
            return false;
        }
        if (!starting.settled()) {
            listener.trouble("Kafka and S3 are neither up nor down; they end with this process");
        }
        return starting.running();
    }
}
