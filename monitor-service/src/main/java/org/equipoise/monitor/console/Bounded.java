package org.equipoise.monitor.console;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that was touched longest ago when it is full. */
final class Bounded<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1;

    private final int most;

    Bounded(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
