package org.equipoise.common.versions;

/** A manifest is not what freezing writes. The message goes on after "the manifest of version X". */
public final class UnreadableManifestException extends RuntimeException {

    UnreadableManifestException(String message) {
        super(message);
    }
}
