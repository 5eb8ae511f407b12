package org.equipoise.local.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at a running stack again and again, in a thread of its own, and says what a person should know. */
final class StackWatch implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Path home;
    private final List<ServiceProcess> services;
    private final StackListener listener;
    private final HealthNews news = new HealthNews();
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean fullToldOf;

    private StackWatch(Path home, List<ServiceProcess> services, StackListener listener) {
        this.home = home;
        this.services = services;
        this.listener = listener;
    }

    static StackWatch start(Path home, List<ServiceProcess> services, StackListener listener) {
        var watch = new StackWatch(home, services, listener);
        var thread = new Thread(watch::run, "stack-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void run() {
        try {
            while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        for (ServiceProcess service : services) {
            if (service.pid() < 0) {
                news.gone(service.name());
            } else {
                news.look(service.name(), service.health()).ifPresent(item -> {
                    if (item.trouble()) {
                        listener.trouble(item.text() + " (log: " + service.log() + ")");
                    } else {
                        listener.message(item.text());
                    }
                });
            }
        }
        disk();
    }

    private void disk() {
        Optional<String> full = Disk.full(home);
        if (full.isPresent() && !fullToldOf) {
            listener.trouble(full.get());
        } else if (full.isEmpty() && fullToldOf) {
            listener.message("there is room on the disk of " + home + " again");
        }
        fullToldOf = full.isPresent();
    }

    @Override
    public void close() {
        closing.countDown();
    }
}
