/** Images as samples in memory: identity, canonical PNG, resizing, format recognition. */
@NullMarked
package org.equipoise.common.imaging;

import org.jspecify.annotations.NullMarked;
