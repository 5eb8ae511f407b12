package org.equipoise.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The entry point of a service's JVM beside the launcher: ends the JVM when the launcher dies, by whatever signal, and
 * runs Quarkus' own entry point. The launcher holds the other end of standard input and never writes to it: its end is
 * the launcher's end. Uses no other class of this project, because it is copied out of the launcher's jar.
 */
public final class ChildMain {

    private static final String QUARKUS = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";
    /** As after SIGTERM. */
    private static final int TERMINATED = 143;

    private ChildMain() {}

    /** Watches the launcher and runs the service. */
    public static void main(String[] arguments) throws Throwable {
        var watch = new Thread(ChildMain::haltWhenTheLauncherIsGone, "launcher-watch");
        watch.setDaemon(true);
        watch.start();
        MethodHandles.lookup()
                .findStatic(Class.forName(QUARKUS), "main", MethodType.methodType(void.class, String[].class))
                .invokeExact(arguments);
    }

    private static void haltWhenTheLauncherIsGone() {
        InputStream in = System.in;
        try {
            int next;
            do {
                next = in.read();
            } while (next >= 0);
        } catch (IOException e) {
            // A broken pipe is an end, too.
            Runtime.getRuntime().halt(TERMINATED);
        }
        // Kafka and S3 are gone with the launcher: there is nothing left to say goodbye to.
        Runtime.getRuntime().halt(TERMINATED);
    }
}
