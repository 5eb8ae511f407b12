/** Bytes from outside to pixels, within limits that are checked before anything is allocated. */
@NullMarked
package org.equipoise.common.decoding;

import org.jspecify.annotations.NullMarked;
