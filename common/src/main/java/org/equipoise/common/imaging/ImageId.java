package org.equipoise.common.imaging;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

import org.equipoise.common.hashing.Sha256;

/** The identity of an image: the same pixels have the same id, whatever file they came in. */
public final class ImageId {

    private ImageId() {}

    /**
     * SHA-256, in 64 hex digits, over width, height, channels (big-endian int32 each), for samples of 16 bits the
     * number 16 (the same), and the samples, those of 16 bits low byte first.
     */
    public static String of(Pixels pixels) {
        MessageDigest sha = Sha256.digest();
        sha.update(ByteBuffer.allocate(12)
                .putInt(pixels.width())
                .putInt(pixels.height())
                .putInt(pixels.channels())
                .array());
        if (pixels.bits() != Byte.SIZE) {
            sha.update(ByteBuffer.allocate(4).putInt(pixels.bits()).array());
        }
        byte[] samples = new byte[pixels.byteLength()];
        pixels.copyTo(samples, 0);
        return Sha256.hex(sha, samples);
    }
}
