/** Sentences that people read. */
@NullMarked
package org.equipoise.common.words;

import org.jspecify.annotations.NullMarked;
