package org.equipoise.ingest.dimse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.equipoise.dicom.network.StorageScp;
import org.equipoise.ingest.doors.DoorSettings;
import org.equipoise.ingest.doors.ObjectReception;
import org.equipoise.security.access.SecurityConfig;
import org.equipoise.security.access.SecurityConfig.Mode;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens the door where a port is configured, and closes it with the service. */
@ApplicationScoped
public class DimseDoor {

    private static final Logger LOG = Logger.getLogger(DimseDoor.class);

    private final DimseSettings settings;
    private final DoorSettings doors;
    private final ObjectReception reception;
    private final SecurityConfig security;
    private @Nullable StorageScp scp;

    DimseDoor(DimseSettings settings, DoorSettings doors, ObjectReception reception, SecurityConfig security) {
        this.settings = settings;
        this.doors = doors;
        this.reception = reception;
        this.security = security;
    }

    void onStart(@Observes StartupEvent event) {
        settings.port().ifPresent(this::open);
    }

    void onStop(@Observes ShutdownEvent event) {
        StorageScp open = scp;
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (IOException e) {
            LOG.warnf("the C-STORE door did not close: cause=%s", e.getClass().getName());
        }
    }

    /** Where it listens; empty if it is closed. */
    public Optional<InetSocketAddress> address() {
        return Optional.ofNullable(scp).map(StorageScp::address);
    }

    private void open(int port) {
        var wanted = settings.scp(port, doors.objectBytes());
        InetSocketAddress address = wanted.address();
        if (address.isUnresolved()) {
            throw new IllegalStateException("equipoise.ingest.dimse.host=" + settings.host() + " has no address");
        }
        if (security.mode() == Mode.LOCAL && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalStateException("equipoise.security.mode=local is for this machine alone, and"
                    + " equipoise.ingest.dimse.host=" + settings.host()
                    + " lets other machines in: set equipoise.security.mode=keys, or listen on 127.0.0.1");
        }
        try {
            StorageScp started = StorageScp.start(wanted, new ReceivedObjects(reception));
            scp = started;
            LOG.infof(
                    "C-STORE door open: address=%s ae-title=%s calling=%d",
                    started.address(),
                    wanted.aeTitle(),
                    wanted.callingAeTitles().size());
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the C-STORE door cannot be opened on " + settings.host() + ":" + port + " with the folder "
                            + settings.spool() + ": " + e.getMessage(),
                    e);
        }
    }
}
