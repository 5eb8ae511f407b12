package org.equipoise.dicom.codec;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.codec.JpegSegments.ScanComponent;

/** A scan of the lossless process (ITU-T T.81, annex H): each sample is a difference to what its neighbours predict. */
final class LosslessScan {

    private final JpegSegments segments;
    private final Shape shape;
    private final ScanComponent[] scan;
    private final short[] samples;
    private final HuffmanTable[] tables;
    private final int predictor;
    private final int pointTransform;
    private final int rowsBetweenRestarts;

    LosslessScan(JpegSegments segments, Shape shape, ScanComponent[] scan, short[] samples) throws DicomException {
        this.segments = segments;
        this.shape = shape;
        this.scan = scan;
        this.samples = samples;
        this.tables = new HuffmanTable[scan.length];
        for (int i = 0; i < scan.length; i++) {
            tables[i] = segments.huffman(0, scan[i].first());
            JpegSegments.Component component = segments.component(scan[i].index());
            if (shape.samples() > 1 && (component.horizontal() != 1 || component.vertical() != 1)) {
                throw JpegSegments.unsupported("components of different resolution in a lossless process");
            }
        }
        this.predictor = segments.spectralStart();
        this.pointTransform = segments.approximation() & 15;
        if (predictor < 1 || predictor > 7 || pointTransform >= segments.precision()) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "predictor " + predictor, "1 to 7");
        }
        if (segments.restartInterval() % shape.columns() != 0) {
            throw JpegSegments.unsupported("restarts within a row");
        }
        this.rowsBetweenRestarts = segments.restartInterval() / shape.columns();
    }

    /** Fills the samples of the scan's components and returns where it ended. */
    int read(byte[] code) throws DicomException {
        EntropyReader in = new EntropyReader(code, segments.position());
        int width = shape.columns() * shape.samples();
        boolean first = true;
        for (int row = 0; row < shape.rows(); row++) {
            if (rowsBetweenRestarts > 0 && row > 0 && row % rowsBetweenRestarts == 0) {
                in.restart((row / rowsBetweenRestarts - 1) & 7);
                first = true;
            }
            row(in, row * width, width, first);
            first = false;
        }
        in.end();
        if (pointTransform > 0) {
            for (ScanComponent component : scan) {
                for (int i = component.index(); i < samples.length; i += shape.samples()) {
                    samples[i] = (short) (samples[i] << pointTransform);
                }
            }
        }
        return in.position();
    }

    private void row(EntropyReader in, int start, int width, boolean first) throws DicomException {
        int step = shape.samples();
        int most = (1 << (segments.precision() - pointTransform)) - 1;
        int initial = 1 << (segments.precision() - pointTransform - 1);
        for (int from = start; from < start + width; from += step) {
            for (int i = 0; i < scan.length; i++) {
                int at = from + scan[i].index();
                int predicted;
                if (first) {
                    predicted = from == start ? initial : samples[at - step] & 0xFFFF;
                } else {
                    predicted = from == start ? samples[at - width] & 0xFFFF : predict(at, step, width);
                }
                int bits = tables[i].read(in);
                if (bits > 16) {
                    throw DicomException.of(Reason.CODESTREAM_CORRUPT, "a difference of " + bits + " bits", 16);
                }
                int difference = bits == 16 ? 32_768 : in.difference(bits);
                int value = (predicted + difference) & 0xFFFF;
                if (value > most) {
                    throw DicomException.of(Reason.CODESTREAM_CORRUPT, "a sample of " + value, most);
                }
                samples[at] = (short) value;
            }
        }
    }

    private int predict(int at, int step, int width) {
        int left = samples[at - step] & 0xFFFF;
        int above = samples[at - width] & 0xFFFF;
        int aboveLeft = samples[at - width - step] & 0xFFFF;
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveLeft;
            case 4 -> left + above - aboveLeft;
            case 5 -> left + ((above - aboveLeft) >> 1);
            case 6 -> above + ((left - aboveLeft) >> 1);
            default -> (left + above) >> 1;
        };
    }
}
