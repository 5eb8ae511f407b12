package org.equipoise.local.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.equipoise.common.messaging.CreateTopics;
import org.equipoise.common.messaging.Topics;

/** One KRaft broker and controller in this JVM, on loopback; its data survive restarts. */
public final class EmbeddedKafka implements AutoCloseable {

    /** Partitions of each topic: scoring and checking scale to this many instances. */
    public static final int PARTITIONS = 3;

    private static final String HOST = "127.0.0.1";

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts a broker with its data in {@code directory}; formats the directory when it is new. */
    public static EmbeddedKafka start(Path directory, int port, int controllerPort) throws IOException {
        Files.createDirectories(directory);
        format(directory);
        Map<String, Object> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", "1");
        config.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
        config.put("listeners", "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
        config.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        config.put("controller.listener.names", "CONTROLLER");
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        config.put("inter.broker.listener.name", "PLAINTEXT");
        config.put("log.dirs", directory.toString());
        config.put("offsets.topic.replication.factor", "1");
        config.put("offsets.topic.num.partitions", "4");
        config.put("transaction.state.log.replication.factor", "1");
        config.put("transaction.state.log.min.isr", "1");
        config.put("transaction.state.log.num.partitions", "4");
        config.put("share.coordinator.state.topic.replication.factor", "1");
        config.put("share.coordinator.state.topic.min.isr", "1");
        config.put("group.initial.rebalance.delay.ms", "0");
        // A stack that rested for weeks goes on where it stopped: the events are its memory, the offsets its place.
        // Topics whose records go after a time say so themselves.
        config.put("log.retention.ms", "-1");
        config.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        config.put("num.partitions", Integer.toString(PARTITIONS));
        // A mistyped topic is an error, not a new topic.
        config.put("auto.create.topics.enable", "false");
        config.put("log.cleaner.dedupe.buffer.size", "16777216");
        config.put("num.network.threads", "2");
        config.put("num.io.threads", "2");
        config.put("background.threads", "2");
        config.put("broker.heartbeat.interval.ms", "500");
        // A broker that was killed is known to be dead after 2 s: a restart takes 5 s instead of 14 s.
        config.put("broker.session.timeout.ms", "2000");
        return new EmbeddedKafka(startServer(config), HOST + ":" + port);
    }

    /**
     * The broker finds some of its classes through the thread's loader, which inside a test framework is another one
     * than the broker's own: it would meet two copies of a class.
     */
    private static KafkaRaftServer startServer(Map<String, Object> config) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaRaftServer.class.getClassLoader());
        try {
            var server = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
            server.startup();
            return server;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static void format(Path directory) throws IOException {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        var quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        var formatter = new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(directory.toString())
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(directory.toString())
                .setPrintStream(quiet)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION);
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot format " + directory, e);
        }
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Creates every topic of {@link Topics}, with its dead-letter topic. Topics that exist stay as they are, but for
     * their retention where nobody gave them one.
     */
    public void createTopics() {
        CreateTopics.create(bootstrapServers, PARTITIONS, Duration.ofMinutes(1));
    }

    /**
     * What happens when Kafka gives up, which it does when its disk takes nothing more: it ends this process. Told
     * once, right before.
     */
    public static void beforeItEndsTheProcess(Runnable last) {
        Exit.setHaltProcedure((status, message) -> {
            last.run();
            Runtime.getRuntime().halt(status);
        });
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
