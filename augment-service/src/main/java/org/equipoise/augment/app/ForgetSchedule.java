package org.equipoise.augment.app;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import org.equipoise.augment.packs.PacksConfig;
import org.equipoise.augment.packs.SplitReader;
import org.jboss.logging.Logger;

/** At the start and every so often, training images of versions that were erased go from memory and from the disk. */
@ApplicationScoped
class ForgetSchedule {

    private static final Logger LOG = Logger.getLogger(ForgetSchedule.class);

    private static final Duration LEAST = Duration.ofSeconds(1);

    private final SplitReader splits;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(1, task -> {
        var named = new Thread(task, "forget");
        named.setDaemon(true);
        return named;
    });

    ForgetSchedule(SplitReader splits) {
        this.splits = splits;
    }

    void start(@Observes StartupEvent event, PacksConfig config) {
        Duration every = config.forgetEvery();
        if (every.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException(
                    "equipoise.augment.packs.forget-every must be at least " + LEAST + ", got " + every);
        }
        thread.scheduleWithFixedDelay(this::forget, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A thread that ends would keep what was erased, without a word. */
    private void forget() {
        try {
            splits.forget();
        } catch (RuntimeException e) {
            LOG.warnf("what was erased may still be kept here, it is looked again: %s", e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
