/** Tables as text. */
@NullMarked
package org.equipoise.common.csv;

import org.jspecify.annotations.NullMarked;
