package org.equipoise.ingest.freezing;

import java.util.OptionalInt;

/**
 * What the person who freezes wants to be otherwise than ingest decides it.
 *
 * @param side pixels on a side of the packed images, 8 to 1024
 */
public record FreezeWish(OptionalInt side, WindowWish window) {}
