package org.equipoise.ingest.app;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.freezing.FreezingSettings;
import org.equipoise.ingest.receiving.ReceivingSettings;

/** The threads that wait for the object store; they end with the service. */
@ApplicationScoped
class WorkerPool {

    private final ExecutorService receiving;
    private final ExecutorService freezing;
    private final ExecutorService doors;

    WorkerPool(ReceivingSettings receivingSettings, FreezingSettings freezingSettings, DoorSettings doorSettings) {
        receiving = pool("receiving", receivingSettings.parallelism());
        freezing = pool("freezing", freezingSettings.parallelism());
        doors = pool("doors", doorSettings.parallelism());
    }

    ExecutorService receiving() {
        return receiving;
    }

    ExecutorService freezing() {
        return freezing;
    }

    ExecutorService doors() {
        return doors;
    }

    @PreDestroy
    void stop() {
        receiving.shutdownNow();
        freezing.shutdownNow();
        doors.shutdownNow();
    }

    private static ExecutorService pool(String name, int threads) {
        var count = new AtomicInteger();
        return Executors.newFixedThreadPool(threads, task -> {
            var thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
