package org.equipoise.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

import org.equipoise.bench.report.Measurement;
import org.equipoise.bench.stack.FreshStack;
import org.equipoise.local.stack.LocalStack;

/** STOW-RS and C-STORE of the same slices to ingest beside Kafka and S3, and to archives of others. */
final class DoorRows {

    static final String INGEST = "ingest-service";
    private static final double STOW_PER_SECOND = 100;
    private static final double STORE_PER_SECOND = 60;
    private static final int WARM_UP = 200;
    private static final int SIDE = 256;
    private static final String TITLE = "EQUIPOISE";
    private static final String PYNETDICOM = "PYNETDICOM";
    private static final String PREPARED = ", de-identified and as PNG";

    private final Run run;
    private final Slices slices = new Slices(SIDE);
    private int study;

    private DoorRows(Run run) {
        this.run = run;
    }

    /**
     * Whoever takes a study of so many instances.
     *
     * @param seconds that it took
     * @param cpu time of its process so far
     */
    private record Taker(ToDoubleFunction<Study> seconds, Supplier<Duration> cpu) {}

    private record Study(int number, int instances) {}

    static void stow(Run run) {
        new DoorRows(run).measureStow();
    }

    static void store(Run run) {
        new DoorRows(run).measureStore();
    }

    private void measureStow() {
        Map<String, Taker> takers = new LinkedHashMap<>();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            LocalStack stack =
                    FreshStack.start(run.options().project(), "ingest", Set.of(INGEST), environment(0), run.out());
            opened.add(stack);
            takers.put(
                    Run.OURS,
                    stow(stack.connection().service(INGEST).resolve("/dicom-web/studies"), DoorRows::ingestCpu));
            if (run.peers()) {
                Orthanc.missing(true).ifPresentOrElse(run.notes()::add, () -> {
                    for (boolean synced : new boolean[] {true, false}) {
                        Orthanc orthanc = Orthanc.start(run.results(), synced, synced ? "synced" : "unsynced");
                        opened.add(orthanc);
                        takers.put(orthancName(synced), stow(orthanc.studies(), orthanc::cpu));
                    }
                    Orthanc orthanc = Orthanc.start(run.results(), false, "prepared");
                    opened.add(orthanc);
                    takers.put(orthancName(false) + PREPARED, stowAndPrepare(orthanc));
                });
            }
            try (var taken = new TakenIn(stack.connection())) {
                measure("STOW-RS until it is durable", "instances/s", STOW_PER_SECOND, takers, taken);
            }
        } finally {
            close(opened);
        }
    }

    private Taker stow(URI address, Supplier<Duration> cpu) {
        return new Taker(
                sent -> Senders.stow(
                        address, slices.bodies(sent.number(), sent.instances(), run.perRequest()), run.connections()),
                cpu);
    }

    private Taker stowAndPrepare(Orthanc orthanc) {
        Taker stow = stow(orthanc.studies(), orthanc::cpu);
        return new Taker(
                sent -> stow.seconds().applyAsDouble(sent)
                        + Senders.prepare(orthanc, sent.number(), sent.instances(), run.connections()),
                orthanc::cpu);
    }

    /** Of the only service that was started. */
    private static Duration ingestCpu() {
        return ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::info)
                .filter(info -> info.commandLine().orElse("").contains(INGEST))
                .map(info -> info.totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void measureStore() {
        Map<String, Taker> takers = new LinkedHashMap<>();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            int port = PeerProcess.freePort();
            LocalStack stack =
                    FreshStack.start(run.options().project(), "ingest", Set.of(INGEST), environment(port), run.out());
            opened.add(stack);
            takers.put(Run.OURS, store(PeerProcess.at(port), TITLE, DoorRows::ingestCpu));
            if (run.peers()) {
                Orthanc.missing(false).ifPresentOrElse(run.notes()::add, () -> {
                    for (boolean synced : new boolean[] {true, false}) {
                        Orthanc orthanc = Orthanc.start(run.results(), synced, synced ? "synced" : "unsynced");
                        opened.add(orthanc);
                        takers.put(orthancName(synced), store(orthanc.dicom(), Orthanc.TITLE, orthanc::cpu));
                    }
                });
                if (Run.python().isEmpty()) {
                    run.notes().add("pynetdicom could not be installed");
                } else {
                    for (boolean prepared : new boolean[] {false, true}) {
                        int scp = PeerProcess.freePort();
                        PeerProcess peer = pynetdicom(scp, prepared);
                        opened.add(peer);
                        takers.put(
                                "pynetdicom, to files" + (prepared ? PREPARED : ""),
                                store(PeerProcess.at(scp), PYNETDICOM, peer::cpu));
                    }
                }
            }
            try (var taken = new TakenIn(stack.connection())) {
                measure("C-STORE until it is durable", "objects/s", STORE_PER_SECOND, takers, taken);
            }
        } finally {
            close(opened);
        }
    }

    private Taker store(InetSocketAddress address, String called, Supplier<Duration> cpu) {
        return new Taker(
                sent -> Senders.store(
                        address,
                        called,
                        sent.number(),
                        IntStream.range(0, sent.instances())
                                .mapToObj(i -> slices.dataSet(sent.number(), i))
                                .toList(),
                        run.connections()),
                cpu);
    }

    private PeerProcess pynetdicom(int port, boolean prepared) {
        String what = prepared ? "prepared" : "received";
        Path folder = PeerProcess.empty(run.results().resolve("ingest-pynetdicom-" + what));
        String script =
                run.options().project().resolve("bench/peers/ingest-scp.py").toString();
        return PeerProcess.start(
                List.of(Run.python(), script, Integer.toString(port), folder.toString(), what),
                folder,
                run.results().resolve("ingest-pynetdicom-" + what + ".log"),
                port);
    }

    /** In turns, so that whatever else the machine does meets all of them. */
    private void measure(String what, String unit, double aim, Map<String, Taker> takers, TakenIn taken) {
        for (Map.Entry<String, Taker> taker : takers.entrySet()) {
            double seconds = taker.getValue().seconds().applyAsDouble(new Study(++study, WARM_UP));
            run.out().printf("%s, warm-up, %s: %.1f s%n", what, taker.getKey(), seconds);
        }
        int expected = WARM_UP;
        taken.await(expected);
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        for (int round = 1; round <= run.rounds(); round++) {
            for (Map.Entry<String, Taker> taker : takers.entrySet()) {
                Duration before = taker.getValue().cpu().get();
                double seconds = taker.getValue().seconds().applyAsDouble(new Study(++study, run.instances()));
                run.out().printf("%s, round %d, %s: %.1f s%n", what, round, taker.getKey(), seconds);
                rates.computeIfAbsent(taker.getKey(), who -> new ArrayList<>()).add(run.instances() / seconds);
                if (taker.getKey().equals(Run.OURS)) {
                    expected += run.instances();
                    taken.await(expected);
                }
                Duration spent = taker.getValue().cpu().get().minus(before);
                cpu.computeIfAbsent(taker.getKey(), who -> new ArrayList<>())
                        .add(spent.toMillis() / (double) run.instances());
            }
        }
        Map<String, Measurement> rows = new LinkedHashMap<>();
        rates.forEach((who, rounds) -> rows.put(who, run.row(what, who, rounds, unit)));
        cpu.forEach((who, rounds) -> run.row(what + ", CPU time of the process for one", who, rounds, "ms"));
        double ours = Objects.requireNonNull(rows.get(Run.OURS)).median();
        run.atLeast(what, ours, aim, unit);
        rows.forEach((who, row) -> {
            if (!who.equals(Run.OURS)) {
                run.atLeast(what + ", times " + who, ours / row.median(), 1, "");
            }
        });
    }

    private static String orthancName(boolean synced) {
        return Orthanc.version() + (synced ? "" : ", SyncStorageArea off");
    }

    /** @param dimsePort 0: no SCP */
    private Map<String, String> environment(int dimsePort) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("EQUIPOISE_INGEST_DOORS_ROUTES", routes(run.results()).toString());
        if (dimsePort > 0) {
            environment.put("EQUIPOISE_INGEST_DIMSE_PORT", Integer.toString(dimsePort));
            environment.put("EQUIPOISE_INGEST_DIMSE_AE_TITLE", TITLE);
            environment.put("EQUIPOISE_INGEST_DIMSE_CALLING_AE_TITLES", Senders.CALLING);
        }
        return environment;
    }

    static Path routes(Path results) {
        try {
            Path file = Files.createDirectories(results).resolve("ingest-routes.txt");
            return Files.writeString(file, "modality=CT -> dataset=bench-ct\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(List<AutoCloseable> opened) {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException("could not be stopped", e);
            }
        }
    }
}
