package org.equipoise.dicom.codec;

import java.util.Arrays;

import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.codec.JpegSegments.Component;
import org.equipoise.dicom.codec.JpegSegments.ScanComponent;

/** The components of a sequential DCT frame (ITU-T T.81, annex F), as planes of whole blocks. */
final class DctFrame {

    private final JpegSegments segments;
    private final Shape shape;
    private final InverseDct inverse;
    private final Component[] components;
    private final short[][] planes;
    private int mostHorizontal = 1;
    private int mostVertical = 1;

    DctFrame(JpegSegments segments, Shape shape) throws DicomException {
        this.segments = segments;
        this.shape = shape;
        if (segments.precision() != 8 && segments.precision() != 12) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "precision " + segments.precision(), "8 or 12");
        }
        this.inverse = new InverseDct(segments.precision());
        this.components = new Component[shape.samples()];
        this.planes = new short[components.length][];
        for (int i = 0; i < components.length; i++) {
            Component component = segments.component(i);
            // A single component has no other to be sampled against (ITU-T T.81, A.2.2).
            components[i] =
                    components.length == 1 ? new Component(component.id(), 1, 1, component.quantisation()) : component;
            mostHorizontal = Math.max(mostHorizontal, components[i].horizontal());
            mostVertical = Math.max(mostVertical, components[i].vertical());
        }
        for (int i = 0; i < components.length; i++) {
            if (mostHorizontal % components[i].horizontal() != 0 || mostVertical % components[i].vertical() != 0) {
                throw JpegSegments.unsupported("resolutions that are no multiples");
            }
            long samples = 64L * blocksAcross(i) * blocksDown(i);
            // Whole blocks of thin images can be many times the image.
            if (samples > 4L * shape.pixels() + (1 << 20)) {
                throw JpegSegments.unsupported("blocks far larger than the image");
            }
            planes[i] = new short[(int) samples];
        }
    }

    /** Whether a component has fewer samples than another. */
    boolean isSubsampled() {
        for (Component component : components) {
            if (component.horizontal() != mostHorizontal || component.vertical() != mostVertical) {
                return true;
            }
        }
        return false;
    }

    private int unitsAcross() {
        return ceil(shape.columns(), 8 * mostHorizontal);
    }

    private int unitsDown() {
        return ceil(shape.rows(), 8 * mostVertical);
    }

    private int blocksAcross(int component) {
        return unitsAcross() * components[component].horizontal();
    }

    private int blocksDown(int component) {
        return unitsDown() * components[component].vertical();
    }

    private int width(int component) {
        return ceil(shape.columns() * components[component].horizontal(), mostHorizontal);
    }

    private int height(int component) {
        return ceil(shape.rows() * components[component].vertical(), mostVertical);
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    /** Reads the bits of a scan into the planes and returns where it ended. */
    int scan(byte[] code, ScanComponent[] scan) throws DicomException {
        if (segments.spectralStart() != 0 || segments.spectralEnd() != 63 || segments.approximation() != 0) {
            throw JpegSegments.unsupported("a part of the coefficients");
        }
        int count = scan.length;
        HuffmanTable[] dc = new HuffmanTable[count];
        HuffmanTable[] ac = new HuffmanTable[count];
        int[][] quantisation = new int[count][];
        for (int i = 0; i < count; i++) {
            dc[i] = segments.huffman(0, scan[i].first());
            ac[i] = segments.huffman(1, scan[i].second());
            quantisation[i] = segments.quantisation(components[scan[i].index()]);
        }
        boolean single = count == 1;
        int across = single ? ceil(width(scan[0].index()), 8) : unitsAcross();
        int down = single ? ceil(height(scan[0].index()), 8) : unitsDown();
        EntropyReader in = new EntropyReader(code, segments.position());
        int[] last = new int[count];
        int units = across * down;
        for (int unit = 0; unit < units; unit++) {
            int interval = segments.restartInterval();
            if (interval > 0 && unit > 0 && unit % interval == 0) {
                in.restart((unit / interval - 1) & 7);
                Arrays.fill(last, 0);
            }
            for (int i = 0; i < count; i++) {
                int index = scan[i].index();
                int horizontal = single ? 1 : components[index].horizontal();
                int vertical = single ? 1 : components[index].vertical();
                int stride = blocksAcross(index) * 8;
                for (int block = 0; block < horizontal * vertical; block++) {
                    last[i] = block(in, dc[i], ac[i], quantisation[i], last[i]);
                    int x = unit % across * horizontal + block % horizontal;
                    int y = unit / across * vertical + block / horizontal;
                    inverse.into(planes[index], y * 8 * stride + x * 8, stride);
                }
            }
        }
        in.end();
        return in.position();
    }

    private int block(EntropyReader in, HuffmanTable dc, HuffmanTable ac, int[] quantisation, int last)
            throws DicomException {
        inverse.clear();
        int bits = dc.read(in);
        if (bits > 15) {
            throw DicomException.of(Reason.CODESTREAM_CORRUPT, "a difference of " + bits + " bits", 15);
        }
        int mean = last + in.difference(bits);
        inverse.set(0, mean * quantisation[0]);
        for (int k = 1; k < 64; k++) {
            int code = ac.read(in);
            int size = code & 15;
            if (size == 0) {
                if (code >> 4 != 15) {
                    break;
                }
                k += 15;
                continue;
            }
            k += code >> 4;
            if (k > 63) {
                throw DicomException.of(Reason.CODESTREAM_CORRUPT, "coefficient " + k, 63);
            }
            inverse.set(k, in.difference(size) * quantisation[k]);
        }
        return mean;
    }

    /** All samples, interleaved; components of a lower resolution are enlarged. */
    short[] samples() {
        short[] samples = new short[shape.allSamples()];
        for (int i = 0; i < components.length; i++) {
            int stride = blocksAcross(i) * 8;
            int x = mostHorizontal / components[i].horizontal();
            int y = mostVertical / components[i].vertical();
            Enlargement enlargement = new Enlargement(planes[i], stride, width(i), height(i), x, y);
            for (int row = 0; row < shape.rows(); row++) {
                enlargement.row(
                        row,
                        samples,
                        row * shape.columns() * components.length + i,
                        shape.columns(),
                        components.length);
            }
        }
        return samples;
    }
}
