package org.equipoise.local.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.NoStackException;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.stack.EnvironmentException;
import org.equipoise.local.stack.StackException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** A person reads sentences, whatever was thrown. */
class FailureTest {

    private static final IOException REFUSED = new java.net.ConnectException("Connection refused");
    private static final IOException FULL = new IOException("No space left on device");

    static Stream<Arguments> whatMayBeThrown() {
        return Stream.of(
                arguments(new UsageException("--top must be 0 to 9"), 2, "--top must be 0 to 9"),
                arguments(new NoStackException("no stack runs"), 3, "no stack runs"),
                arguments(new EnvironmentException("too little memory"), 3, "too little memory"),
                arguments(new SetException("x has no image"), 1, "x has no image"),
                arguments(new ClientException("no model"), 1, "no model"),
                arguments(
                        new ClientException("cannot publish: " + REFUSED, REFUSED),
                        1,
                        "cannot publish: Connection refused"),
                arguments(
                        new StackException("it did not start: " + REFUSED, REFUSED),
                        1,
                        "it did not start: Connection refused"),
                arguments(
                        new StorageException("put studies/a at http://h:1: " + REFUSED, REFUSED),
                        1,
                        "the object store failed: put studies/a at http://h:1: Connection refused"),
                arguments(
                        new StorageException(
                                "put studies/a at http://h:1: error occurred\nErrorResponse(code = X)\nrequest={}",
                                null),
                        1,
                        "the object store failed: put studies/a at http://h:1: error occurred"),
                arguments(new TimeoutException("Timed out waiting"), 1, "Kafka does not answer: Timed out waiting"),
                arguments(
                        new KafkaException("org.apache.kafka.common.errors.DisconnectException: gone"),
                        1,
                        "Kafka failed: gone"),
                arguments(new NoSuchFileException("/a/b"), 1, "there is no /a/b"),
                arguments(new AccessDeniedException("/a/b"), 1, "/a/b may not be read or written by this user"),
                arguments(new NotDirectoryException("/a/b"), 1, "/a/b is not a folder"),
                arguments(new FileAlreadyExistsException("/a/b"), 1, "/a/b is there already"),
                arguments(
                        new FileSystemException("/a/b", null, "Read-only file system"),
                        1,
                        "/a/b: Read-only file system"),
                arguments(
                        new UncheckedIOException("cannot read x", new NoSuchFileException("/a")),
                        1,
                        "cannot read x: there is no /a"),
                arguments(new UncheckedIOException(REFUSED), 1, "Connection refused"),
                arguments(new IOException((String) null), 1, "no reason is known"));
    }

    @ParameterizedTest
    @MethodSource("whatMayBeThrown")
    void whatIsExpectedIsASentenceAndAnExitCode(Exception thrown, int exitCode, String sentence) {
        assertThat(Failure.of(thrown)).isEqualTo(new Failure(sentence, exitCode, true));
    }

    static Stream<Exception> whatNobodyForesaw() {
        return Stream.of(
                new IllegalStateException("java.lang.NullPointerException: null"),
                new NullPointerException(),
                new ClassCastException(
                        "class java.lang.String cannot be cast to class org.equipoise.local.cli.Failure$X"),
                new RuntimeException(new CompletionException(new IllegalArgumentException())),
                new IllegalArgumentException("MalformedEventException: not a valid ModelDecided"),
                new RuntimeException(new RuntimeException("three\nlines\nat x.y.Z")));
    }

    @ParameterizedTest
    @MethodSource("whatNobodyForesaw")
    void whatNobodyForesawIsOneLineWithoutAClass(Exception thrown) {
        Failure failure = Failure.of(thrown);

        assertThat(failure.expected()).isFalse();
        assertThat(failure.exitCode()).isEqualTo(ExitCodes.FAILED);
        assertThat(failure.sentence())
                .startsWith("this should not have happened: ")
                .doesNotContain("\n", "java.", "org.equipoise", "Exception:", "null");
    }

    @Test
    void aFullDiskIsCalledAFullDiskHoweverDeepItIsHidden() {
        for (Exception thrown : new Exception[] {
            FULL,
            new UncheckedIOException(FULL),
            new ClientException("cannot write answers.csv: " + FULL, FULL),
            new StackException("the stack did not start", new CompletionException(FULL)),
            new EnvironmentException("No space left on device"),
            new StorageException("put x", new RuntimeException(FULL))
        }) {
            assertThat(Failure.of(thrown).sentence()).startsWith("the disk is full: ");
            assertThat(Failure.of(thrown).expected()).isTrue();
        }
        assertThat(Failure.of(new FileSystemException("/a/out.csv", null, "No space left on device"))
                        .sentence())
                .isEqualTo("the disk is full: /a/out.csv was not written whole");
        assertThat(Failure.isDiskFull(REFUSED)).isFalse();
    }

    @Test
    void aLongSentenceKeepsItsBeginningAndItsEnd() {
        String told = Failure.of(new SetException("x.csv: only [" + "column,".repeat(10_000) + "]; call it label"))
                .sentence();

        assertThat(told).hasSizeLessThan(1000).startsWith("x.csv: only [").endsWith("]; call it label");
    }
}
