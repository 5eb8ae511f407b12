package org.equipoise.planted.feature;

/** Writes where nobody looks. */
public final class Prints {

    /** Says a word. */
    public void say() {
        System.out.println("word");
    }
}
