package org.equipoise.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

import org.jspecify.annotations.Nullable;

/** What Kafka, the object store and the Kafka clients of this JVM log goes to a file, never to the terminal. */
public final class StackLog implements AutoCloseable {

    /** Held, because the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("org.eclipse.jetty"),
            Logger.getLogger("org.gaul"),
            Logger.getLogger("software.amazon"));

    private final Handler handler;

    private StackLog(Handler handler) {
        this.handler = handler;
    }

    /** Nothing is logged until {@link #to} says where. */
    public static void silence() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.setLevel(Level.WARNING);
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
    }

    /** Logs warnings and worse to {@code file}, which is cut as {@link RotatingFile} says. */
    public static StackLog to(Path file) {
        silence();
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s - %5$s%6$s%n");
        var handler = new FlushingHandler(new RotatingFile(file));
        Logger.getLogger("").addHandler(handler);
        return new StackLog(handler);
    }

    /** What was logged is in the file, whatever happens next. */
    private static final class FlushingHandler extends StreamHandler {

        FlushingHandler(RotatingFile file) {
            super(file, new SimpleFormatter());
            setErrorManager(new Silent());
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            super.publish(entry);
            flush();
        }
    }

    /**
     * On a full disk the log is what matters least; the JDK's own manager would print a stack beside the progress bar.
     */
    private static final class Silent extends ErrorManager {

        @Override
        public void error(@Nullable String message, @Nullable Exception e, int code) {
            // What could not be logged is lost.
        }
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(handler);
        handler.close();
    }
}
