package org.equipoise.common.imaging;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

import org.equipoise.common.hashing.Sha256;

/** The identity of an image: the same pixels have the same id, whatever file they came in. */
public final class ImageId {

    private ImageId() {}

    /** SHA-256, in 64 hex digits, over width, height, channels (big-endian int32 each) and the samples. */
    public static String of(Pixels pixels) {
        MessageDigest sha = Sha256.digest();
        sha.update(ByteBuffer.allocate(12)
                .putInt(pixels.width())
                .putInt(pixels.height())
                .putInt(pixels.channels())
                .array());
        return Sha256.hex(sha, pixels.samples());
    }
}
