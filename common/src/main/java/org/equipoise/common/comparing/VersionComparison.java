package org.equipoise.common.comparing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import org.equipoise.common.comparing.CompareOutcome.Compared;
import org.equipoise.common.comparing.CompareOutcome.Refusal;
import org.equipoise.common.comparing.CompareOutcome.Refused;
import org.equipoise.common.events.DatasetFrozen;
import org.equipoise.common.versions.FrozenVersions;
import org.equipoise.common.versions.Manifest;
import org.equipoise.common.versions.StoredManifests;
import org.equipoise.common.versions.UnreadableManifestException;

/** Finds two versions of a dataset and compares their manifests. One at a time, because both are held in memory. */
public final class VersionComparison {

    /** Images of each kind of change that an answer lists. */
    public static final int MOST_LISTED = 100;

    private final StoredManifests manifests;
    private final FrozenVersions versions;
    private final ReentrantLock one = new ReentrantLock();

    public VersionComparison(StoredManifests manifests, FrozenVersions versions) {
        this.manifests = manifests;
        this.versions = versions;
    }

    /**
     * What differs between two versions.
     *
     * @param from absent: the one frozen before {@code to}
     * @param to absent: the newest
     * @throws org.equipoise.common.storage.StorageException if the object store failed
     */
    public CompareOutcome compare(String dataset, Optional<String> from, Optional<String> to) {
        one.lock();
        try {
            return compare(dataset, versions.of(dataset), from, to);
        } finally {
            one.unlock();
        }
    }

    private CompareOutcome compare(
            String dataset, List<DatasetFrozen> frozen, Optional<String> from, Optional<String> to) {
        if (frozen.isEmpty()) {
            return unknown("no version of dataset " + dataset + " was frozen");
        }
        int after = to.map(version -> indexOf(frozen, version)).orElse(frozen.size() - 1);
        if (after < 0) {
            return unknown("dataset " + dataset + " has no version " + to.orElseThrow());
        }
        int before = from.map(version -> indexOf(frozen, version)).orElse(after - 1);
        if (before < 0) {
            return unknown(from.map(version -> "dataset " + dataset + " has no version " + version)
                    .orElseGet(() -> "no version of dataset " + dataset + " was frozen before "
                            + frozen.get(after).version() + ", there is nothing to compare it with"));
        }
        if (before == after) {
            return new Refused(
                    Refusal.BAD_REQUEST,
                    "from and to are the same version, " + frozen.get(after).version() + ": nothing differs");
        }
        return compare(frozen.get(before), frozen.get(after));
    }

    private CompareOutcome compare(DatasetFrozen from, DatasetFrozen to) {
        String reading = from.version();
        try {
            Manifest before = manifests.of(from);
            reading = to.version();
            Manifest after = manifests.of(to);
            return new Compared(
                    ManifestDiff.of(from.dataset(), version(from), before, version(to), after, MOST_LISTED));
        } catch (UnreadableManifestException e) {
            return new Refused(
                    Refusal.UNREADABLE,
                    "the manifest of version " + reading + " of dataset " + from.dataset() + " " + e.getMessage());
        }
    }

    private static DatasetDiff.Version version(DatasetFrozen frozen) {
        return new DatasetDiff.Version(
                frozen.version(), frozen.frozenAt(), StoredManifests.images(frozen), frozen.window());
    }

    private static int indexOf(List<DatasetFrozen> frozen, String version) {
        for (int i = 0; i < frozen.size(); i++) {
            if (frozen.get(i).version().equals(version)) {
                return i;
            }
        }
        return -1;
    }

    private static CompareOutcome unknown(String message) {
        return new Refused(Refusal.UNKNOWN, message);
    }
}
