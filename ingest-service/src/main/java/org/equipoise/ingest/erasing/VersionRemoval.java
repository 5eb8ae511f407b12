package org.equipoise.ingest.erasing;

import java.util.List;
import java.util.Optional;

import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectKeys;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.ingest.erasing.ErasureLogs.Reference;

/**
 * Takes a frozen version out: what runs on it left, its packs, its manifest, then what says that it was frozen. Broken
 * off anywhere, the version is still known, and doing it again goes on.
 */
public final class VersionRemoval {

    private final ObjectStore store;
    private final ErasureLogs logs;

    public VersionRemoval(ObjectStore store, ErasureLogs logs) {
        this.store = store;
        this.logs = logs;
    }

    /** What became of it. */
    public sealed interface Outcome {

        /**
         * It is gone.
         *
         * @param images that it held
         */
        record Removed(long images) implements Outcome {}

        /** There is none. */
        record Unknown() implements Outcome {}

        /** Others refer to it. */
        record Referred(List<String> references) implements Outcome {}
    }

    /** Takes it out, unless somebody refers to it. */
    public Outcome remove(String dataset, String version) {
        Optional<DatasetFrozen> frozen = logs.versions().stream()
                .filter(one -> one.dataset().equals(dataset) && one.version().equals(version))
                .findFirst();
        if (frozen.isEmpty()) {
            return new Outcome.Unknown();
        }
        List<String> references = logs.references(List.of(frozen.get())).stream()
                .map(Reference::inWords)
                .toList();
        if (!references.isEmpty()) {
            return new Outcome.Referred(references);
        }
        logs.runIds(List.of(frozen.get())).forEach(this::removeShards);
        remove(frozen.get());
        return new Outcome.Removed(frozen.get().classCounts().values().stream()
                .mapToLong(counts -> counts.total())
                .sum());
    }

    /** What a run left of its shards. */
    void removeShards(String runId) {
        for (String folder : ObjectKeys.shardFolders(runId)) {
            store.list(Bucket.SHARDS, folder).forEach(key -> store.delete(Bucket.SHARDS, key));
        }
    }

    /** Everything that is stored of a version lies in it. */
    static String folder(DatasetFrozen frozen) {
        String manifest = ObjectKeys.manifest(frozen.dataset(), frozen.version());
        return manifest.substring(0, manifest.lastIndexOf('/') + 1);
    }

    /** Takes it out, whoever refers to it. */
    void remove(DatasetFrozen frozen) {
        String manifest = ObjectKeys.manifest(frozen.dataset(), frozen.version());
        for (String key : store.list(Bucket.DATASETS, folder(frozen))) {
            if (!key.equals(manifest)) {
                store.delete(Bucket.DATASETS, key);
            }
        }
        store.delete(Bucket.DATASETS, manifest);
        logs.removed(frozen);
    }
}
