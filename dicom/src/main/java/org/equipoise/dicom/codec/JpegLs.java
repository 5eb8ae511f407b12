package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.codec.JpegSegments.Component;
import org.equipoise.dicom.codec.JpegSegments.ScanComponent;

/**
 * JPEG-LS (ITU-T T.87), lossless and near lossless, 2 to 16 bits, components interleaved by scan, line or sample.
 * Mapping tables, restarts and point transforms, which nobody uses in DICOM, are refused.
 */
public final class JpegLs {

    private JpegLs() {}

    /**
     * Decodes a frame exactly as it is coded.
     *
     * @throws DicomException if the codestream is not as promised, damaged, or ends early
     */
    public static Decoded decode(byte[] code, Shape shape) throws DicomException {
        JpegSegments segments = new JpegSegments(code, shape, JpegSegments.JPEG_LS);
        short[] samples = new short[shape.allSamples()];
        boolean[] seen = new boolean[shape.samples()];
        int missing = shape.samples();
        while (true) {
            ScanComponent[] scan = segments.nextScan();
            if (scan.length == 0) {
                break;
            }
            int[] indexes = new int[scan.length];
            for (int i = 0; i < scan.length; i++) {
                indexes[i] = scan[i].index();
                Component component = segments.component(indexes[i]);
                boolean mapped = scan[i].first() != 0 || scan[i].second() != 0;
                if (mapped || component.horizontal() != 1 || component.vertical() != 1) {
                    throw JpegSegments.unsupported("mapping tables, or components of different resolution");
                }
                if (seen[indexes[i]]) {
                    throw DicomException.of(Reason.CODESTREAM_CORRUPT, "component " + indexes[i] + " twice", "once");
                }
                seen[indexes[i]] = true;
                missing--;
            }
            segments.moveTo(scan(code, segments, shape, indexes, samples));
        }
        if (missing > 0) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, missing + " components are missing", shape.samples());
        }
        return new Decoded(samples, segments.precision(), false, segments.colour());
    }

    private static int scan(byte[] code, JpegSegments segments, Shape shape, int[] indexes, short[] samples)
            throws DicomException {
        int interleaving = segments.spectralEnd();
        if (segments.restartInterval() != 0 || segments.approximation() != 0) {
            throw JpegSegments.unsupported("restarts or a point transform");
        }
        if (interleaving > 2 || (interleaving == 0) != (indexes.length == 1)) {
            // One component may be called interleaved; it makes no difference.
            if (interleaving > 2 || indexes.length > 1) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "interleaving " + interleaving, "0 to 2");
            }
        }
        JpegLsParameters parameters = JpegLsParameters.of(segments);
        JpegLsBits bits = new JpegLsBits(code, segments.position());
        new JpegLsScan(parameters, bits, shape.columns(), indexes.length)
                .read(shape.rows(), indexes, shape.samples(), samples, interleaving == 2 && indexes.length > 1);
        return bits.end();
    }
}
