package org.equipoise.planted.feature;

/** Nobody can catch it by name. */
public final class ThrowsAnything {

    /** Fails. */
    public void fail() {
        throw new RuntimeException("something");
    }
}
