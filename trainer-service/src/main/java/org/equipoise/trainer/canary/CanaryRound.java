package org.equipoise.trainer.canary;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.ModelDecided;
import org.equipoise.trainer.registry.DecisionLog;

/**
 * One turn: every model that serves is shown its canaries. A model that fails costs no other its turn, and the next
 * turn tries it again.
 *
 * <p>Every scoring instance has its own turns, on purpose: each has a library, a device and a copy of the weights of
 * its own, and a sound one does not speak for another. A turn repeated after a crash announces a later replay of the
 * same instance, which takes the place of the one before.
 */
public final class CanaryRound {

    private final DecisionLog decisions;
    private final CanaryReplays replays;
    private final CanarySink sink;
    private final Observer observer;

    /** Who is told how it went. */
    public interface Observer {

        /** A replay was announced. */
        void replayed(CanariesReplayed event);

        /** A model could not be shown its canaries, or that could not be announced. */
        void notReplayed(String model, RuntimeException reason);
    }

    /** A turn over the models that {@code decisions} says serve. */
    public CanaryRound(DecisionLog decisions, CanaryReplays replays, CanarySink sink, Observer observer) {
        this.decisions = decisions;
        this.replays = replays;
        this.sink = sink;
        this.observer = observer;
    }

    /** Takes one turn. */
    public void run() {
        decisions.all().forEach(this::show);
    }

    /** Shows one model its canaries out of turn, if it serves. */
    public void run(String model) {
        decisions.last(model).ifPresent(this::show);
    }

    private void show(ModelDecided last) {
        try {
            replays.replay(last).ifPresent(event -> {
                sink.replayed(event);
                observer.replayed(event);
            });
        } catch (RuntimeException e) {
            observer.notReplayed(last.model(), e);
        }
    }
}
