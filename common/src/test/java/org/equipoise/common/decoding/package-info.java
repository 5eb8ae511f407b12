/** Every bad file that was thought of, and the good ones sample for sample. */
@NullMarked
package org.equipoise.common.decoding;

import org.jspecify.annotations.NullMarked;
