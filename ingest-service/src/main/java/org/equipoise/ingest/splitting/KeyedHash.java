package org.equipoise.ingest.splitting;

/** A keyed one-way hash: without the key nobody can try out who a value belongs to. */
@FunctionalInterface
public interface KeyedHash {

    /** At least 32 hex digits, the same for the same value. */
    String hex(String value);
}
