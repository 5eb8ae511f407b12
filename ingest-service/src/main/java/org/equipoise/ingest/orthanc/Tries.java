package org.equipoise.ingest.orthanc;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often something could not be had of a server that answers; beyond a number, it is done without. */
final class Tries {

    /** With the pauses between them about half a minute. */
    static final int MOST = 5;

    private static final int MOST_KNOWN = 10_000;

    private final Map<String, Integer> failed = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_KNOWN;
        }
    };

    /** It failed once more; whether it need not be tried again. */
    boolean failed(String what) {
        return failed.merge(what, 1, Integer::sum) >= MOST;
    }

    boolean areOver(String what) {
        return failed.getOrDefault(what, 0) >= MOST;
    }

    /** They are done with. */
    void forget(Collection<String> all) {
        all.forEach(failed::remove);
    }
}
