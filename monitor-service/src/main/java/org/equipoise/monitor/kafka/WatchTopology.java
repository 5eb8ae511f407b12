package org.equipoise.monitor.kafka;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.Dated;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.common.messaging.Topics;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.collapse.CollapsePolicy;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.watch.StudyPolicy;
import org.equipoise.monitor.watch.WatchListener;

/**
 * {@code predictions.made}, {@code models.decided}, {@code canaries.replayed} and {@code diagnoses.made}, each checked
 * and spread by model, into one watcher; its alerts to {@code alerts.changed}. What cannot be read goes to the
 * dead-letter topic of where it came from.
 *
 * <p>Spread by model and not by version, so that a decision meets every version it concerns. Decisions come as a stream
 * and not as a global table: a table can neither dead-letter a record nor close the alerts of a superseded version.
 */
public final class WatchTopology {

    /** Those that are read, besides the table of silences. */
    public static final List<String> TOPICS = List.of(
            Topics.PREDICTIONS_MADE,
            Topics.MODELS_DECIDED,
            Topics.CANARIES_REPLAYED,
            Topics.DIAGNOSES_MADE,
            Topics.ALERTS_CHANGED);

    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final TimestampExtractor BELIEVABLE = new BelievableTimestamps(Clock.systemUTC());

    private final CollapsePolicy policy;
    private final StudyPolicy studyPolicy;
    private final ModelPlaces places;
    private final boolean direct;
    private final WatchListener listener;
    private final CanaryWatch canaries;
    private final NoticeTopology notices;
    private final LastResort lastResort;

    /** A topology with these settings, which are checked here. */
    public WatchTopology(
            CollapsePolicy policy, StudyPolicy studyPolicy, KafkaPolicy kafkaPolicy, WatchListener listener) {
        this(
                policy,
                studyPolicy,
                kafkaPolicy,
                listener,
                new CanaryWatch(),
                new NoticeTopology(null, new NoticeBacklog(Clock.systemUTC())),
                new LastResort(topic -> {}));
    }

    /**
     * The same, which also tells {@code canaries} of every replay that it watches, and alerts to a receiver.
     *
     * @param lastResort for records with which something fails that nobody foresaw
     */
    public WatchTopology(
            CollapsePolicy policy,
            StudyPolicy studyPolicy,
            KafkaPolicy kafkaPolicy,
            WatchListener listener,
            CanaryWatch canaries,
            NoticeTopology notices,
            LastResort lastResort) {
        this.policy = policy.checked();
        this.studyPolicy = studyPolicy.checked();
        places = new ModelPlaces(kafkaPolicy.checked().partitions());
        direct = kafkaPolicy.direct();
        this.listener = listener;
        this.canaries = canaries;
        this.notices = notices;
        this.lastResort = lastResort;
    }

    /** Builds it, with its state on disk. */
    public Topology build() {
        return build(true);
    }

    /** Builds it; tests keep the state in memory, because their driver flushes after each record. */
    Topology build(boolean onDisk) {
        var builder = new StreamsBuilder();
        WatchStores.addTo(builder, onDisk, studyPolicy.remembered());
        KStream<String, WatchInput> predictions =
                predictions(builder).mapValues(event -> (WatchInput) new WatchInput.Prediction(event));
        KStream<String, WatchInput> decisions = byModel(
                        builder, Topics.MODELS_DECIDED, ModelDecided.class, ModelDecided::model)
                .mapValues(event -> (WatchInput) new WatchInput.Decision(event));
        KStream<String, WatchInput> replays = byModel(
                        builder, Topics.CANARIES_REPLAYED, CanariesReplayed.class, CanariesReplayed::model)
                .mapValues(event -> (WatchInput) new WatchInput.Replay(event));
        KStream<String, WatchInput> findings = byModel(
                        builder, Topics.DIAGNOSES_MADE, DiagnosisMade.class, DiagnosisMade::model)
                .mapValues(event -> (WatchInput) new WatchInput.Finding(event));
        KStream<String, WatchOutput> changes = predictions
                .merge(decisions)
                .merge(replays)
                .merge(findings)
                .process(
                        () -> new ModelWatcher(policy, studyPolicy, listener, canaries, lastResort),
                        WatchStores.NAMES.toArray(String[]::new));
        changes.filter((key, output) -> output instanceof WatchOutput.Alert)
                .mapValues(output -> EventCodec.write(((WatchOutput.Alert) output).event()))
                .to(Topics.ALERTS_CHANGED, Produced.with(Serdes.String(), BYTES));
        Letters.send(changes.filter((key, output) -> output instanceof WatchOutput.Refused)
                .mapValues(output -> ((WatchOutput.Refused) output).letter()));
        notices.addTo(builder, onDisk, lastResort);
        return builder.build();
    }

    /**
     * Most lie where their model is watched, because producers spread them by model as Kafka does, and go straight on.
     * The others (another partitioner, another key, another number of partitions) take the way over a topic.
     */
    private KStream<String, PredictionMade> predictions(StreamsBuilder builder) {
        if (!direct) {
            return byModel(builder, Topics.PREDICTIONS_MADE, PredictionMade.class, PredictionMade::model);
        }
        KStream<byte[], CheckedRecord<PredictionMade>> records =
                checked(builder, Topics.PREDICTIONS_MADE, PredictionMade.class, PredictionMade::model, true);
        return records.filter((original, record) -> record.home())
                .map((original, record) -> {
                    PredictionMade event = Objects.requireNonNull(record.event());
                    return KeyValue.pair(event.model(), event);
                })
                .merge(spread(
                        records.filter((original, record) -> record.away()),
                        Topics.PREDICTIONS_MADE,
                        PredictionMade.class,
                        PredictionMade::model));
    }

    /** Checked, and every record taken the way over a topic. */
    private <T extends Dated> KStream<String, T> byModel(
            StreamsBuilder builder, String topic, Class<T> type, Function<T, String> model) {
        return spread(checked(builder, topic, type, model, false), topic, type, model);
    }

    /** What is no event goes to the dead letters of its topic; the rest comes back. */
    private <T extends Dated> KStream<byte[], CheckedRecord<T>> checked(
            StreamsBuilder builder, String topic, Class<T> type, Function<T, String> model, boolean homeStays) {
        return accepted(builder.stream(topic, Consumed.with(BYTES, BYTES).withTimestampExtractor(BELIEVABLE))
                .process(() ->
                        new EventReader<>(topic, type, event -> places.of(model.apply(event)), homeStays, lastResort)));
    }

    private static <K, T> KStream<K, CheckedRecord<T>> accepted(KStream<K, CheckedRecord<T>> records) {
        Letters.send(records.filter((key, record) -> record.refused())
                .mapValues(record -> Objects.requireNonNull(record.letter())));
        return records.filterNot((key, record) -> record.refused());
    }

    private <T> KStream<String, T> spread(
            KStream<byte[], CheckedRecord<T>> records, String topic, Class<T> type, Function<T, String> model) {
        KStream<String, byte[]> spread = records.map((original, record) ->
                        KeyValue.pair(model.apply(Objects.requireNonNull(record.event())), record.value()))
                .repartition(Repartitioned.with(Serdes.String(), BYTES)
                        .withName(topic + "-by-model")
                        .withNumberOfPartitions(places.partitions())
                        .withStreamPartitioner(places));
        return accepted(spread.process(() -> new SpreadReader<>(topic, type, lastResort)))
                .mapValues(record -> Objects.requireNonNull(record.event()));
    }
}
