package org.equipoise.security.keys;

import java.util.Locale;

/** What a key's holder may do; each role from the viewer's on may do all that the ones between may. */
public enum Role {
    /** Sends objects of imaging systems, and reads nothing. */
    SENDER,
    /** Reads. */
    VIEWER,
    /** Says what an image shows. */
    ANNOTATOR,
    /** Says it finally: settles what others contradict each other about. */
    ADJUDICATOR,
    /** Freezes, trains, rolls back, registers. */
    OPERATOR;

    /** As configured: {@code sender}, {@code viewer}, {@code annotator}, {@code adjudicator} or {@code operator}. */
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
                "no role \"" + wireName + "\", only sender, viewer, annotator, adjudicator and operator");
    }
}
