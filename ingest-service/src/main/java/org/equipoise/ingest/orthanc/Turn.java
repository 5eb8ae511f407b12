package org.equipoise.ingest.orthanc;

/** Of several services that could ask the same server, one does at a time. */
public interface Turn extends AutoCloseable {

    /** Begins to want it. */
    void start();

    /** Whether it is this service's. */
    boolean isOurs();

    /** Gives it back. */
    @Override
    void close();
}
