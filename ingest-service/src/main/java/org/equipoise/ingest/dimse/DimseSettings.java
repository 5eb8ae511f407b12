package org.equipoise.ingest.dimse;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.equipoise.dicom.network.AssociationLimits;
import org.equipoise.dicom.network.ScpSettings;

/** Who may send by C-STORE, and how much at a time. */
@ConfigMapping(prefix = "equipoise.ingest.dimse")
public interface DimseSettings {

    /** Where it listens, usually 104 or 11112; 0 for any that is free; absent: nowhere. */
    Optional<Integer> port();

    /** The address that it listens on. */
    @WithDefault("127.0.0.1")
    String host();

    /** Its own AE title, which peers have to call. */
    @WithDefault("EQUIPOISE")
    String aeTitle();

    /** AE titles that may call; {@code *} for any. An AE title is no proof of who calls. */
    Optional<Set<String>> callingAeTitles();

    /** The folder for what is being received, of this door alone. What lies there is deleted at the start. */
    @WithDefault("${equipoise.state-dir}/dimse-${equipoise.instance}")
    String spool();

    /** Associations at a time; each takes a thread, and an object on disk. */
    @WithDefault("16")
    int associations();

    /** Those of one network address. */
    @WithDefault("8")
    int associationsPerAddress();

    /** How long a peer may say nothing, and how long it may take for one message. */
    @WithDefault("PT30S")
    Duration idleTime();

    /** How long an association may last. */
    @WithDefault("PT1H")
    Duration associationTime();

    /**
     * The settings of the SCP.
     *
     * @param objectBytes of an object as it is sent
     * @throws IllegalStateException if nobody may call
     * @throws IllegalArgumentException if a value is out of its range, with its name
     */
    default ScpSettings scp(int port, long objectBytes) {
        Set<String> calling = callingAeTitles()
                .filter(titles -> !titles.isEmpty())
                .orElseThrow(
                        () -> new IllegalStateException(
                                "equipoise.ingest.dimse.port is set, but no AE title may"
                                        + " call: set equipoise.ingest.dimse.calling-ae-titles to those of the senders, or to * for any"));
        AssociationLimits usual = AssociationLimits.DEFAULT;
        return ScpSettings.of(new InetSocketAddress(host(), port), aeTitle(), calling, Path.of(spool()))
                .withLimits(usual.withBytes(usual.pduBytes(), objectBytes)
                        .withAssociations(associations(), associationsPerAddress())
                        .withTimeouts(usual.artimTimeout(), idleTime(), associationTime()));
    }
}
