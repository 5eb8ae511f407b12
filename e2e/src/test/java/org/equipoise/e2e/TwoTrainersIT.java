package org.equipoise.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.awaitility.core.ConditionFactory;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelTrained;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.Phase;
import org.equipoise.common.labels.LabelSet;
import org.equipoise.common.labels.Split;
import org.equipoise.common.messaging.Topics;
import org.equipoise.local.client.DatasetClient;
import org.equipoise.local.client.IngestionProgress;
import org.equipoise.local.client.Progress;
import org.equipoise.local.client.PublishOptions;
import org.equipoise.local.client.StackConnection;
import org.equipoise.local.client.StudyPublisher;
import org.equipoise.local.client.TrainingClient;
import org.equipoise.local.sets.SetImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two trainers in one consumer group share the runs out. The second one dies, or stalls and wakes up, in the middle of
 * its run: the first one goes on with it, and every run ends with one decision.
 */
@Order(3)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoTrainersIT {

    private static final String NAME = "shared-out";
    private static final String GROUP = "trainer-train";
    private static final int EPOCHS = 30;
    private static final Map<String, String> SETTINGS =
            Map.of("epochs", Integer.toString(EPOCHS), "patience", Integer.toString(EPOCHS), "batchSize", "32");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final RunningStack stack = RunningStack.shared();
    private final StackConnection connection = stack.connection();
    private final TrainingClient client = new TrainingClient(connection, Clock.systemUTC());
    private final Set<String> before = new HashSet<>();
    private final DatasetFrozen dataset = dataset();
    private Process second;

    @BeforeEach
    void startTheSecondTrainer() {
        waiting().untilAsserted(() -> assertThat(members()).hasSize(1));
        before.clear();
        members().forEach(member -> before.add(member.consumerId()));
        second = stack.trainer("second-trainer");
        waiting()
                .untilAsserted(() -> assertThat(members())
                        .hasSize(2)
                        .allMatch(
                                member -> !member.assignment().topicPartitions().isEmpty()));
    }

    @AfterEach
    void endTheSecondTrainer() {
        second.destroyForcibly();
        waiting().untilAsserted(() -> assertThat(members()).hasSize(1));
    }

    @Test
    void twoRunsAreTrainedAtTheSameTimeAndTheOneOfAKilledTrainerIsResumedByTheOther() {
        String first = request(false);
        String other = request(true);
        bothAreBetweenTheirThirdAndTheirLastEpoch(first, other);

        second.destroyForcibly();

        oneDecision(first);
        oneDecision(other);
        assertThat(progress(first)).noneMatch(event -> event.phase() == Phase.RESUMED);
        everyEpochOnceAndResumed(other);
        everyRequestIsAcknowledged();
    }

    @Test
    void aTrainerThatStallsAndWakesUpLeavesItsRunToTheOther() throws Exception {
        String run = request(true);
        waiting().until(() -> epochs(run).size() >= 3);
        signal("STOP");
        waiting().until(() -> progress(run).stream().anyMatch(e -> e.phase() == Phase.RESUMED));

        signal("CONT");

        oneDecision(run);
        everyEpochOnceAndResumed(run);
        waiting().untilAsserted(() -> assertThat(members()).hasSize(2));
        assertThat(second.isAlive()).isTrue();
        everyRequestIsAcknowledged();
    }

    /** Every look reads a topic from its beginning. */
    private static ConditionFactory waiting() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500));
    }

    private void bothAreBetweenTheirThirdAndTheirLastEpoch(String first, String other) {
        waiting().until(() -> epochs(first).size() >= 3 && epochs(other).size() >= 3);
        assertThat(progress(first)).noneMatch(event -> event.phase() == Phase.FINISHED);
        assertThat(progress(other)).noneMatch(event -> event.phase() == Phase.FINISHED);
    }

    private void oneDecision(String run) {
        waiting().untilAsserted(() -> assertThat(decisions(run)).hasSize(1));
        assertThat(Events.of(
                        connection,
                        Topics.MODELS_TRAINED,
                        ModelTrained.class,
                        e -> e.runId().equals(run)))
                .hasSize(1);
    }

    private List<ModelDecided> decisions(String run) {
        return Events.of(connection, Topics.MODELS_DECIDED, ModelDecided.class, e -> run.equals(e.runId()));
    }

    /** A trainer that is killed between a checkpoint and its announcement leaves that one announcement out. */
    private void everyEpochOnceAndResumed(String run) {
        assertThat(progress(run)).extracting(TrainingProgressed::phase).containsOnlyOnce(Phase.STARTED);
        // The run may move once more, when the trainer that woke up joins again.
        List<Integer> resumed = progress(run).stream()
                .filter(event -> event.phase() == Phase.RESUMED)
                .map(TrainingProgressed::epoch)
                .toList();
        assertThat(resumed).isNotEmpty().allMatch(epoch -> epoch >= 3 && epoch <= EPOCHS);
        List<Integer> said = epochs(run);
        assertThat(said).doesNotHaveDuplicates();
        assertThat(resumed)
                .as("only the epoch after which the run moved may be left out")
                .containsAll(IntStream.rangeClosed(1, EPOCHS)
                        .boxed()
                        .filter(epoch -> !said.contains(epoch))
                        .toList());
        assertThat(progress(run))
                .filteredOn(event -> event.phase() == Phase.EPOCH)
                .extracting(TrainingProgressed::epoch)
                .as("nobody who lost the run says where it was, signs of life included")
                .isSorted();
        assertThat(decisions(run)).hasSize(1);
    }

    private List<TrainingProgressed> progress(String run) {
        return Events.of(
                connection,
                Topics.TRAINING_PROGRESSED,
                TrainingProgressed.class,
                e -> e.runId().equals(run));
    }

    /** Those that were completed; without telemetry one is under way. */
    private List<Integer> epochs(String run) {
        return progress(run).stream()
                .filter(event -> event.phase() == Phase.EPOCH && event.telemetry() != null)
                .map(TrainingProgressed::epoch)
                .toList();
    }

    /** Asks for a run that the consumer group gives to one of the two trainers; returns its id. */
    private String request(boolean ofTheSecond) {
        Set<Integer> partitions = members().stream()
                .filter(member -> before.contains(member.consumerId()) != ofTheSecond)
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
        String model = IntStream.range(0, 1000)
                .mapToObj(i -> NAME + "-" + i)
                .filter(name -> partitions.contains(partition(name)))
                .findFirst()
                .orElseThrow();
        return client.request(dataset, new TrainingClient.Request(model, "naive", SETTINGS, 3))
                .runId();
    }

    /** Where Kafka's producer puts a key. */
    private int partition(String key) {
        int hash = Utils.murmur2(key.getBytes(StandardCharsets.UTF_8));
        return Utils.toPositive(hash) % 3;
    }

    private List<MemberDescription> members() {
        return asked(admin -> List.copyOf(Objects.requireNonNull(admin.describeConsumerGroups(List.of(GROUP))
                        .describedGroups()
                        .get(GROUP))
                .get()
                .members()));
    }

    private void everyRequestIsAcknowledged() {
        waiting()
                .untilAsserted(() -> assertThat(acknowledged())
                        .isEqualTo(Events.records(connection, Topics.TRAINING_REQUESTED)
                                .size()));
    }

    private long acknowledged() {
        return asked(
                admin -> admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().values().stream()
                        .mapToLong(OffsetAndMetadata::offset)
                        .sum());
    }

    /** A question to the brokers. */
    private interface Question<T> {
        T ask(Admin admin) throws InterruptedException, ExecutionException;
    }

    private <T> T asked(Question<T> question) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", connection.bootstrapServers()))) {
            return question.ask(admin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** To the second trainer: STOP is what a stalled machine looks like from outside. */
    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(second.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    private DatasetFrozen dataset() {
        List<SetImage> images = new ArrayList<>(TinyImages.mixed(320, 200_000, Split.TRAIN));
        images.addAll(TinyImages.mixed(40, 210_000, Split.VALIDATION));
        images.addAll(TinyImages.mixed(40, 220_000, Split.TEST));
        try (var publisher = new StudyPublisher(connection, Clock.systemUTC())) {
            publisher.declare(NAME, new LabelSet(TinyImages.CLASSES));
            var published = publisher.publish(images, PublishOptions.collect(NAME, "OT"), Progress.NONE);
            IngestionProgress.await(connection, published, PATIENCE, Progress.NONE);
        }
        return new DatasetClient(connection).freeze(NAME, 24);
    }
}
