package org.equipoise.local.stack;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.equipoise.local.client.StackProcess;

/** Two stacks cannot share one home. The kernel frees the lock when the process ends, however it ends. */
final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the home.
     *
     * @throws EnvironmentException if another stack has it
     */
    static HomeLock take(Path home) throws IOException {
        Path file = home.resolve(StackProcess.NAME);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            String holder = Files.readString(file).strip().split(" ")[0];
            channel.close();
            throw new EnvironmentException("another stack runs on " + home
                    + (holder.isEmpty() ? "" : " (process " + holder + ")") + ": stop it, or choose another --home");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(StackProcess.self().line().getBytes(StandardCharsets.US_ASCII)));
        return new HomeLock(channel);
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.truncate(0);
        }
        channel.close();
    }
}
