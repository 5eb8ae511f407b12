package org.equipoise.dicom.pixel;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

import org.equipoise.dicom.DataSet;
import org.equipoise.dicom.DicomException;
import org.equipoise.dicom.Element;
import org.equipoise.dicom.Limits;
import org.equipoise.dicom.Reason;
import org.equipoise.dicom.StoredPixels;
import org.equipoise.dicom.Tag;
import org.equipoise.dicom.TransferSyntax;
import org.equipoise.dicom.TransferSyntax.Coding;
import org.equipoise.dicom.codec.Decoded;
import org.equipoise.dicom.codec.Jpeg;
import org.equipoise.dicom.codec.Jpeg2000Process;
import org.equipoise.dicom.codec.JpegLs;
import org.equipoise.dicom.codec.Rle;
import org.equipoise.dicom.codec.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of an object. One frame at a time is in memory: for a frame of n samples, at most 2 bytes a sample for
 * what is returned, as much for what is decoded, and the codestream.
 */
public final class PixelData {

    /** A codestream may be larger than the pixels without compression, by a quarter and so many bytes. */
    private static final int MORE = 1 << 16;

    private final DataSet dataSet;
    private final ImagePixel attributes;
    private final Jpeg2000Process jpeg2000;
    private final @Nullable NativePixels uncompressed;
    private final @Nullable FrameFragments fragments;
    private final @Nullable PaletteColor palette;

    private PixelData(
            DataSet dataSet,
            ImagePixel attributes,
            Jpeg2000Process jpeg2000,
            @Nullable NativePixels uncompressed,
            @Nullable FrameFragments fragments)
            throws DicomException {
        this.dataSet = dataSet;
        this.attributes = attributes;
        this.jpeg2000 = jpeg2000;
        this.uncompressed = uncompressed;
        this.fragments = fragments;
        this.palette = attributes.photometric() == PhotometricInterpretation.PALETTE_COLOR
                ? PaletteColor.of(dataSet, attributes.signed())
                : null;
    }

    static PixelData of(DataSet dataSet, Limits limits, Jpeg2000Process jpeg2000) throws DicomException, IOException {
        StoredPixels stored = stored(dataSet);
        TransferSyntax syntax = dataSet.transferSyntax();
        if (syntax.coding() == Coding.UNSUPPORTED) {
            throw DicomException.of(
                    Reason.TRANSFER_SYNTAX_UNSUPPORTED, Tag.TRANSFER_SYNTAX_UID, syntax + " " + syntax.uid(), "");
        }
        if (stored.isEncapsulated() != syntax.isEncapsulated()) {
            String found = stored.isEncapsulated() ? "fragments" : "native pixels";
            throw DicomException.of(Reason.FRAGMENTS, Tag.PIXEL_DATA, found, syntax);
        }
        ImagePixel attributes = ImagePixel.of(dataSet, limits);
        return stored.isEncapsulated()
                ? new PixelData(
                        dataSet, attributes, jpeg2000, null, FrameFragments.of(dataSet, stored, attributes.frames()))
                : new PixelData(dataSet, attributes, jpeg2000, new NativePixels(stored, attributes), null);
    }

    private static StoredPixels stored(DataSet dataSet) throws DicomException {
        Optional<StoredPixels> pixels = dataSet.element(Tag.PIXEL_DATA).flatMap(Element::pixels);
        if (pixels.isPresent()) {
            return pixels.get();
        }
        for (int tag : new int[] {Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_FLOAT_PIXEL_DATA}) {
            if (dataSet.element(tag).isPresent()) {
                throw DicomException.of(Reason.PIXELS_UNSUPPORTED, tag, "floating point", "whole numbers");
            }
        }
        throw DicomException.of(Reason.NO_PIXEL_DATA, Tag.PIXEL_DATA, "", "");
    }

    /** Number of Frames (0028,0008). */
    public int frames() {
        return attributes.frames();
    }

    /** Columns (0028,0011). */
    public int width() {
        return attributes.shape().columns();
    }

    /** Rows (0028,0010). */
    public int height() {
        return attributes.shape().rows();
    }

    /**
     * A frame in MONOCHROME1, MONOCHROME2 or RGB, counted from 0. Palettes are applied, YBR is converted.
     *
     * @throws DicomException if its codestream breaks a rule or a limit; nothing is made up for what is missing
     * @throws IOException if the file cannot be read, or the child process cannot be started
     */
    public Frame frame(int frame) throws DicomException, IOException {
        Frame stored = storedFrame(frame);
        return palette == null ? stored : palette.apply(stored);
    }

    /**
     * A frame as {@link #frame} gives it, but PALETTE_COLOR as it is stored: places in the palette.
     *
     * @throws DicomException if its codestream breaks a rule or a limit
     * @throws IOException if the file cannot be read, or the child process cannot be started
     */
    public Frame storedFrame(int frame) throws DicomException, IOException {
        if (frame < 0 || frame >= frames()) {
            throw new IndexOutOfBoundsException("frame " + frame + " of " + frames());
        }
        Shape shape = attributes.shape();
        PhotometricInterpretation photometric = attributes.photometric();
        short[] samples;
        boolean ybr = photometric == PhotometricInterpretation.YBR_FULL
                || photometric == PhotometricInterpretation.YBR_FULL_422;
        if (uncompressed != null) {
            samples = uncompressed.frame(frame);
            StoredValues.mask(samples, attributes);
        } else {
            Decoded decoded = decode(frame, shape);
            samples = decoded.samples();
            StoredValues.ofCodestream(decoded, attributes, isExact());
            if (shape.samples() == 3 && decoded.colour() != Decoded.Colour.UNSAID) {
                ybr = decoded.colour() == Decoded.Colour.YBR;
            }
        }
        if (ybr) {
            Colours.ybrToRgb(samples, shape.bitsStored());
        }
        PhotometricInterpretation after = shape.samples() == 3 ? PhotometricInterpretation.RGB : photometric;
        return new Frame(shape.columns(), shape.rows(), after, shape.bitsStored(), attributes.signed(), samples);
    }

    private Decoded decode(int frame, Shape shape) throws DicomException, IOException {
        long uncompressedBytes = shape.allSamples() * ((shape.bitsAllocated() + 7L) / 8);
        byte[] code = Objects.requireNonNull(fragments).codestream(frame, uncompressedBytes / 4 * 5 + MORE);
        return switch (dataSet.transferSyntax().coding()) {
            case RLE -> Rle.decode(code, shape);
            case JPEG_DCT -> Jpeg.decodeDct(code, shape);
            case JPEG_LOSSLESS -> Jpeg.decodeLossless(code, shape);
            case JPEG_LS -> JpegLs.decode(code, shape);
            case JPEG_2000 -> jpeg2000.decode(code, shape);
            default -> throw new IllegalStateException("no codec for " + dataSet.transferSyntax());
        };
    }

    private boolean isExact() {
        return switch (dataSet.transferSyntax()) {
            case RLE_LOSSLESS, JPEG_LOSSLESS, JPEG_LOSSLESS_FIRST_ORDER, JPEG_LS_LOSSLESS -> true;
            default -> false;
        };
    }
}
