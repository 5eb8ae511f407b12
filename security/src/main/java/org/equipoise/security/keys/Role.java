package org.equipoise.security.keys;

import java.util.Locale;

/** What a key's holder may do; each role may do all that the ones before it may. */
public enum Role {
    /** Reads. */
    VIEWER,
    /** Says what an image shows. */
    ANNOTATOR,
    /** Says it finally: settles what others contradict each other about. */
    ADJUDICATOR,
    /** Freezes, trains, rolls back, registers. */
    OPERATOR;

    /** As configured: {@code viewer}, {@code annotator}, {@code adjudicator} or {@code operator}. */
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
        throw new IllegalArgumentException(
                "no role \"" + wireName + "\", only viewer, annotator, adjudicator and operator");
    }
}
