package org.equipoise.planted.right;

import org.equipoise.planted.left.Left;
import org.jspecify.annotations.Nullable;

/** Needs the left, which needs the right. */
public record Right(@Nullable Left left) {}
