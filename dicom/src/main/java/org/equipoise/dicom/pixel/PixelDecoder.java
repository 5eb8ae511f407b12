package org.equipoise.dicom.pixel;

import java.io.IOException;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.codec.Jpeg2000Process;

/**
 * Opens the pixels of objects. It starts a child process when the first JPEG 2000 frame is asked for, which decodes one
 * frame at a time for everybody; to close it ends the process.
 */
public final class PixelDecoder implements AutoCloseable {

    private final Limits limits;
    private final Jpeg2000Process jpeg2000;

    public PixelDecoder(Limits limits) {
        this.limits = limits;
        this.jpeg2000 = new Jpeg2000Process(limits.codecTime(), limits.codecHeapMebibytes());
    }

    /**
     * The pixels of an object, whose attributes are checked now and whose frames are decoded when they are asked for.
     *
     * @throws DicomException if there are none, or they cannot be decoded, or break a limit
     * @throws IOException if the file that they are in cannot be read
     */
    public PixelData open(DataSet dataSet) throws DicomException, IOException {
        return PixelData.of(dataSet, limits, jpeg2000);
    }

    @Override
    public void close() {
        jpeg2000.close();
    }
}
