/** Label sets, splits and distributions by hand. */
@NullMarked
package org.equipoise.common.labels;

import org.jspecify.annotations.NullMarked;
