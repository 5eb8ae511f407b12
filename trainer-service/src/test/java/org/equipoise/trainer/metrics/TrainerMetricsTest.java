package org.equipoise.trainer.metrics;

import java.time.Instant;
import java.util.List;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import org.equipoise.common.events.DiagnosisMade;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.PredictionMade;
import org.equipoise.common.events.TrainingProgressed;
import org.equipoise.common.events.TrainingProgressed.EpochTelemetry;
import org.equipoise.common.events.TrainingProgressed.Inside;
import org.equipoise.common.events.TrainingProgressed.StepTelemetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrainerMetricsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TrainerMetrics metrics = new TrainerMetrics(registry);

    /** A renamed meter breaks a dashboard. */
    @Test
    void prometheusNames() {
        metrics.predicted(prediction("lung", NOW.minusMillis(40)), NOW);
        metrics.batchCommitted(3, 2);
        metrics.batchRetried();
        metrics.decided(new ModelDecided("lung", "v1", "run-1", ModelDecided.Outcome.HELD, List.of(), null, NOW));
        metrics.skipped("shards.ready");
        metrics.unforeseen("images.ingested");
        metrics.progressed(progress());
        metrics.diagnosed(diagnosis(List.of(new DiagnosisMade.NamedCause("dead-units", 0.9))));
        metrics.diagnosed(diagnosis(List.of()));

        assertThat(registry.scrape().replace(",}", "}"))
                .contains("equipoise_predictions_total{class=\"benign\",model=\"lung\"} 1.0")
                .contains("equipoise_scoring_latency_seconds_count 1")
                .contains("equipoise_scoring_latency_seconds_sum 0.04")
                .contains("equipoise_scoring_latency_seconds_bucket{le=\"0.05")
                .contains("equipoise_scoring_batch_records_count 1")
                .contains("equipoise_scoring_batch_records_sum 3.0")
                .contains("equipoise_scoring_dead_letters_total 2.0")
                .contains("equipoise_scoring_batches_retried_total 1.0")
                .contains("equipoise_models_decided_total{model=\"lung\",outcome=\"held\"} 1.0")
                .contains("equipoise_diagnoses_total{cause=\"dead-units\",model=\"lung\"} 1.0")
                .contains("equipoise_diagnoses_total{cause=\"unsure\",model=\"lung\"} 1.0")
                .contains("equipoise_trainer_records_skipped_total{topic=\"shards.ready\"} 1.0")
                .contains("equipoise_records_unforeseen_total{topic=\"images.ingested\"} 1.0")
                .contains("equipoise_records_unforeseen_total{topic=\"training.requested\"} 0.0")
                .contains("equipoise_training_epoch{model=\"lung\"} 4.0")
                .contains("equipoise_training_loss_train{model=\"lung\"} 0.5")
                .contains("equipoise_training_loss_validation{model=\"lung\"} 0.6")
                .contains("equipoise_training_loss_prior{model=\"lung\"} 0.4")
                .contains("equipoise_training_loss_gap{model=\"lung\"} 0.1")
                .contains("equipoise_training_recall_gap{model=\"lung\"} 0.2")
                .contains("equipoise_training_learning_rate{model=\"lung\"} 0.001")
                .contains("equipoise_training_gradient_norm{model=\"lung\"} 1.5")
                .contains("equipoise_training_images_rate{model=\"lung\"} 100.0")
                .contains("equipoise_training_waiting_seconds{model=\"lung\"} 1.0")
                .contains("equipoise_training_computing_seconds{model=\"lung\"} 2.0")
                .contains("equipoise_training_recall_minimum{model=\"lung\"} 0.05")
                .contains("equipoise_training_balanced_accuracy{model=\"lung\"} 0.7")
                .contains("equipoise_training_collapsed{model=\"lung\"} 1.0");
    }

    private static DiagnosisMade diagnosis(List<DiagnosisMade.NamedCause> causes) {
        return new DiagnosisMade(
                "run-1",
                "lung",
                "v1",
                "run-1",
                "collapsed",
                "Units are dead.",
                causes,
                null,
                "lung/diagnoses/run-1.json",
                NOW);
    }

    @Test
    void theStepsWithinAnEpochMoveWhatTheyKnowAndNothingElse() {
        metrics.progressed(progress());

        metrics.progressed(new TrainingProgressed(
                "run-1",
                "lung",
                TrainingProgressed.Phase.EPOCH,
                4,
                10,
                null,
                "step 900",
                NOW,
                new StepTelemetry(900, .45, 5e-4, 2.5, 120)));

        assertThat(registry.scrape().replace(",}", "}"))
                .contains("equipoise_training_loss_train{model=\"lung\"} 0.45")
                .contains("equipoise_training_learning_rate{model=\"lung\"} 5.0E-4")
                .contains("equipoise_training_gradient_norm{model=\"lung\"} 2.5")
                .contains("equipoise_training_images_rate{model=\"lung\"} 120.0")
                .contains("equipoise_training_loss_validation{model=\"lung\"} 0.6")
                .contains("equipoise_training_epoch{model=\"lung\"} 4.0");
    }

    /** Of the three classes the last has no validation image: its recall of 0 is none. */
    @Test
    void theLowestRecallIsOfAClassThatHasImages() {
        var telemetry = new EpochTelemetry(
                .5,
                .6,
                .4,
                1e-3,
                .7,
                .9,
                List.of(.9, .5, 0.),
                List.of(.9, .1, 0.),
                false,
                100,
                1,
                2,
                inside(List.of(2)));

        metrics.progressed(new TrainingProgressed(
                "run-1", "lung", TrainingProgressed.Phase.EPOCH, 4, 10, telemetry, "epoch 4", NOW));

        assertThat(registry.scrape().replace(",}", "}"))
                .contains("equipoise_training_recall_minimum{model=\"lung\"} 0.5");
    }

    @Test
    void modelNamesAreBounded() {
        for (int i = 0; i < TrainerMetrics.MAX_MODELS + 50; i++) {
            metrics.predicted(prediction("m" + i, NOW), NOW);
        }

        assertThat(registry.find("equipoise.predictions").counters()).hasSize(TrainerMetrics.MAX_MODELS + 1);
        assertThat(registry.get("equipoise.predictions")
                        .tag("model", "other")
                        .counter()
                        .count())
                .isEqualTo(50);
    }

    /** A clock that is ahead at the source must not make a negative latency. */
    @Test
    void aStudyFromTheFutureIsNotTimed() {
        metrics.predicted(prediction("lung", NOW.plusSeconds(1)), NOW);

        assertThat(registry.get("equipoise.scoring.latency").timer().count()).isZero();
    }

    private static PredictionMade prediction(String model, Instant publishedAt) {
        return new PredictionMade(
                model,
                "v1",
                "study",
                "image",
                null,
                1,
                List.of("none", "benign"),
                List.of(.2, .8),
                null,
                publishedAt,
                NOW);
    }

    private static Inside inside(@Nullable List<Integer> withoutImages) {
        return new Inside("class-lost", 4, 1.5, 3, 0, 1, List.of(.9, .5), .9, List.of(), .1, .2, withoutImages);
    }

    private static TrainingProgressed progress() {
        var telemetry = new EpochTelemetry(
                .5, .6, .4, 1e-3, .7, .9, List.of(.99, .05), List.of(.9, .1), true, 100, 1, 2, inside(null));
        return new TrainingProgressed(
                "run-1", "lung", TrainingProgressed.Phase.EPOCH, 4, 10, telemetry, "epoch 4", NOW);
    }
}
