package org.equipoise.trainer.canary;

import java.util.List;
import java.util.function.Supplier;

import org.equipoise.common.events.CanariesReplayed;
import org.equipoise.common.events.ModelDecided;

/**
 * One turn: every model that serves is shown its canaries. A model that fails costs no other its turn, and the next
 * turn tries it again.
 *
 * <p>Every scoring instance has its own turns, on purpose: each has a library, a device and a copy of the weights of
 * its own, and a sound one does not speak for another. A turn repeated after a crash announces a later replay of the
 * same instance, which takes the place of the one before.
 */
public final class CanaryRound {

    private final Supplier<List<ModelDecided>> decisions;
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

    /** @param decisions the last one about every model, as it is known at the time of a turn */
    public CanaryRound(
            Supplier<List<ModelDecided>> decisions, CanaryReplays replays, CanarySink sink, Observer observer) {
        this.decisions = decisions;
        this.replays = replays;
        this.sink = sink;
        this.observer = observer;
    }

    /** Takes one turn. */
    public void run() {
        decisions.get().forEach(this::show);
    }

    /** Shows one model its canaries out of turn, if it serves. */
    public void run(String model) {
        decisions.get().stream().filter(last -> last.model().equals(model)).forEach(this::show);
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
