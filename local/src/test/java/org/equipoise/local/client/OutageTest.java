package org.equipoise.local.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.storage.Bucket;
import org.equipoise.common.storage.MissingObjectException;
import org.equipoise.common.storage.StorageException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OutageTest {

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch heard = new CountDownLatch(1);
    private final Outage outage = outage(Duration.ofSeconds(60), Duration.ofSeconds(60));

    @AfterEach
    void stop() {
        outage.close();
    }

    @Test
    void whatFailsIsDoneAgainAndSaidOnceWhenItBeginsAndOnceWhenItIsOver() {
        var calls = new AtomicInteger();

        int result = outage.survive("S3", () -> {
            if (calls.incrementAndGet() < 4) {
                throw new StorageException("no route", null);
            }
            return calls.get();
        });

        assertThat(result).isEqualTo(4);
        assertThat(said)
                .containsExactly("S3 does not answer (no route): trying again for up to 60 s", "S3 answers again");
        outage.survive("S3", () -> 1);
        assertThat(said).hasSize(2);
    }

    @Test
    void kafkasTimeoutsAreOutagesToo() {
        var calls = new AtomicInteger();

        outage.survive("Kafka", () -> {
            if (calls.incrementAndGet() < 2) {
                throw new TimeoutException("no broker");
            }
            return true;
        });

        assertThat(said).first().asString().contains("Kafka does not answer (no broker)");
    }

    @Test
    void whatNeverComesBackEndsWithWhatAPersonCanDo() {
        try (var hasty = new Outage(Duration.ZERO, said::add, "Run it again with --feed f")) {
            assertThatThrownBy(() -> hasty.survive("S3", () -> {
                        throw new StorageException("no route", null);
                    }))
                    .isInstanceOf(ClientException.class)
                    .hasMessage("S3 did not answer for 0 s: no route. Run it again with --feed f");
        }
    }

    @Test
    void whatIsNotThereOrIsAMistakeIsNoOutage() {
        assertThatThrownBy(() -> outage.survive("S3", () -> {
                    throw new MissingObjectException(Bucket.STUDIES, "k");
                }))
                .isInstanceOf(MissingObjectException.class);
        assertThatThrownBy(() -> outage.survive("S3", () -> {
                    throw new IllegalArgumentException("bug");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(said).isEmpty();
    }

    @Test
    void whatWaitsByItselfIsSaidWhenItTakesLong() {
        try (var soon = outage(Duration.ofSeconds(60), Duration.ofMillis(10))) {
            soon.tell("Kafka", () -> assertThat(heardInTime()).isTrue());

            assertThat(said).containsExactly("Kafka does not answer: trying again for up to 60 s");
        }
    }

    @Test
    void silenceIsSaidOnceBeforePatienceEnds() {
        outage.quiet("ingest", Duration.ofSeconds(30), Duration.ofSeconds(120));
        assertThat(said).isEmpty();
        outage.quiet("ingest", Duration.ofSeconds(61), Duration.ofSeconds(120));
        outage.quiet("ingest", Duration.ofSeconds(62), Duration.ofSeconds(120));
        outage.over("ingest");

        assertThat(said)
                .containsExactly("nothing came from ingest for 61 s: waiting for up to 120 s", "ingest answers again");
    }

    private boolean heardInTime() {
        try {
            return heard.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Outage outage(Duration limit, Duration slow) {
        return new Outage(limit, Duration.ofMillis(1), slow, sentence -> {
            said.add(sentence);
            heard.countDown();
        });
    }
}
