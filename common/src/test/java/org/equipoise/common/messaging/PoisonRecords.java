package org.equipoise.common.messaging;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.Assertions;
import org.equipoise.common.events.Dated;
import org.equipoise.common.hashing.Sha256;
import org.equipoise.common.messaging.DeadLetter.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What a careless or hostile producer sends: every kind of record that has stopped a consumer, or could. A service's
 * test sends all of them to each of its topics and then a good record, and asserts that each malformed one became a
 * dead letter exactly once, that each merely odd one took effect, and that the good one did.
 */
public final class PoisonRecords {

    /** The broker counts what it gets: a larger record passes if it was compressed. */
    private static final int MOST_UNCOMPRESSED = 1_048_400;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String topic;
    private final Function<String, Good> good;
    private boolean keyMatters;
    private List<String> enumPath = List.of();

    private PoisonRecords(String topic, Function<String, Good> good) {
        this.topic = topic;
        this.good = good;
    }

    /** A record that is as it should be. */
    public record Good(String key, Dated event) {}

    /**
     * One record of the list.
     *
     * @param kind what is wrong, in words
     * @param malformed whether it must become a dead letter; otherwise it is odd and must take effect
     * @param name what {@code good} was asked for
     */
    public record Poison(String kind, boolean malformed, String name, ProducerRecord<byte[], byte[]> record) {}

    /**
     * Records for a topic.
     *
     * @param good a good event of its own for each name ({@code [a-z0-9-]+}), so that its effect can be told apart
     */
    public static PoisonRecords to(String topic, Function<String, Good> good) {
        return new PoisonRecords(topic, good);
    }

    /** A record under another key than its event's is malformed; without this its key means nothing. */
    public PoisonRecords keyMatters() {
        keyMatters = true;
        return this;
    }

    /** Where the event has an enum: the steps to it, e.g. {@code "images", "0", "split"}. */
    public PoisonRecords withEnumAt(String... path) {
        enumPath = List.of(path);
        return this;
    }

    /** Where they go. */
    public String topic() {
        return topic;
    }

    /** The good event of this name. */
    public Good good(String name) {
        return good.apply(name);
    }

    /** Every kind; none of them in the order of how bad it is. */
    public List<Poison> all() {
        List<Poison> all = new ArrayList<>();
        values(all);
        fields(all);
        times(all);
        keys(all);
        headers(all);
        timestamps(all);
        return all;
    }

    private void values(List<Poison> all) {
        if (!Topics.isDeletedFrom(topic)) {
            all.add(value("null value", null));
        }
        all.add(value("empty value", new byte[0]));
        all.add(value("not JSON", utf8("{ this is not JSON")));
        all.add(value("JSON null", utf8("null")));
        all.add(value("JSON array", utf8("[1, 2, 3]")));
        all.add(value("JSON text", utf8("\"text\"")));
        all.add(value("deep nesting", utf8("{\"a\":".repeat(10_000))));
        all.add(value("deep nesting that ends", utf8("[".repeat(10_000) + "]".repeat(10_000))));
        byte[] junk = new byte[1_048_300];
        Arrays.fill(junk, (byte) 'x');
        all.add(value("junk of 1,048,300 bytes", junk));
        all.add(value("zeros of 1,048,300 bytes", new byte[1_048_300]));
        byte[] event = EventCodec.write(good.apply("twice-in-one").event());
        byte[] bomb = new byte[10 << 20];
        Arrays.fill(bomb, (byte) 'x');
        all.add(value("junk of 10 MB, compressed", bomb));
        all.add(value("two events in one record", join(event, event)));
        all.add(value("cut off", Arrays.copyOf(event, event.length / 2)));
        all.add(value("invalid UTF-8", join(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':'}, event)));
    }

    private void fields(List<Poison> all) {
        String time = time(good.apply("fields"));
        all.add(changed("missing field", true, json -> without(json, time)));
        all.add(changed("wrong type", true, json -> json.put(time, true)));
        all.add(changed("object for a time", true, json -> json.set(time, json.objectNode())));
        all.add(changed("null field", true, json -> json.putNull(time)));
        all.add(changed("very long text", true, json -> json.put(text(json, time), "x".repeat(100_000))));
        all.add(changed("unknown field", false, json -> json.put("somethingNew", "x")));
        all.add(changed("unknown field of 3 MB, compressed", false, json -> json.put("long", "x".repeat(3 << 20))));
        all.add(written("NaN", true, json -> json.replaceFirst("\"" + time + "\":\"[^\"]*\"", "\"" + time + "\":NaN")));
        all.add(written("a field twice", false, json -> {
            String field = text(read(json), time);
            return "{\"" + field + "\":" + read(json).get(field) + "," + json.substring(1);
        }));
        if (!enumPath.isEmpty()) {
            all.add(changed("unknown enum", true, json -> {
                JsonNode parent = json;
                for (String step : enumPath.subList(0, enumPath.size() - 1)) {
                    parent = parent.isArray() ? parent.path(Integer.parseInt(step)) : parent.path(step);
                }
                ((ObjectNode) parent).put(enumPath.get(enumPath.size() - 1), "no-such-thing");
                return json;
            }));
        }
    }

    private void times(List<Poison> all) {
        String time = time(good.apply("times"));
        all.add(changed("time +999999999", true, json -> json.put(time, "+999999999-12-31T23:59:59Z")));
        all.add(changed("time -999999999", true, json -> json.put(time, "-999999999-01-01T00:00:00Z")));
        all.add(changed("time in milliseconds", true, json -> json.put(time, 1_767_225_600_000L)));
        all.add(changed("time with a huge exponent", true, json -> json.put(time, new java.math.BigDecimal("1e999"))));
        all.add(changed("time in 2099", true, json -> json.put(time, "2099-12-31T23:59:59Z")));
        all.add(changed("time in 1970", true, json -> json.put(time, "1970-01-01T00:00:00Z")));
        all.add(changed("time that is none", true, json -> json.put(time, "yesterday")));
    }

    private void keys(List<Poison> all) {
        byte[] huge = new byte[1_000_000];
        Arrays.fill(huge, (byte) 'k');
        all.add(keyed("huge key", huge));
        all.add(keyed("invalid UTF-8 key", new byte[] {(byte) 0xff, (byte) 0xfe, (byte) 0xc3}));
        all.add(keyed("key that is not the event's", utf8("another-key")));
        all.add(keyed("empty key", new byte[0]));
        if (!Topics.compacted().contains(topic)) {
            all.add(keyed("null key", null));
        }
        byte[] zeros = new byte[1_048_000 - huge.length];
        Good as = good.apply("huge-key-no-event");
        all.add(new Poison(
                "huge key and no event", true, as.key(), new ProducerRecord<>(topic, null, huge, zeros, List.of())));
    }

    private void headers(List<Poison> all) {
        all.add(headed(
                "ce_source with a space",
                header("ce_specversion", "1.0"),
                header("ce_source", "a b"),
                header("ce_id", "1")));
        all.add(headed("CloudEvents 9.9", header("ce_specversion", "9.9"), header("ce_time", "yesterday")));
        all.add(headed("null header value", new RecordHeader("foreign", (byte[]) null)));
        all.add(headed(
                "null CloudEvents headers",
                new RecordHeader("ce_specversion", (byte[]) null),
                new RecordHeader("ce_type", (byte[]) null),
                new RecordHeader("content-type", (byte[]) null)));
        all.add(headed("header of 500 KB", new RecordHeader("foreign", new byte[500_000])));
        all.add(headed("header without a name", header("", "x")));
        all.add(headed("header that is not UTF-8", new RecordHeader("ce_type", new byte[] {(byte) 0xff, (byte) 0xc3})));
        all.add(headed("traceparent that is none", header("traceparent", "00-zz"), header("tracestate", "=,=")));
        all.add(headed("content-type of CloudEvents", header("content-type", "application/cloudevents+json")));
        all.add(headed("headers of an earlier dead letter", header("dead-letter-offset", "x")));
        all.add(new Poison(
                "empty CloudEvent",
                true,
                "empty-cloudevent",
                record("empty-cloudevent", utf8("{}"), header("content-type", "application/cloudevents+json"))));
    }

    /** A producer of Java refuses a negative one; the service's own tests send it past the broker. */
    private void timestamps(List<Poison> all) {
        all.add(stamped("record timestamp 0", 0));
        all.add(stamped(
                "record timestamp in 2500",
                Instant.parse("2500-01-01T00:00:00Z").toEpochMilli()));
    }

    private Poison value(String kind, byte @Nullable [] value) {
        return new Poison(kind, true, slug(kind), record(slug(kind), value));
    }

    private Poison changed(String kind, boolean malformed, Function<ObjectNode, JsonNode> change) {
        return written(kind, malformed, json -> change.apply(read(json)).toString());
    }

    private Poison written(String kind, boolean malformed, UnaryOperator<String> change) {
        String json = new String(EventCodec.write(good.apply(slug(kind)).event()), StandardCharsets.UTF_8);
        return new Poison(kind, malformed, slug(kind), record(slug(kind), utf8(change.apply(json))));
    }

    private Poison keyed(String kind, byte @Nullable [] key) {
        byte[] value = EventCodec.write(good.apply(slug(kind)).event());
        return new Poison(kind, keyMatters, slug(kind), new ProducerRecord<>(topic, null, key, value, List.of()));
    }

    private Poison headed(String kind, Header... headers) {
        byte[] value = EventCodec.write(good.apply(slug(kind)).event());
        return new Poison(kind, false, slug(kind), record(slug(kind), value, headers));
    }

    private Poison stamped(String kind, long timestamp) {
        Good as = good.apply(slug(kind));
        return new Poison(
                kind,
                false,
                slug(kind),
                new ProducerRecord<>(topic, null, timestamp, utf8(as.key()), EventCodec.write(as.event()), List.of()));
    }

    private ProducerRecord<byte[], byte[]> record(String name, byte @Nullable [] value, Header... headers) {
        return new ProducerRecord<>(topic, null, utf8(good.apply(name).key()), value, List.of(headers));
    }

    private static String time(Good event) {
        return event.event().happened().keySet().stream().sorted().findFirst().orElseThrow();
    }

    /** The first field that holds a text and no time. */
    private static String text(ObjectNode json, String time) {
        return json.properties().stream()
                .filter(field -> field.getValue().isTextual() && !field.getKey().equals(time))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static JsonNode without(ObjectNode json, String field) {
        json.remove(field);
        return json;
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) EventCodec.mapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException("the good event is no JSON", e);
        }
    }

    private static String slug(String kind) {
        return kind.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, utf8(value));
    }

    /**
     * Asserts that each malformed record has exactly one dead letter, with its origin and a reason, and that no other
     * has one. To be called again until it holds.
     */
    public static void assertOneLetterEach(String bootstrapServers, Map<Origin, Poison> sent) {
        String topic = sent.keySet().iterator().next().topic();
        Map<Origin, List<String>> letters = letters(bootstrapServers, topic);
        sent.forEach((origin, poison) -> Assertions.assertThat(letters.getOrDefault(origin, List.of()))
                .as("dead letters of %s: %s", topic, poison.kind())
                .hasSize(poison.malformed() ? 1 : 0)
                .doesNotContain(""));
    }

    /**
     * Sends records and says where each lies. The topic is opened for any record timestamp: another broker's settings,
     * or a mirrored topic, let them in.
     */
    public static Map<Origin, Poison> send(String bootstrapServers, List<Poison> poisons) {
        anyTimestamp(bootstrapServers, poisons);
        Map<Origin, Poison> sent = new LinkedHashMap<>();
        try (var plain = producer(bootstrapServers, "none");
                var compressing = producer(bootstrapServers, "gzip")) {
            for (Poison poison : poisons) {
                byte[] value = poison.record().value();
                var producer = value != null && value.length > MOST_UNCOMPRESSED ? compressing : plain;
                RecordMetadata at = placed(producer, poison);
                sent.put(new Origin(at.topic(), at.partition(), at.offset()), poison);
            }
        }
        return sent;
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, String compression) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers, "max.request.size", 20 << 20, "compression.type", compression);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static void anyTimestamp(String bootstrapServers, List<Poison> poisons) {
        var open = new AlterConfigOp(
                new ConfigEntry("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)),
                AlterConfigOp.OpType.SET);
        Map<ConfigResource, java.util.Collection<AlterConfigOp>> changes = new HashMap<>();
        poisons.forEach(poison -> changes.put(
                new ConfigResource(ConfigResource.Type.TOPIC, poison.record().topic()), Set.of(open)));
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrapServers))) {
            get(admin.incrementalAlterConfigs(changes).all(), "topic settings");
        }
    }

    /** A broker says that settings are changed a moment before it goes by them. */
    private static RecordMetadata placed(KafkaProducer<byte[], byte[]> producer, Poison poison) {
        Instant patience = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return get(producer.send(poison.record()), poison.kind());
            } catch (IllegalStateException e) {
                Throwable refused = e.getCause() == null ? null : e.getCause().getCause();
                if (!(refused instanceof InvalidTimestampException)
                        || Instant.now().isAfter(patience)) {
                    throw e;
                }
            }
        }
    }

    private static <T> T get(Future<T> future, String what) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(what + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The reasons of a topic's dead letters, by where the record came from: one each, if all is well. */
    public static Map<Origin, List<String>> letters(String bootstrapServers, String topic) {
        Map<Origin, List<String>> letters = new HashMap<>();
        try (var reader = new TopicReader(bootstrapServers, List.of(Topics.deadLetters(topic)))) {
            reader.readToEnd(record -> {
                var origin = new Origin(
                        text(record.headers().lastHeader("dead-letter-topic")),
                        Integer.parseInt(text(record.headers().lastHeader("dead-letter-partition"))),
                        Long.parseLong(text(record.headers().lastHeader("dead-letter-offset"))));
                letters.computeIfAbsent(origin, at -> new ArrayList<>())
                        .add(text(record.headers().lastHeader("dead-letter-reason")));
            });
        }
        return letters;
    }

    /** An image's name for a name of the list. */
    public static String imageId(String name) {
        return Sha256.hex(name);
    }

    private static String text(Header header) {
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
