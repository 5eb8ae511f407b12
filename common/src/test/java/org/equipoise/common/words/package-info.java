/** Numbers in sentences. */
@NullMarked
package org.equipoise.common.words;

import org.jspecify.annotations.NullMarked;
