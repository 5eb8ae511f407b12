package org.equipoise.monitor.canary;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.equipoise.common.events.CanariesReplayed;

/**
 * The last replay of every scoring instance of every version, as far as this process saw it: which instance is sick,
 * and in which class. What an alert rests on is stored elsewhere; this begins anew when the service starts, and is
 * whole again as soon as every instance had its turn. Thread-safe.
 */
public final class CanaryWatch {

    /** Replays kept of one model; the one that was heard of longest ago goes first. */
    static final int MOST = 100;

    private final Map<String, Map<String, Seen>> models = new ConcurrentHashMap<>();

    /**
     * A replay and what it says.
     *
     * @param verdict of this replay alone
     */
    public record Seen(CanariesReplayed replay, CanaryVerdict verdict) {}

    /** Takes in a replay; one that was seen before, or is older than the last of its instance, changes nothing. */
    public void add(CanariesReplayed replay) {
        models.compute(replay.model(), (model, known) -> {
            Map<String, Seen> replays = known == null ? new LinkedHashMap<>() : new LinkedHashMap<>(known);
            String key = replay.version() + "/" + replay.instance();
            Seen last = replays.get(key);
            if (last != null && !replay.replayedAt().isAfter(last.replay().replayedAt())) {
                return replays;
            }
            replays.remove(key);
            replays.put(key, new Seen(replay, CanaryVerdict.of(replay)));
            if (replays.size() > MOST) {
                replays.remove(replays.keySet().iterator().next());
            }
            return replays;
        });
    }

    /** The replays of one model, by version and instance; empty where none was seen. */
    public List<Seen> of(String model) {
        return models.getOrDefault(model, Map.of()).values().stream()
                .sorted(Comparator.comparing((Seen seen) -> seen.replay().version())
                        .thenComparing(seen -> seen.replay().instance()))
                .toList();
    }
}
