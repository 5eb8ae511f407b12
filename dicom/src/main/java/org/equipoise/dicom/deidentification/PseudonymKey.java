package org.equipoise.dicom.deidentification;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of all pseudonyms: HMAC-SHA256 (RFC 2104). Who does not have it can neither undo a pseudonym nor try out
 * names. It is never printed. What is hashed is the name of the use, then each part behind its length in 4 bytes, so
 * that no two inputs are the same bytes.
 */
public final class PseudonymKey {

    /** The fewest bytes of a key, as many as a hash has. */
    public static final int LEAST_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String UID_ROOT = "2.25.";
    private static final int UUID_BYTES = 16;
    /** Of Station Name (0008,1010), an SH, so many characters fit. */
    private static final int STATION_CHARACTERS = 16;

    private final SecretKeySpec key;

    private PseudonymKey(byte[] key) {
        if (key.length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "the pseudonym key has " + key.length + " bytes, at least " + LEAST_BYTES + " are needed");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * A key of bytes, which are copied.
     *
     * @throws IllegalArgumentException if there are fewer than 32; the message leaves them out
     */
    public static PseudonymKey of(byte[] key) {
        return new PseudonymKey(key);
    }

    /**
     * A key in hexadecimal.
     *
     * @throws IllegalArgumentException if it is none, or has fewer than 32 bytes; the message leaves it out
     */
    public static PseudonymKey ofHex(String hex) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException e) {
            // Its message shows the key: it is not passed on.
            throw new IllegalArgumentException("the pseudonym key is not hexadecimal");
        }
        return new PseudonymKey(bytes);
    }

    /** The same 64 hexadecimal characters for every object of a patient: of issuer and Patient ID, in Unicode's NFC. */
    String patient(String issuer, String patientId) {
        return HexFormat.of().formatHex(hash("patient", nfc(issuer), nfc(patientId)));
    }

    /** A pseudonym of a device, 16 hexadecimal characters. */
    String station(String name) {
        return HexFormat.of().formatHex(hash("station", nfc(name))).substring(0, STATION_CHARACTERS);
    }

    /**
     * A UID for another, whichever attribute it is of, so that references still meet: {@code 2.25.} and the decimal of
     * a UUID (PS3.5, B.2), whose 122 free bits are the hash's first ones and whose version is 4.
     */
    String uid(String uid) {
        byte[] uuid = Arrays.copyOf(hash("uid", uid), UUID_BYTES);
        uuid[6] = (byte) (uuid[6] & 0x0F | 0x40);
        uuid[8] = (byte) (uuid[8] & 0x3F | 0x80);
        return UID_ROOT + new BigInteger(1, uuid);
    }

    /**
     * By how many days the dates of a patient are moved back, from 1 to the most. It is of the patient's pseudonym
     * alone: intervals between the dates of a patient stay.
     */
    int shiftDays(String patientKey, int most) {
        long number = ByteBuffer.wrap(hash("date-shift", patientKey)).getLong();
        return 1 + (int) Long.remainderUnsigned(number, most);
    }

    private byte[] hash(String use, String... parts) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(use.getBytes(StandardCharsets.UTF_8));
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            message.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            message.writeBytes(bytes);
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message.toByteArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static String nfc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    @Override
    public String toString() {
        return "PseudonymKey";
    }
}
