package org.equipoise.common.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Against a broker the services' own tests use it; here is none. */
class TopicFollowerTest {

    @Test
    void aFailureIsToldAndItIsTriedAgainUntilItIsClosed() throws InterruptedException {
        var told = new CountDownLatch(3);
        var failures = new AtomicInteger();
        var reading = new TopicFollower.Reading() {
            @Override
            public void read(TopicReader reader) {
                throw new AssertionError("there is nothing to read");
            }

            @Override
            public void failed(RuntimeException cause) {
                assertThat(cause).isInstanceOf(KafkaException.class);
                failures.incrementAndGet();
                told.countDown();
            }
        };
        var follower = new TopicFollower("follower", "no address", List.of("topic"), Duration.ofMillis(1), reading);
        follower.start();

        assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
        follower.close();
        Thread thread = follower.thread();
        thread.join(10_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(failures.get()).isGreaterThanOrEqualTo(3);
    }
}
