package org.equipoise.common.decoding;

import java.util.Optional;

import org.equipoise.common.events.RejectionReason;
import org.equipoise.common.imaging.ImageFormat;
import org.equipoise.common.imaging.Pixels;

/**
 * Decodes files from outside. The header is read and held against the limits before memory is taken for pixels, and a
 * file that ends early is refused rather than filled up with grey. Thread-safe.
 */
public final class BoundedDecoder {

    private final DecodingLimits limits;

    public BoundedDecoder(DecodingLimits limits) {
        this.limits = limits;
    }

    /** The largest file worth reading, in bytes. */
    public long maxFileBytes() {
        return limits.maxFileBytes();
    }

    /**
     * The bytes of the samples that {@link #decode} would allocate for this file; 0 when it would refuse it by its
     * header.
     */
    public long claimedBytes(byte[] file) {
        try {
            return accepted(file).bytes();
        } catch (RefusedException e) {
            return 0;
        }
    }

    /** The pixels of a PNG or JPEG, 8-bit grey or RGB or 16-bit grey, or why there are none. */
    public DecodingOutcome decode(byte[] file) {
        try {
            ImageHeader header = accepted(file);
            Pixels pixels =
                    ImageFormat.of(file).equals(ImageFormat.PNG) ? PngFile.pixels(file) : JpegFile.pixels(file, header);
            return new DecodingOutcome.Decoded(pixels);
        } catch (RefusedException e) {
            return e.outcome();
        }
    }

    /** The refusal of a file of this size, which nobody should read. */
    public DecodingOutcome.Refused tooLarge(long fileBytes) {
        return new DecodingOutcome.Refused(
                RejectionReason.TOO_LARGE,
                "the file has " + fileBytes + " bytes, the limit is " + limits.maxFileBytes());
    }

    /** Whether an image with these pixels would be taken, whatever file it lies in. */
    public boolean takes(Pixels pixels) {
        return pixels.byteLength() <= limits.maxSampleBytes()
                && refusalOfSize(pixels.width(), pixels.height()).isEmpty();
    }

    /** Why an image of these sides would be refused, whatever file it lies in. */
    public Optional<DecodingOutcome.Refused> refusalOfSize(int width, int height) {
        try {
            checkLongest(width, height);
            checkShortest(width, height);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.outcome());
        }
    }

    private ImageHeader accepted(byte[] file) throws RefusedException {
        if (file.length == 0) {
            throw new RefusedException(RejectionReason.EMPTY, "the file has 0 bytes");
        }
        if (file.length > limits.maxFileBytes()) {
            DecodingOutcome.Refused refusal = tooLarge(file.length);
            throw new RefusedException(refusal.reason(), refusal.detail());
        }
        String format = ImageFormat.of(file);
        ImageHeader header = switch (format) {
            case ImageFormat.PNG -> PngFile.header(file).claims();
            case ImageFormat.JPEG -> JpegFile.header(file);
            default -> throw RefusedException.unsupported(format, RefusedException.WHAT_IS_READ);
        };
        checkSize(header);
        return header;
    }

    private void checkSize(ImageHeader header) throws RefusedException {
        checkLongest(header.width(), header.height());
        if (header.bytes() > limits.maxSampleBytes()) {
            throw new RefusedException(
                    RejectionReason.TOO_LARGE,
                    "the header claims " + header.samples() + " samples of " + header.bits() + " bits, the limit is "
                            + limits.maxSampleBytes() / (header.bits() / Byte.SIZE));
        }
        if (!header.advice().isEmpty()) {
            throw RefusedException.unsupported(header.format(), header.advice());
        }
        checkShortest(header.width(), header.height());
    }

    private void checkLongest(int width, int height) throws RefusedException {
        if (width > limits.maxSide() || height > limits.maxSide()) {
            throw new RefusedException(
                    RejectionReason.TOO_LARGE,
                    "the header claims " + width + " x " + height + " pixels, the limit a side is " + limits.maxSide());
        }
    }

    private void checkShortest(int width, int height) throws RefusedException {
        if (width < limits.minSide() || height < limits.minSide()) {
            throw new RefusedException(
                    RejectionReason.TOO_SMALL,
                    "the image has " + width + " x " + height + " pixels, at least " + limits.minSide()
                            + " a side are needed");
        }
    }
}
