package org.equipoise.ingest.freezing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Runs tasks on an executor and waits for all of them. */
final class SideBySide {

    private SideBySide() {}

    /** Fails as the first task that failed did, after all have ended. */
    static void run(List<Runnable> tasks, Executor executor) {
        try {
            CompletableFuture.allOf(tasks.stream()
                            .map(task -> CompletableFuture.runAsync(task, executor))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
