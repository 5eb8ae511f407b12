package org.equipoise.monitor.app;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.equipoise.monitor.alerting.AlertLinks;
import org.equipoise.monitor.alerting.Silences;
import org.equipoise.monitor.canary.CanaryWatch;
import org.equipoise.monitor.console.ConsoleState;
import org.equipoise.monitor.console.ModelFiles.ModelFile;
import org.equipoise.monitor.kafka.NoticeTopology;
import org.equipoise.monitor.kafka.StoredSilences;
import org.equipoise.monitor.metrics.AlertingMetrics;
import org.equipoise.monitor.notice.NoticeBacklog;
import org.equipoise.monitor.notice.http.Webhook;
import org.equipoise.monitor.notice.http.WebhookConfig;
import org.equipoise.monitor.response.Responder;
import org.equipoise.monitor.response.ResponsePolicy;
import org.equipoise.monitor.response.Successors;
import org.equipoise.monitor.response.Trainer;
import org.equipoise.monitor.response.http.TrainerClient;
import org.equipoise.monitor.response.http.TrainerConfig;
import org.equipoise.monitor.watch.WatchedVersions;
import org.jboss.logging.Logger;

/** The beans of what follows an alert: who is told, what is silenced, what is done. */
@Singleton
class AlertingWiring {

    private static final Logger LOG = Logger.getLogger(AlertingWiring.class);
    private static final long LOOKS_EVERY_SECONDS = 5;

    private final ScheduledExecutorService responses = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "alert-responder");
        thread.setDaemon(true);
        return thread;
    });

    @Produces
    @Singleton
    NoticeBacklog backlog(Clock clock) {
        return new NoticeBacklog(clock);
    }

    @Produces
    @Singleton
    AlertLinks links(WebhookConfig config) {
        return new AlertLinks(config.consoleUrl());
    }

    @Produces
    @Singleton
    NoticeTopology notices(WebhookConfig config, NoticeBacklog backlog) {
        Optional<URI> url = config.checked();
        url.ifPresent(address -> LOG.infof("alerts are posted to %s://%s", address.getScheme(), address.getHost()));
        return new NoticeTopology(
                url.map(address -> new Webhook(address, config)).orElse(null), backlog);
    }

    @Produces
    @Singleton
    Silences silences(KafkaStreams streams) {
        return new StoredSilences(streams);
    }

    @Produces
    @Singleton
    Trainer trainer(TrainerConfig config) {
        return new TrainerClient(config);
    }

    @Produces
    @Singleton
    Successors successors(Trainer trainer, WatchedVersions versions) {
        return new Successors(trainer, versions);
    }

    @Produces
    @Singleton
    Responder responder(
            ResponsePolicy policy,
            CanaryWatch canaries,
            Silences silences,
            ConsoleState console,
            Trainer trainer,
            Successors successors,
            Clock clock) {
        return new Responder(
                policy,
                canaries,
                silences,
                model -> console.models().find(model).map(ModelFile::decisions).orElse(List.of()),
                trainer,
                successors,
                clock);
    }

    @Produces
    @Singleton
    AlertingMetrics metrics(MeterRegistry registry, NoticeBacklog backlog, Responder responder) {
        return new AlertingMetrics(registry, backlog, responder);
    }

    void started(
            @Observes StartupEvent event,
            Responder responder,
            WatchedVersions versions,
            Silences silences,
            AlertingMetrics metrics,
            Clock clock) {
        responses.scheduleWithFixedDelay(
                () -> look(() -> {
                    metrics.silenced(silences.at(clock.instant()));
                    responder.act(versions::alerts);
                }),
                LOOKS_EVERY_SECONDS,
                LOOKS_EVERY_SECONDS,
                TimeUnit.SECONDS);
    }

    private static void look(Runnable steps) {
        try {
            steps.run();
        } catch (InvalidStateStoreException e) {
            LOG.debugf("the alerts are not known yet: %s", e.getMessage());
        } catch (RuntimeException e) {
            // A thread that ends would be silent for ever.
            LOG.error("the alerts could not be looked at; they are again in a moment", e);
        }
    }

    void stopping(@Observes ShutdownEvent event) {
        responses.shutdownNow();
    }
}
