package org.equipoise.trainer.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.equipoise.common.events.ModelDecided;
import org.equipoise.common.events.ModelDecided.Champion;

/**
 * The last decision about every model, as the log {@code models.decided} tells it. Applying a record twice changes
 * nothing; an older record than the last one is skipped. Thread-safe.
 */
public final class DecisionLog {

    private final Map<String, ModelDecided> last = new ConcurrentSkipListMap<>();
    private final CountDownLatch caughtUp = new CountDownLatch(1);

    /** Takes over a record of the log. */
    public void apply(ModelDecided decided) {
        last.merge(
                decided.model(),
                decided,
                (known, given) -> given.decidedAt().isBefore(known.decidedAt()) ? known : given);
    }

    /** The log was read to the end it had when the service started. */
    public void markCaughtUp() {
        caughtUp.countDown();
    }

    /** Whether the log was read to its end: before that, a missing champion means nothing. */
    public boolean isCaughtUp() {
        return caughtUp.getCount() == 0;
    }

    /**
     * Waits until the log was read to its end.
     *
     * @return whether it was, within {@code timeout}
     */
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        return caughtUp.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last decision about a model, or empty when there was none. */
    public Optional<ModelDecided> last(String model) {
        return Optional.ofNullable(last.get(model));
    }

    /** The version that serves, or empty when none was ever promoted. */
    public Optional<Champion> champion(String model) {
        return last(model).flatMap(decided -> Optional.ofNullable(decided.champion()));
    }

    /** The last decisions, by model name. */
    public List<ModelDecided> all() {
        return List.copyOf(new ArrayList<>(last.values()));
    }
}
