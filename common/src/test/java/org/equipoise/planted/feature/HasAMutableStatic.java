package org.equipoise.planted.feature;

/** Counts across tests. */
public final class HasAMutableStatic {

    private static int calls;

    private HasAMutableStatic() {}

    /** How often it was called. */
    public static int call() {
        return ++calls;
    }
}
