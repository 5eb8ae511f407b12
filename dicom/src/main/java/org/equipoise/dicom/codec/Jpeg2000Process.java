package org.equipoise.dicom.codec;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Decodes JPEG 2000 in a process of its own, because its codec can loop for ever and take any memory on a crafted
 * codestream: the process has a heap of its own and is killed when a frame takes too long. It is started when it is
 * needed, stays for the next frame, and ends with this JVM, however that ends.
 */
public final class Jpeg2000Process implements AutoCloseable {

    private static final String CORE = "com.github.jaiimageio.impl.common.ImageUtil";

    private static final Duration START = Duration.ofSeconds(60);

    private final Duration time;
    private final int heapMebibytes;
    private @Nullable Running running;

    /** A process with its pipes. */
    private record Running(Process process, DataOutputStream to, DataInputStream from) {}

    /**
     * Starts nothing yet.
     *
     * @param time that a frame may take once the process runs
     * @param heapMebibytes Java heap of the process, in MiB
     */
    public Jpeg2000Process(Duration time, int heapMebibytes) {
        this.time = time;
        this.heapMebibytes = heapMebibytes;
    }

    /**
     * Decodes a frame; one at a time.
     *
     * @throws DicomException if the codestream is not as promised, damaged, ends early, or takes too much
     * @throws IOException if the process cannot be started, which is no fault of the codestream
     */
    public synchronized Decoded decode(byte[] frame, Shape shape) throws DicomException, IOException {
        Jpeg2000Codestream codestream = Jpeg2000Codestream.of(frame, shape);
        byte[] code = codestream.forDecoder();
        Running current = running;
        if (current == null || !current.process().isAlive()) {
            current = start();
            running = current;
        }
        short[] samples = ask(current, code, shape);
        return new Decoded(samples, codestream.precision(), codestream.signed(), codestream.colour());
    }

    private short[] ask(Running current, byte[] code, Shape shape) throws DicomException {
        try (Deadline deadline = new Deadline(current.process(), time)) {
            try {
                current.to().writeInt(code.length);
                current.to().write(code);
                current.to().flush();
                return answer(current.from(), shape);
            } catch (IOException e) {
                close();
                throw deadline.expired()
                        ? DicomException.of(Reason.CODEC_TIME, "JPEG 2000", time)
                        : DicomException.of(
                                Reason.CODEC_MEMORY, "JPEG 2000: the process ended", heapMebibytes + " MiB");
            }
        }
    }

    private short[] answer(DataInputStream from, Shape shape) throws IOException, DicomException {
        int kind = from.readUnsignedByte();
        if (kind == Jpeg2000Child.FAILED) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "JPEG 2000: " + from.readUTF(), "");
        }
        if (kind == Jpeg2000Child.OUT_OF_MEMORY) {
            close();
            throw DicomException.of(Reason.CODEC_MEMORY, "JPEG 2000", heapMebibytes + " MiB");
        }
        int columns = from.readInt();
        int rows = from.readInt();
        int bands = from.readInt();
        if (columns != shape.columns() || rows != shape.rows() || bands != shape.samples()) {
            // The rest of the answer is in the way of the next: the process goes.
            close();
            throw DicomException.of(
                    Reason.CODESTREAM_MISMATCH, columns + " by " + rows + " by " + bands, "as the attributes say");
        }
        short[] samples = new short[shape.allSamples()];
        byte[] row = new byte[2 * columns * bands];
        for (int at = 0; at < samples.length; at += columns * bands) {
            from.readFully(row);
            for (int i = 0; i < columns * bands; i++) {
                samples[at + i] = (short) (row[2 * i] << 8 | (row[2 * i + 1] & 0xFF));
            }
        }
        return samples;
    }

    private Running start() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java.toString(),
                "-Xmx" + heapMebibytes + "m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Djava.awt.headless=true",
                "-cp",
                classPath(),
                Jpeg2000Child.class.getName()));
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        Running started = new Running(
                process,
                new DataOutputStream(process.getOutputStream()),
                new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16)));
        try (Deadline deadline = new Deadline(process, START)) {
            if (started.from().read() != Jpeg2000Child.READY) {
                throw new IOException("the process that decodes JPEG 2000 does not start: " + java
                        + (deadline.expired() ? ", killed after " + START : ""));
            }
            return started;
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Where the classes are that the process needs, and nothing else of this JVM's where that can be told. */
    private static String classPath() throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (String name : List.of(Jpeg2000Child.class.getName(), Jpeg2000Child.READER, CORE)) {
            try {
                Class<?> type = Class.forName(name, false, Jpeg2000Process.class.getClassLoader());
                CodeSource source = type.getProtectionDomain().getCodeSource();
                places.add(
                        source != null && source.getLocation().getProtocol().equals("file")
                                ? Path.of(source.getLocation().toURI()).toString()
                                : System.getProperty("java.class.path"));
            } catch (ClassNotFoundException | URISyntaxException e) {
                throw new IOException("jai-imageio-jpeg2000 is not on the class path: " + name, e);
            }
        }
        return String.join(File.pathSeparator, places);
    }

    /** Ends the process, if there is one; the next frame starts another. */
    @Override
    public synchronized void close() {
        if (running != null) {
            running.process().destroyForcibly();
            running = null;
        }
    }
}
