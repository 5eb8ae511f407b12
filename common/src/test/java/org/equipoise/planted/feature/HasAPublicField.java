package org.equipoise.planted.feature;

/** Anyone may change it. */
public final class HasAPublicField {

    public int count;
}
