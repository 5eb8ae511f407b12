package org.equipoise.security.testing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A service that asks for keys, with one key of each role. */
public final class Secured implements QuarkusTestProfile {

    public static final String SENDER = "the key of a sender";
    public static final String VIEWER = "the key of a viewer";
    public static final String ANNOTATOR = "the key of an annotator";
    public static final String ADJUDICATOR = "the key of an adjudicator";
    public static final String OPERATOR = "the key of an operator";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "equipoise.security.mode",
                "keys",
                "equipoise.security.api-keys",
                "sam:" + sha256(SENDER) + ":sender,vera:" + sha256(VIEWER) + ":viewer,anna:" + sha256(ANNOTATOR)
                        + ":annotator,adam:" + sha256(ADJUDICATOR) + ":adjudicator,otto:" + sha256(OPERATOR)
                        + ":operator");
    }

    private static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
