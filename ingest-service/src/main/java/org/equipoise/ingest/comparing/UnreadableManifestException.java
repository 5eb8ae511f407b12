package org.equipoise.ingest.comparing;

/** A manifest is not what freezing writes. The message goes on after "the manifest of version X". */
final class UnreadableManifestException extends RuntimeException {

    UnreadableManifestException(String message) {
        super(message);
    }
}
