package org.equipoise.monitor.watch;

/** Hears of every change of a watched version: the port for meters. Called from the thread that watches. */
public interface WatchListener {

    /** This version has a new state, or was restored after a start. */
    void changed(WatchedVersion version);

    /** This instance no longer watches this version. */
    void released(String model, String version);

    /** A prediction was delivered again and changed nothing. */
    void duplicate();
}
