package org.equipoise.security.access;

/** What becomes of a request. */
public enum Access {
    GRANTED,
    /** It came without a key, and needs one. */
    NEEDS_KEY,
    /** Its key's role, or where it comes from, is not enough. */
    FORBIDDEN
}
