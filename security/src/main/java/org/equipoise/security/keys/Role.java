package org.equipoise.security.keys;

import java.util.Locale;

/** What a key's holder may do; each role may do all that the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Says what an image shows. */
    ANNOTATOR,
    /** Freezes, trains, rolls back, registers. */
    OPERATOR;

    /** As configured: {@code viewer}, {@code annotator} or {@code operator}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such role */
    static Role of(String wireName) {
        for (Role role : values()) {
            if (role.wireName().equals(wireName)) {
                return role;
            }
        }
        throw new IllegalArgumentException("no role \"" + wireName + "\", only viewer, annotator and operator");
    }
}
