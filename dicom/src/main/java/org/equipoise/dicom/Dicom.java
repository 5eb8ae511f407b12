package org.equipoise.dicom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Reads DICOM objects: files of PS3.10, and data sets that lost their preamble or their file meta information. Explicit
 * and implicit VR little endian, explicit VR big endian, deflated, and everything that encapsulates its pixels.
 *
 * <p>All of an object but its pixels is checked and in memory when it is returned; nothing of it is guessed. The time
 * is linear in the bytes that are read.
 */
public final class Dicom {

    private Dicom() {}

    /**
     * Reads a file. Its pixels stay there and are read when a frame is asked for, so the file must stay, too.
     *
     * @throws DicomException if the file breaks a rule or a limit
     * @throws IOException if it cannot be read
     */
    public static DataSet read(Path file, Limits limits) throws DicomException, IOException {
        return new PartTenReader(limits).read(Bytes.of(file));
    }

    /**
     * Reads an object from memory.
     *
     * @param object its bytes, which must not be changed as long as pixels are read from it
     * @throws DicomException if it breaks a rule or a limit
     */
    public static DataSet read(byte[] object, Limits limits) throws DicomException {
        if (object.length > limits.objectBytes()) {
            throw DicomException.of(Reason.OBJECT_TOO_LARGE, object.length, limits.objectBytes());
        }
        try {
            return new PartTenReader(limits).read(Bytes.of(object));
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail", e);
        }
    }

    /**
     * Reads an object from a stream into memory, at most {@link Limits#objectBytes()}. The stream is left open.
     *
     * @throws DicomException if it breaks a rule or a limit
     * @throws IOException if the stream cannot be read
     */
    public static DataSet read(InputStream object, Limits limits) throws DicomException, IOException {
        int most = (int) Math.min(Integer.MAX_VALUE - 16L, limits.objectBytes());
        byte[] bytes = object.readNBytes(most);
        if (bytes.length == most && object.read() >= 0) {
            throw DicomException.of(Reason.OBJECT_TOO_LARGE, "more than " + most, limits.objectBytes());
        }
        return read(bytes, limits);
    }
}
