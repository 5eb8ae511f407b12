package org.equipoise.trainer.work;

/** Trainings go before all other work of this process, which steps aside as soon as one waits. Thread-safe. */
public final class Precedence {

    private int trainings;

    /** A training waits for this process, or goes on in it. */
    public synchronized void begins() {
        trainings++;
    }

    /** It is over. */
    public synchronized void ends() {
        trainings--;
        notifyAll();
    }

    /** Whether other work must step aside. */
    public synchronized boolean taken() {
        return trainings > 0;
    }

    /** Waits until other work may go on. */
    public synchronized void awaitFree() throws InterruptedException {
        while (trainings > 0) {
            wait();
        }
    }
}
