/** Label sets, splits, and how classes are distributed. */
@NullMarked
package org.equipoise.common.labels;

import org.jspecify.annotations.NullMarked;
