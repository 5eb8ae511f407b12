package org.equipoise.local.client;

/** Is told how far long work is. Called from the thread that does the work, a few times a second at most. */
@FunctionalInterface
public interface Progress {

    /** Listens to nothing. */
    Progress NONE = (what, done, total) -> {};

    /**
     * Work went on.
     *
     * @param what e.g. {@code publishing studies}
     * @param done units done so far
     * @param total units in all
     */
    void report(String what, long done, long total);
}
