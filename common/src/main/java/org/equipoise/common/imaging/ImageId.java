package org.equipoise.common.imaging;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The identity of an image: the same pixels have the same id, whatever file they came in. */
public final class ImageId {

    private ImageId() {}

    /** SHA-256, in 64 hex digits, over width, height, channels (big-endian int32 each) and the samples. */
    public static String of(Pixels pixels) {
        MessageDigest sha = sha256();
        sha.update(ByteBuffer.allocate(12)
                .putInt(pixels.width())
                .putInt(pixels.height())
                .putInt(pixels.channels())
                .array());
        return HexFormat.of().formatHex(sha.digest(pixels.samples()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
