package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.codec.JpegSegments.ScanComponent;

/**
 * JPEG (ITU-T T.81) as DICOM uses it: sequential DCT with Huffman coding of 8 and 12 bits (processes 1, 2 and 4), and
 * lossless with Huffman coding of 2 to 16 bits (process 14). Colours are left as they are coded.
 */
public final class Jpeg {

    private Jpeg() {}

    /**
     * Decodes a frame of JPEG Baseline or JPEG Extended. Samples are those of the exact inverse DCT, rounded: other
     * decoders differ by 1. Colour differences at half the resolution are interpolated linearly.
     *
     * @throws DicomException if the codestream is not as promised, damaged, or ends early
     */
    public static Decoded decodeDct(byte[] code, Shape shape) throws DicomException {
        JpegSegments segments = new JpegSegments(code, shape, JpegSegments.BASELINE, JpegSegments.EXTENDED);
        DctFrame[] frame = new DctFrame[1];
        scans(segments, shape, scan -> {
            if (frame[0] == null) {
                frame[0] = new DctFrame(segments, shape);
            }
            return frame[0].scan(code, scan);
        });
        return new Decoded(frame[0].samples(), segments.precision(), false, colour(segments, frame[0]));
    }

    /**
     * Decodes a frame of JPEG Lossless, with any predictor, exactly.
     *
     * @throws DicomException if the codestream is not as promised, damaged, or ends early
     */
    public static Decoded decodeLossless(byte[] code, Shape shape) throws DicomException {
        JpegSegments segments = new JpegSegments(code, shape, JpegSegments.LOSSLESS);
        short[] samples = new short[shape.allSamples()];
        scans(segments, shape, scan -> new LosslessScan(segments, shape, scan, samples).read(code));
        // Lossless processes code colours as they are: only names of components tell otherwise.
        return new Decoded(samples, segments.precision(), false, Decoded.Colour.UNSAID);
    }

    private static Decoded.Colour colour(JpegSegments segments, DctFrame frame) {
        Decoded.Colour said = segments.colour();
        // Nobody halves the resolution of green or blue.
        return said == Decoded.Colour.UNSAID && frame.isSubsampled() ? Decoded.Colour.YBR : said;
    }

    /** Reads one scan and returns where it ended. */
    private interface ScanReader {
        int read(ScanComponent[] scan) throws DicomException;
    }

    /** Every component in exactly one scan, and then the end of the image. */
    private static void scans(JpegSegments segments, Shape shape, ScanReader reader) throws DicomException {
        boolean[] seen = new boolean[shape.samples()];
        int missing = shape.samples();
        while (true) {
            ScanComponent[] scan = segments.nextScan();
            if (scan.length == 0) {
                break;
            }
            for (ScanComponent component : scan) {
                if (seen[component.index()]) {
                    throw DicomException.of(
                            Reason.CODESTREAM_CORRUPT, "component " + component.index() + " twice", "once");
                }
                seen[component.index()] = true;
                missing--;
            }
            segments.moveTo(reader.read(scan));
        }
        if (missing > 0) {
            throw DicomException.of(Reason.CODESTREAM_TRUNCATED, missing + " components are missing", shape.samples());
        }
    }
}
