package org.equipoise.local.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Finds ports on loopback. */
public final class Ports {

    /** Above this the kernel hands ports to outgoing connections, which would take ours while a service restarts. */
    private static final int HIGHEST = 32767;

    private Ports() {}

    /** {@code preferred} if it is free, else some free port from 20000 to 32767. */
    public static int freeOr(int preferred) {
        return isFree(preferred) ? preferred : free();
    }

    /** Some free port from 20000 to 32767. */
    public static int free() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, HIGHEST + 1);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between 20000 and " + HIGHEST);
    }

    /** Whether nobody listens on this port of loopback. */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() == port;
        } catch (IOException e) {
            return false;
        }
    }
}
