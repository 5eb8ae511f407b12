package org.equipoise.monitor.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.apache.kafka.streams.state.KeyValueStore;
import org.equipoise.monitor.watch.Condition;
import org.equipoise.monitor.watch.WatchedVersion;
import org.equipoise.monitor.watch.WatchedVersionCodec;
import org.jspecify.annotations.Nullable;

/**
 * The watched versions of one task. Each change is written to the store at once, so that it commits with what followed
 * from it; those used last are also kept as objects, because reading one from its bytes costs more than testing a
 * study.
 */
final class VersionTable {

    /** About 10 KB each. */
    private static final int KEPT = 500;

    private final KeyValueStore<String, byte[]> store;
    private final WatchedVersionCodec codec;
    private final Readable readable;
    private final Map<String, WatchedVersion> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WatchedVersion> eldest) {
            return size() > KEPT;
        }
    };

    /** Versions that no longer serve and whose alerts go on: what answers in their place says when they end. */
    private final Set<String> outlasting = new LinkedHashSet<>();

    VersionTable(KeyValueStore<String, byte[]> store, WatchedVersionCodec codec, Readable readable) {
        this.store = store;
        this.codec = codec;
        this.readable = readable;
    }

    /** What was saved last under {@code model/version}; the same object until then. */
    @Nullable WatchedVersion of(String id) {
        WatchedVersion known = kept.get(id);
        if (known != null) {
            return known;
        }
        WatchedVersion version =
                readable.read(WatchStores.VERSIONS, store.get(id), codec::read).orElse(null);
        if (version != null) {
            kept.put(id, version);
        }
        return version;
    }

    List<WatchedVersion> ofModel(String model) {
        List<WatchedVersion> versions = new ArrayList<>();
        // "0" follows "/": exactly the keys that begin with the model's name and a slash.
        try (var all = store.range(model + "/", model + "0")) {
            all.forEachRemaining(entry -> {
                WatchedVersion known = kept.get(entry.key);
                if (known == null) {
                    readable.read(WatchStores.VERSIONS, entry.value, codec::read)
                            .ifPresent(versions::add);
                } else {
                    versions.add(known);
                }
            });
        }
        return versions;
    }

    void forEach(Consumer<WatchedVersion> consumer) {
        try (var all = store.all()) {
            all.forEachRemaining(entry -> readable.read(WatchStores.VERSIONS, entry.value, codec::read)
                    .ifPresent(consumer));
        }
    }

    void save(WatchedVersion version) {
        store.put(version.id(), StoredBytes.checked(version.id(), codec.write(version)));
        kept.put(version.id(), version);
        note(version);
    }

    private void note(WatchedVersion version) {
        if (version.condition() == Condition.SUPERSEDED && version.outlasts()) {
            outlasting.add(version.id());
        } else {
            outlasting.remove(version.id());
        }
    }

    /** Each version, after a start. */
    void restore(Consumer<WatchedVersion> consumer) {
        forEach(version -> {
            note(version);
            consumer.accept(version);
        });
    }

    /** Versions of the same model in whose place this one answers, and whose alerts go on. */
    List<WatchedVersion> outlasting(WatchedVersion now) {
        if (outlasting.isEmpty()) {
            return List.of();
        }
        List<WatchedVersion> others = new ArrayList<>();
        for (String id : outlasting) {
            WatchedVersion gone = of(id);
            if (gone != null && gone != now && gone.model().equals(now.model())) {
                others.add(gone);
            }
        }
        return others;
    }

    /** As it was saved last, whatever was done with the object since. */
    void forget(String id) {
        kept.remove(id);
    }

    /** Every version of the model as it was saved last. */
    void forgetModel(String model) {
        kept.keySet().removeIf(id -> id.startsWith(model + "/"));
    }

    boolean isOpen() {
        return store.isOpen();
    }
}
