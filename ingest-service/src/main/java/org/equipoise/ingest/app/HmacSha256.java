package org.equipoise.ingest.app;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.equipoise.ingest.splitting.KeyedHash;

/**
 * HMAC-SHA256 under the hospital's key. The key is never printed.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a>
 */
final class HmacSha256 implements KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_KEY_BYTES = 32;

    private final SecretKeySpec key;

    private HmacSha256(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * @throws IllegalArgumentException if the key is not hex or shorter than 32 bytes; the message leaves the key out
     */
    static HmacSha256 ofHexKey(String hex) {
        byte[] key;
        try {
            key = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("equipoise.ingest.patient-hmac-key is not hexadecimal");
        }
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("equipoise.ingest.patient-hmac-key has " + key.length
                    + " bytes, at least " + MIN_KEY_BYTES + " are needed");
        }
        return new HmacSha256(key);
    }

    @Override
    public String hex(String value) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "HmacSha256";
    }
}
