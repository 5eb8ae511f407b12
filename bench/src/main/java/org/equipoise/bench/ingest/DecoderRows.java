package org.equipoise.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.equipoise.bench.report.Measurement;
import org.equipoise.common.messaging.EventCodec;
import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.Dicom;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.pixel.Frame;
import org.equipoise.dicom.pixel.PixelData;
import org.equipoise.dicom.pixel.PixelDecoder;

/** MB/s of decoded samples, per transfer syntax, over the files of a folder, beside pydicom and its plugins. */
final class DecoderRows {

    private static final double SECONDS = 1;
    private static final double WARM_UP = 0.3;
    private static final double MEGA = 1e6;

    private final Run run;
    /** Files that are decoded here: the bytes of their samples. */
    private final Map<Path, Long> bytes = new LinkedHashMap<>();

    private final Map<TransferSyntax, Map<String, List<Decoding>>> found = new TreeMap<>();

    private record Decoding(TransferSyntax syntax, long bytes, double seconds) {}

    private DecoderRows(Run run) {
        this.run = run;
    }

    static void measure(Run run, Path folder) {
        if (!Files.isDirectory(folder)) {
            run.notes().add("decoders are not measured: there is no folder of DICOM files; data= names it");
            return;
        }
        var rows = new DecoderRows(run);
        rows.ours(folder);
        if (run.peers()) {
            rows.peers();
        }
        rows.report();
    }

    private void ours(Path folder) {
        try (var walk = Files.list(folder);
                var decoder = new PixelDecoder(Limits.DEFAULT)) {
            List<Path> decoded = new ArrayList<>();
            for (Path file : walk.filter(path -> path.toString().endsWith(".dcm"))
                    .sorted()
                    .toList()) {
                try {
                    decode(file, decoder, WARM_UP);
                    decoded.add(file);
                } catch (DicomException e) {
                    run.out().println("  not decoded here: " + file.getFileName() + ", " + e.reason());
                }
            }
            for (Path file : decoded) {
                Decoding decoding = decode(file, decoder, SECONDS);
                bytes.put(file, decoding.bytes());
                add(Run.OURS, decoding);
            }
        } catch (DicomException e) {
            throw new IllegalStateException("a file that was decoded is not decoded again", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Decoding decode(Path file, PixelDecoder decoder, double seconds) throws DicomException, IOException {
        DataSet dataSet = Dicom.read(file, Limits.DEFAULT);
        long size = samples(decoder.open(dataSet));
        double best = Double.MAX_VALUE;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            long begin = System.nanoTime();
            samples(decoder.open(dataSet));
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return new Decoding(dataSet.transferSyntax(), size, best);
    }

    /** Decodes every frame: the bytes that its samples take. */
    private static long samples(PixelData pixels) throws DicomException, IOException {
        long size = 0;
        for (int i = 0; i < pixels.frames(); i++) {
            Frame frame = pixels.frame(i);
            size += (long) frame.samples().length * (frame.bits() > Byte.SIZE ? 2 : 1);
        }
        return size;
    }

    private void peers() {
        if (Run.python().isEmpty()) {
            run.notes().add("pydicom and GDCM could not be installed");
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                Run.python(),
                run.options()
                        .project()
                        .resolve("bench/peers/ingest-decoders.py")
                        .toString(),
                Double.toString(SECONDS)));
        bytes.keySet().forEach(file -> command.add(file.toString()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(run.results().resolve("ingest-decoders.log").toFile())
                    .start();
            String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("the decoders' peers ended with " + process.exitValue());
            }
            for (String line : lines.lines().toList()) {
                JsonNode row = EventCodec.mapper().readTree(line);
                Path file = Path.of(row.required("file").asText());
                TransferSyntax syntax =
                        TransferSyntax.of(row.required("syntax").asText()).orElseThrow();
                long size = bytes.getOrDefault(file, 0L);
                add(
                        row.required("who").asText(),
                        new Decoding(syntax, size, row.required("seconds").asDouble()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void add(String who, Decoding decoding) {
        found.computeIfAbsent(decoding.syntax(), syntax -> new TreeMap<>())
                .computeIfAbsent(who, name -> new ArrayList<>())
                .add(decoding);
    }

    private void report() {
        found.forEach((syntax, subjects) -> {
            int files = subjects.getOrDefault(Run.OURS, List.of()).size();
            subjects.forEach((who, decodings) -> {
                double rate = decodings.stream().mapToLong(Decoding::bytes).sum()
                        / decodings.stream().mapToDouble(Decoding::seconds).sum()
                        / MEGA;
                String of = decodings.size() == files ? "" : ", " + decodings.size() + " of them";
                String what = "decode " + syntax + ", files: " + files;
                run.rows().add(new Measurement(what, who + of, rate, rate, rate, "MB/s"));
            });
        });
        run.notes()
                .add("decode: samples in MB/s over the files of data/dicom/valid that are decoded here, of each file"
                        + " the fastest decoding; most are small, so that what a call costs counts; JPEG 2000 is decoded"
                        + " here in a child process, which can be ended");
    }
}
