package org.equipoise.dicom.codec;

import java.awt.image.Raster;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.SynchronousQueue;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The process that decodes JPEG 2000. It reads codestreams from its input, each behind its length, and writes samples.
 * When its input ends, because its parent closed it or is no more, it ends at once, whatever it is doing.
 */
final class Jpeg2000Child {

    static final String READER = "com.github.jaiimageio.jpeg2000.impl.J2KImageReaderSpi";

    static final int READY = 'R';
    static final int DECODED = 'D';
    static final int FAILED = 'F';
    static final int OUT_OF_MEMORY = 'M';

    private Jpeg2000Child() {}

    /** Serves until the input ends. */
    public static void main(String[] arguments) throws Exception {
        // The codec prints what it thinks of a codestream: nobody reads that, and the output is for samples alone.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        ImageReaderSpi codec = Class.forName(READER)
                .asSubclass(ImageReaderSpi.class)
                .getDeclaredConstructor()
                .newInstance();
        SynchronousQueue<byte[]> requests = new SynchronousQueue<>();
        Thread worker = new Thread(() -> work(codec, requests, out), "decoder");
        worker.setDaemon(true);
        worker.start();
        out.write(READY);
        out.flush();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)))) {
            while (true) {
                byte[] code = new byte[in.readInt()];
                in.readFully(code);
                requests.put(code);
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        } catch (OutOfMemoryError e) {
            out.write(OUT_OF_MEMORY);
            out.flush();
            Runtime.getRuntime().halt(2);
        }
    }

    private static void work(ImageReaderSpi codec, SynchronousQueue<byte[]> requests, DataOutputStream out) {
        try {
            while (true) {
                Raster raster;
                try {
                    raster = decode(codec, requests.take());
                } catch (IOException | RuntimeException | StackOverflowError e) {
                    out.write(FAILED);
                    out.writeUTF(e.getClass().getSimpleName());
                    out.flush();
                    continue;
                } catch (OutOfMemoryError e) {
                    out.write(OUT_OF_MEMORY);
                    out.flush();
                    Runtime.getRuntime().halt(2);
                    return;
                }
                write(raster, out);
            }
        } catch (IOException | InterruptedException e) {
            Runtime.getRuntime().halt(1);
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(2);
        } catch (Error e) {
            Runtime.getRuntime().halt(3);
        }
    }

    private static Raster decode(ImageReaderSpi codec, byte[] code) throws IOException {
        ImageReader reader = codec.createReaderInstance();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(code))) {
            reader.setInput(in, true, true);
            return reader.readRaster(0, null);
        } finally {
            reader.dispose();
        }
    }

    private static void write(Raster raster, DataOutputStream out) throws IOException {
        out.write(DECODED);
        out.writeInt(raster.getWidth());
        out.writeInt(raster.getHeight());
        out.writeInt(raster.getNumBands());
        int[] row = new int[raster.getWidth() * raster.getNumBands()];
        byte[] bytes = new byte[2 * row.length];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
            for (int i = 0; i < row.length; i++) {
                bytes[2 * i] = (byte) (row[i] >> 8);
                bytes[2 * i + 1] = (byte) row[i];
            }
            out.write(bytes);
        }
        out.flush();
    }
}
