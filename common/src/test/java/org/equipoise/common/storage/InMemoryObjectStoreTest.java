package org.equipoise.common.storage;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryObjectStoreTest extends ObjectStoreContract {

    @Override
    protected ObjectStore emptyStore() {
        return new InMemoryObjectStore();
    }

    @Test
    void theStoreKeepsItsOwnBytes() {
        var store = new InMemoryObjectStore();
        byte[] bytes = {1};
        store.put(Bucket.IMAGES, "a", bytes, "image/png");
        bytes[0] = 9;

        store.require(Bucket.IMAGES, "a")[0] = 9;

        assertThat(store.require(Bucket.IMAGES, "a")).containsExactly(1);
    }
}
