package org.equipoise.planted.left;

import org.equipoise.planted.right.Right;

/** Needs the right, which needs the left. */
public record Left(Right right) {}
