package org.equipoise.common.storage;

/**
 * Where the object store is.
 *
 * @param endpoint e.g. {@code http://127.0.0.1:9000}
 */
public record S3Settings(String endpoint, String accessKey, String secretKey, String region) {

    /** Never prints the secret. */
    @Override
    public String toString() {
        return "S3Settings[" + endpoint + ", " + accessKey + ", " + region + "]";
    }
}
