package org.equipoise.local.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.equipoise.common.csv.UnreadableFileException;
import org.equipoise.common.storage.StorageException;
import org.equipoise.local.client.ClientException;
import org.equipoise.local.client.NoStackException;
import org.equipoise.local.options.UsageException;
import org.equipoise.local.sets.SetException;
import org.equipoise.local.stack.EnvironmentException;
import org.equipoise.local.stack.StackException;

/**
 * What a person is told when a command fails: one sentence and an exit code. No class of Java, no stack, no JSON, no
 * answer of HTTP.
 *
 * @param expected whether somebody foresaw it; otherwise its details are worth keeping
 */
record Failure(String sentence, int exitCode, boolean expected) {

    /** What Linux says of a full disk, in every way in which Java passes it on. */
    private static final String NO_SPACE = "No space left on device";

    /** Characters of a sentence. */
    private static final int LONGEST = 1000;

    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.){2,}[A-Z][\\w$]*(?:: ?)?|\\b[A-Z]\\w*(?:Exception|Error): ?");

    static Failure of(Throwable e) {
        if (isDiskFull(e)) {
            return new Failure("the disk is full: " + file(e), ExitCodes.FAILED, true);
        }
        if (e instanceof UsageException) {
            return new Failure(sentence(e), ExitCodes.USAGE, true);
        }
        if (e instanceof NoStackException || e instanceof EnvironmentException) {
            return new Failure(sentence(e), ExitCodes.NO_STACK, true);
        }
        if (e instanceof SetException
                || e instanceof UnreadableFileException
                || e instanceof ClientException
                || e instanceof StackException) {
            return new Failure(sentence(e), ExitCodes.FAILED, true);
        }
        if (e instanceof StorageException) {
            return new Failure("the object store failed: " + sentence(e), ExitCodes.FAILED, true);
        }
        if (e instanceof TimeoutException) {
            return new Failure("Kafka does not answer: " + sentence(e), ExitCodes.FAILED, true);
        }
        if (e instanceof KafkaException) {
            return new Failure("Kafka failed: " + sentence(e), ExitCodes.FAILED, true);
        }
        if (e instanceof IOException || e instanceof UncheckedIOException) {
            return new Failure(sentence(e), ExitCodes.FAILED, true);
        }
        return new Failure("this should not have happened: " + sentence(e), ExitCodes.FAILED, false);
    }

    /** Whether it comes from a disk without room, however deep. */
    static boolean isDiskFull(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && message.contains(NO_SPACE)) {
                return true;
            }
        }
        return false;
    }

    private static String file(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException failed && failed.getFile() != null) {
                return failed.getFile() + " was not written whole";
            }
        }
        return "what was to be written is not whole";
    }

    /** The message of {@code e} in one line, without classes; that of its cause where it has none of its own. */
    static String sentence(Throwable e) {
        if (e instanceof FileSystemException failed) {
            return sentence(failed);
        }
        Throwable cause = e.getCause();
        String message = e.getMessage();
        boolean wraps = e instanceof UncheckedIOException
                || e instanceof CompletionException
                || e instanceof ExecutionException;
        if (message == null || message.isBlank() || (cause != null && message.equals(cause.toString()))) {
            return cause == null ? "no reason is known" : sentence(cause);
        }
        String said = message;
        if (cause != null && said.contains(cause.toString())) {
            said = said.replace(cause.toString(), sentence(cause));
        } else if (cause != null && wraps) {
            said += ": " + sentence(cause);
        }
        String line = CLASS_NAME.matcher(said.lines().findFirst().orElse("")).replaceAll("");
        return line.isBlank() || line.equals("null") ? "no reason is known" : shortened(line.strip());
    }

    /** A file's own words may be long; the beginning says what it is about, the end what helps. */
    private static String shortened(String line) {
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST / 2) + " [...] " + line.substring(line.length() - LONGEST / 4);
    }

    private static String sentence(FileSystemException e) {
        String file = Objects.requireNonNullElse(e.getFile(), "a file");
        if (e instanceof NoSuchFileException) {
            return "there is no " + file;
        }
        if (e instanceof AccessDeniedException) {
            return file + " may not be read or written by this user";
        }
        if (e instanceof NotDirectoryException) {
            return file + " is not a folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return file + " is there already";
        }
        return file + ": " + Objects.requireNonNullElse(e.getReason(), "cannot be used");
    }
}
