package org.equipoise.ingest.kafka;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.ObjectStore;
import org.equipoise.common.storage.StorageException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StorageAttemptsTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void anOutageIsWaitedOutHoweverOftenItFails() {
        var patient = new StorageAttempts(new Store(false), 1, 2);

        String done = patient.run("studies/a", () -> {
            if (attempts.incrementAndGet() < 40) {
                throw new StorageException("connection refused", null);
            }
            return "done";
        });

        assertThat(done).isEqualTo("done");
        assertThat(attempts).hasValue(40);
    }

    @Test
    void anObjectThatFailsInAHealthyStoreIsGivenUp() {
        var patient = new StorageAttempts(new Store(true), 1, 2);

        assertThatThrownBy(() -> patient.run("studies/a", () -> {
                    attempts.incrementAndGet();
                    throw new StorageException("bad name", null);
                }))
                .isInstanceOf(StorageException.class);
        assertThat(attempts).hasValue(5);
    }

    /** A store that only knows how it feels. */
    private record Store(boolean healthy) implements ObjectStore {

        @Override
        public void createBuckets() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void put(Bucket bucket, String key, byte[] bytes, String contentType) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> get(Bucket bucket, String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> get(Bucket bucket, String key, long maxBytes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Long> size(Bucket bucket, String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> list(Bucket bucket, String prefix) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> newest(Bucket bucket, String prefix, String end, int most) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(Bucket bucket, String key) {
            throw new UnsupportedOperationException();
        }
    }
}
