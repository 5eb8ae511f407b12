package org.equipoise.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.equipoise.common.messaging.EventCodec;

/** Orthanc as Debian packages it, with its SQLite index and, where it is there, its DICOMweb plugin. */
final class Orthanc implements AutoCloseable {

    static final String TITLE = "ORTHANC";
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/sbin/Orthanc"), Path.of("/usr/local/sbin/Orthanc"));
    private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

    private final PeerProcess process;
    private final int http;
    private final int dicom;

    private Orthanc(PeerProcess process, int http, int dicom) {
        this.process = process;
        this.http = http;
        this.dicom = dicom;
    }

    /** Why it cannot be had, if it cannot. */
    static Optional<String> missing(boolean web) {
        if (PROGRAMS.stream().noneMatch(Files::isExecutable)) {
            return Optional.of("Orthanc is not installed (Debian: orthanc)");
        }
        return web && !Files.exists(PLUGIN)
                ? Optional.of("Orthanc's DICOMweb plugin is not installed (Debian: orthanc-dicomweb)")
                : Optional.empty();
    }

    /** Its version, as it says it. */
    static String version() {
        try {
            Process process = new ProcessBuilder(program(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines()
                    .findFirst()
                    .orElse("Orthanc")
                    .replaceFirst(".*/", "")
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one that is empty.
     *
     * @param synced whether it writes each file through to the disk, which is what it does unless told otherwise
     * @param name of its folder
     */
    static Orthanc start(Path results, boolean synced, String name) {
        Path folder = PeerProcess.empty(results.resolve("ingest-orthanc-" + name));
        int http = PeerProcess.freePort();
        int dicom = PeerProcess.freePort();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("Name", "bench");
        settings.put("StorageDirectory", folder.resolve("storage").toString());
        settings.put("IndexDirectory", folder.resolve("index").toString());
        settings.put("Plugins", Files.exists(PLUGIN) ? List.of(PLUGIN.toString()) : List.of());
        settings.put("HttpPort", http);
        settings.put("RemoteAccessAllowed", false);
        settings.put("AuthenticationEnabled", false);
        settings.put("DicomPort", dicom);
        settings.put("DicomAet", TITLE);
        settings.put("DicomAlwaysAllowStore", false);
        settings.put("DicomAlwaysAllowEcho", false);
        settings.put("DicomCheckModalityHost", true);
        settings.put("DicomModalities", Map.of("bench", List.of(Senders.CALLING, "127.0.0.1", 104)));
        settings.put("SyncStorageArea", synced);
        settings.put("DicomWeb", Map.of("Enable", true, "Root", "/dicom-web/"));
        try {
            Path file = folder.resolve("orthanc.json");
            Files.writeString(file, EventCodec.mapper().writeValueAsString(settings));
            Path log = results.resolve("ingest-orthanc.log");
            return new Orthanc(
                    PeerProcess.start(List.of(program(), file.toString()), folder, log, http, dicom), http, dicom);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String program() {
        return PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new IllegalStateException("Orthanc is not installed"));
    }

    URI studies() {
        return URI.create("http://127.0.0.1:" + http + "/dicom-web/studies");
    }

    /** Where it has an instance of {@link Slices}, under the identifier that it makes of the keys of the object. */
    URI instance(int study, int number) {
        String keys = String.join(
                "|", Slices.patient(study), Slices.study(study), Slices.series(study), Slices.instance(study, number));
        try {
            String hash = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(keys.getBytes(StandardCharsets.US_ASCII)));
            String id = hash.replaceAll("(.{8})(?!$)", "$1-");
            return URI.create("http://127.0.0.1:" + http + "/instances/" + id + "/");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    InetSocketAddress dicom() {
        return PeerProcess.at(dicom);
    }

    Duration cpu() {
        return process.cpu();
    }

    @Override
    public void close() {
        process.close();
    }
}
