package org.equipoise.trainer.work;

/** What requests of one kind ask for. */
public interface Work<T> {

    /** What a request is known by. */
    String id(T request);

    /**
     * Carries a request out to its end, told to whoever asked. Failures of the infrastructure come through as
     * exceptions, and the call may be repeated.
     */
    void run(T request);

    /** Gives a request up because of something that trying again would not change. */
    void fail(T request, String why);
}
