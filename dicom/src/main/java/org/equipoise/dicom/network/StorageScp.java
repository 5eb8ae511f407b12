package org.equipoise.dicom.network;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.equipoise.dicom.network.AssociationEnd.Ending;

/**
 * Receives DICOM objects: an SCP of Verification and of every storage SOP class (PS3.4, annexes A and B; PS3.7, 9.1.1
 * and 9.1.5). A thread accepts connections, and each association has one more.
 *
 * <p>Not offered: TLS, user identity, roles, asynchronous operations, storage commitment.
 */
public final class StorageScp implements AutoCloseable {

    /** Connections beyond the permitted associations that are told so, instead of being closed without a word. */
    private static final int REJECTED_AT_ONCE = 4;

    private static final int BACKLOG = 50;
    private static final int TICK_MILLIS = 200;
    private static final int PAUSE_MILLIS = 10;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final String LOCK = "in-use";

    private final ScpSettings settings;
    private final StorageHandler handler;
    private final ServerSocket server;
    private final FileChannel lock;
    private final Thread accepting;
    private final Map<Association, Thread> associations = new ConcurrentHashMap<>();

    private StorageScp(ScpSettings settings, StorageHandler handler, ServerSocket server, FileChannel lock) {
        this.settings = settings;
        this.handler = handler;
        this.server = server;
        this.lock = lock;
        this.accepting = new Thread(this::accept, "dicom-accept");
        accepting.setDaemon(true);
    }

    /**
     * Starts one. What an SCP that was killed left in the folder is deleted, and the folder is made readable for this
     * user alone.
     *
     * @throws IOException if the address cannot be bound, or the folder cannot be used or is used by another
     */
    public static StorageScp start(ScpSettings settings, StorageHandler handler) throws IOException {
        Files.createDirectories(settings.folder());
        if (Files.getFileStore(settings.folder()).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(settings.folder(), PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lock = lock(settings.folder());
        try {
            deleteLeftovers(settings.folder());
            ServerSocket server = new ServerSocket();
            try {
                server.setReuseAddress(true);
                server.setSoTimeout(TICK_MILLIS);
                server.bind(settings.address(), BACKLOG);
                StorageScp scp = new StorageScp(settings, handler, server, lock);
                scp.accepting.start();
                return scp;
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    /** Associations that are open now, with connections that are about to become one or to be rejected. */
    public int associations() {
        return associations.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                acceptOne();
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                // Closed; or one connection is broken; or no file descriptors or memory are left, and some come back.
                pause();
            }
            closeStuck();
        }
    }

    private void acceptOne() throws IOException {
        Socket socket;
        try {
            socket = server.accept();
        } catch (SocketTimeoutException e) {
            return;
        }
        boolean opened = false;
        try {
            open(socket);
            opened = true;
        } finally {
            if (!opened) {
                socket.close();
            }
        }
    }

    private void closeStuck() {
        for (Association association : associations.keySet()) {
            try {
                association.connection().closeIfStuck();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }

    private void open(Socket socket) throws IOException {
        InetAddress peer = socket.getInetAddress();
        if (associations.size() >= settings.limits().associations() + REJECTED_AT_ONCE) {
            socket.close();
            tell(new AssociationEnd(Ending.REJECTED, Rejection.TOO_MANY_ASSOCIATIONS.detail(), peer, 0, 0));
            return;
        }
        Connection connection;
        try {
            connection = new Connection(socket, settings.limits().idleTimeout());
        } catch (IOException e) {
            // Reset before it was looked at. A peer that does so again and again must not make others wait.
            socket.close();
            tell(new AssociationEnd(Ending.DISCONNECTED, "the connection broke", peer, 0, 0));
            return;
        }
        Association association = new Association(connection, settings, handler, isAdmitted(peer));
        Thread thread = new Thread(() -> run(association), "dicom-association");
        thread.setDaemon(true);
        associations.put(association, thread);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // The system has no thread left. Those that run go on.
            associations.remove(association);
            socket.close();
        }
    }

    private boolean isAdmitted(InetAddress peer) {
        int all = 0;
        int fromPeer = 0;
        for (Association association : associations.keySet()) {
            if (association.isAdmitted()) {
                all++;
                fromPeer += association.connection().peer().equals(peer) ? 1 : 0;
            }
        }
        return all < settings.limits().associations()
                && fromPeer < settings.limits().associationsPerAddress();
    }

    private void run(Association association) {
        try {
            tell(association.run());
        } finally {
            associations.remove(association);
        }
    }

    private void tell(AssociationEnd end) {
        try {
            handler.ended(end);
        } catch (RuntimeException e) {
            // Not the peer's fault, and nobody else is to suffer.
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends all: no connection is accepted any more, what is being handled is handled and answered, everything else is
     * aborted. A handler that does not return within a second is interrupted, and after another one left alone.
     */
    @Override
    public void close() throws IOException {
        server.close();
        join(accepting, System.nanoTime() + GRACE.toNanos());
        for (Association association : associations.keySet()) {
            try {
                association.endSoon();
            } catch (IOException e) {
                // It ends already. The others are to be ended, too.
            }
        }
        joinAll();
        for (Map.Entry<Association, Thread> left : associations.entrySet()) {
            try {
                left.getKey().connection().close();
            } catch (IOException e) {
                // It is closed all the same.
            }
            left.getValue().interrupt();
        }
        joinAll();
        lock.close();
    }

    private void joinAll() {
        long latest = System.nanoTime() + GRACE.toNanos();
        associations.values().forEach(thread -> join(thread, latest));
    }

    private static void join(Thread thread, long latest) {
        try {
            long millis = (latest - System.nanoTime()) / 1_000_000;
            if (millis > 0) {
                thread.join(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Held until this is closed, or the process ends. */
    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Used in this JVM, as said below.
        }
        channel.close();
        throw new IOException("the folder " + folder + " is used by another SCP");
    }

    private static void deleteLeftovers(Path folder) throws IOException {
        try (DirectoryStream<Path> left =
                Files.newDirectoryStream(folder, IncomingObject.PREFIX + "*" + IncomingObject.SUFFIX)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }
}
