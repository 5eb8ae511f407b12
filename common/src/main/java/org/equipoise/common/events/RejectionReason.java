package org.equipoise.common.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why an object of a study was refused. */
public enum RejectionReason {
    /** No such object in the {@code studies} bucket. */
    @JsonProperty("missing")
    MISSING,
    /** Zero bytes. */
    @JsonProperty("empty")
    EMPTY,
    /** No PNG or JPEG, or one of a kind that is not read; the detail names what was found and what to do. */
    @JsonProperty("unsupported-format")
    UNSUPPORTED_FORMAT,
    /** Truncated or corrupt. */
    @JsonProperty("unreadable")
    UNREADABLE,
    /** The file or the pixels that its header claims exceed the limit. */
    @JsonProperty("too-large")
    TOO_LARGE,
    /** Fewer pixels on a side than the limit. */
    @JsonProperty("too-small")
    TOO_SMALL,
    /** All samples are equal, or nearly so. */
    @JsonProperty("constant")
    CONSTANT;

    /** The code on the wire, in metrics and in the user's terminal, e.g. {@code unsupported-format}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
