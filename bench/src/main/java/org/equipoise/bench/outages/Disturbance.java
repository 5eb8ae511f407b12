package org.equipoise.bench.outages;

import java.util.Locale;

import org.equipoise.local.stack.LocalStack;

/** What happens in the middle of the sending. */
enum Disturbance {
    /** The object store is stopped, and started again. */
    S3,
    /** The broker is stopped, and started again. */
    KAFKA,
    /** The process of ingest is killed; the stack starts it again. */
    KILL;

    /** As it is typed. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Begins; what is returned ends it. */
    Runnable begin(LocalStack stack) {
        return switch (this) {
            case S3 -> stack.stopS3();
            case KAFKA -> stack.stopKafka();
            case KILL -> {
                ProcessHandle.of(stack.pid(OutagesBenchmark.INGEST)).ifPresent(ProcessHandle::destroyForcibly);
                yield () -> {};
            }
        };
    }

    /** Whether it lasts as long as it is told to. */
    boolean lasts() {
        return this != KILL;
    }
}
